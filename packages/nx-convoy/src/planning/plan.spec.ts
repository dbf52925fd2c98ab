import fc from 'fast-check';
import semver from 'semver';
import { ecosystems } from '../ecosystems/index.ts';
import { discover } from '../graph/discover.ts';
import { waves } from '../graph/order.ts';
import { noConfig, type Config } from '../model/config.ts';
import type { Ancestry } from '../model/history.ts';
import { ok } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { plan, type Inputs, type Planned } from './plan.ts';
import { defaultRule, dependentsRules, patchRules, zeroRules, type BumpRule } from './rule.ts';

const crate = (name: string, version: string, needs: readonly string[] = []): readonly [string, string] => [
  `${name}/Cargo.toml`,
  [
    `[package]\nname = "${name}"\nversion = "${version}"\n`,
    ...(needs.length === 0 ? [] : ['[dependencies]']),
    ...needs.map((need) => `${need} = { path = "../${need}", version = "${version}" }`),
  ].join('\n'),
];

function repository(files: readonly (readonly [string, string])[]): Snapshot {
  const texts = new Map(files);
  return { files: [...texts.keys()].sort(), text: (path) => (texts.has(path) ? ok(texts.get(path) ?? '') : undefined) };
}

/** One line of commits, newest first: the folders that each touches, and its message. The last one has every tag. */
function planned(
  repo: Snapshot,
  commits: readonly (readonly [folders: string, message: string])[],
  tags: readonly string[],
  { rule = defaultRule, config = noConfig }: { rule?: BumpRule; config?: Config } = {},
): Planned & { graph: Inputs['graph'] } {
  const graph = discover(repo, config, ecosystems);
  const ids = [...commits.map((_, at) => `c${at}`), 'released'];
  const ancestry: Ancestry = {
    ids,
    at: new Map(ids.map((id, at) => [id, at])),
    parents: ids.map((_, at) => (at + 1 < ids.length ? [at + 1] : [])),
  };
  const result = plan({
    graph,
    ecosystems,
    config,
    checkout: { head: ids[0] ?? '', isShallow: false, prefix: '', dirty: [] },
    tags: tags.map((name) => ({ name, commit: 'released' })),
    ancestry,
    commits: commits.map(([folders, text], at) => ({
      id: `c${at}`,
      at,
      author: '',
      email: '',
      text,
      units: graph.units.flatMap(({ root }, unit) => (folders.split(' ').includes(root) ? [unit] : [])),
    })),
    rule,
    types: {},
    requests: [],
  });
  return { ...result, graph };
}

const show = ({ released }: Planned): string =>
  released.flatMap(({ units }) => units.map(({ name, version }) => `${name} ${version.to}`)).join(', ');

const two = repository([crate('app', '1.0.0', ['lib']), crate('lib', '1.0.0')]);
const tags = ['app-v1.0.0', 'lib-v1.0.0'];

it.each<[string, readonly (readonly [string, string])[], string]>([
  ['nothing happened', [], ''],
  ['what is touched moves', [['app', 'feat: a']], 'app 1.1.0'],
  ['who needs it follows', [['lib', 'feat: a']], 'app 1.0.1, lib 1.1.0'],
  ['one commit, both', [['app lib', 'fix: a']], 'app 1.0.1, lib 1.0.1'],
  ['a scope says whom a feature is for', [['app lib', 'feat(app): a']], 'app 1.1.0, lib 1.0.1'],
  [
    'a commit and its revert cancel',
    [
      ['app', 'Revert "feat: a"'],
      ['app', 'feat: a'],
    ],
    '',
  ],
  ['the footer names the version', [['app', 'chore: a\n\nRelease-As: 3.0.0']], 'app 3.0.0'],
  ['a release commit asks for nothing', [['app', 'chore: release app 1.0.0']], ''],
])('%s', (_, commits, expected) => expect(show(planned(two, commits, tags))).toBe(expected));

it('changes of what has no version of its own are changes of who takes it in', () => {
  const inner: readonly [string, string] = [
    'inner/Cargo.toml',
    '[package]\nname = "inner"\nversion = "0.0.0"\npublish = false\n',
  ];
  const repo = repository([crate('app', '1.0.0', ['inner']), crate('other', '1.0.0'), inner]);
  expect(show(planned(repo, [['inner', 'feat: a']], ['app-v1.0.0', 'other-v1.0.0']))).toBe('app 1.1.0');
});

it('units of one tag go together', () => {
  const repo = repository([crate('app', '1.0.0'), crate('lib', '1.0.0')]);
  expect(show(planned(repo, [['lib', 'feat: a']], ['v1.0.0']))).toBe('app 1.1.0, lib 1.1.0');
});

describe('whatever the history', () => {
  const names = ['a', 'b', 'c', 'd'];
  const messages = [
    'feat: x',
    'fix: x',
    'chore: x',
    'feat!: x',
    'docs: x',
    'chore(deps): y',
    'x\n\nBREAKING CHANGE: y',
  ];
  const commit = fc.tuple(
    fc.subarray(names, { minLength: 1 }).map((folders) => folders.join(' ')),
    fc.constantFrom(...messages),
  );
  const version = fc.constantFrom('0.1.0', '0.9.4', '1.0.0', '2.3.4');
  const rule: fc.Arbitrary<BumpRule> = fc.record({
    zero: fc.constantFrom(...zeroRules),
    patch: fc.constantFrom(...patchRules),
    dependents: fc.constantFrom(...dependentsRules),
  });
  // Each needs some of those before it, so that there is no ring.
  const needs = fc.tuple(...names.map((_, at) => fc.subarray(names.slice(0, at))));
  const world = fc.record({ commits: fc.array(commit, { maxLength: 6 }), version, rule, needs });
  const apart = ({
    commits,
    version: stated,
    rule: by,
    needs: edges,
  }: typeof world extends fc.Arbitrary<infer T> ? T : never) =>
    planned(
      repository(names.map((name, at) => crate(name, stated, edges[at]))),
      commits,
      names.map((name) => `${name}-v${stated}`),
      { rule: by },
    );

  it('never lowers a version, and always spells it', () => {
    fc.assert(
      fc.property(world, (one) =>
        apart(one).released.every(
          ({ decision, units }) =>
            semver.gt(decision.to, one.version) && units.every(({ version: { spelling } }) => spelling === decision.to),
        ),
      ),
      { numRuns: 60 },
    );
  });

  it('does not mind the order of commits', () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat()), (one, random) => {
        const order = one.commits.map((item) => [random.next().value as number, item] as const);
        const shuffled = order.sort(([a], [b]) => a - b).map(([, item]) => item);
        expect(show(apart({ ...one, commits: shuffled }))).toBe(show(apart(one)));
      }),
      { numRuns: 60 },
    );
  });

  it('puts whatever is needed in an earlier wave', () => {
    fc.assert(
      fc.property(world, (one) => {
        const { released, graph } = apart(one);
        const ids = new Set(released.flatMap(({ units }) => units.map(({ id }) => id)));
        const edges = graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
        const found = waves(
          graph.units.filter(({ id }) => ids.has(id)),
          edges,
        );
        const waveOf = new Map(found.flatMap((wave, at) => wave.map((id) => [id, at] as const)));
        expect([...waveOf.keys()].sort()).toEqual([...ids].sort());
        for (const { from, to } of edges) expect(waveOf.get(to)).toBeLessThan(waveOf.get(from) ?? -1);
      }),
      { numRuns: 60 },
    );
  });

  it('ends a fixed group on one version', () => {
    const config: Config = {
      ...noConfig,
      release: { groups: { all: { projects: '*', releaseTag: { pattern: 'all-{version}' } } }, raw: {} },
    };
    fc.assert(
      fc.property(world, (one) => {
        const repo = repository(names.map((name, at) => crate(name, one.version, one.needs[at])));
        const { released } = planned(repo, one.commits, [`all-${one.version}`], { rule: one.rule, config });
        const versions = new Set(released.flatMap(({ units }) => units.map(({ version: { to } }) => to)));
        expect(versions.size).toBeLessThan(2);
        expect(released.flatMap(({ units }) => units)).toHaveLength(released.length === 0 ? 0 : names.length);
      }),
      { numRuns: 60 },
    );
  });
});
