import fc from 'fast-check';
import semver from 'semver';
import { waves } from '../graph/order.ts';
import { noConfig, type Config } from '../model/config.ts';
import { levels } from '../model/plan.ts';
import { tagOf } from './changelog/name-release.ts';
import { crate, planned, repository, show, written, type Around, type Files, type Told } from './imagined.ts';
import type { Planned } from './plan.ts';
import { dependentsRules, patchRules, zeroRules, type BumpRule } from './rules/rule.ts';

/** What holds whatever the history. Four crates, of which each needs some of those before it, so that there is no ring. */
const names = ['a', 'b', 'c', 'd'];
const messages = ['feat: x', 'fix: x', 'chore: x', 'feat!: x', 'docs: x', 'chore(deps): y', 'x\n\nBREAKING CHANGE: y'];
const commit: fc.Arbitrary<Told> = fc.tuple(
  fc.subarray(names, { minLength: 1 }).map((folders) => folders.join(' ')),
  fc.constantFrom(...messages),
);
const rule: fc.Arbitrary<BumpRule> = fc.record({
  zero: fc.constantFrom(...zeroRules),
  patch: fc.constantFrom(...patchRules),
  dependents: fc.constantFrom(...dependentsRules),
});
const world = fc.record({
  commits: fc.array(commit, { maxLength: 6 }),
  version: fc.constantFrom('0.0.3', '0.1.0', '0.9.4', '1.0.0', '2.3.4'),
  rule,
  needs: fc.tuple(...names.map((_, at) => fc.subarray(names.slice(0, at)))),
});
type Imagined = typeof world extends fc.Arbitrary<infer T> ? T : never;

const linking = (by: 'bump' | 'version'): Config => ({ ...noConfig, linked: [{ units: ['a', 'c', 'd'], by }] });
const byDay: Config = {
  ...noConfig,
  units: Object.fromEntries(names.map((name) => [`cargo:${name}`, { scheme: 'calver:YYYY.MM.MICRO' }])),
};

/** Ways to plan: prereleases, what other branches prepare, linked sets, versions that tell a day. */
const way: fc.Arbitrary<Around> = fc.oneof(
  fc.constant({}),
  fc.constantFrom('alpha', 'beta', 'rc').map((preid) => ({ preid })),
  fc.constant({ reserved: ['1.1.0', '2.4.0', '0.2.0'] }),
  fc.constant({ snapshot: 'canary' }),
  fc.constantFrom('bump' as const, 'version' as const).map((by) => ({ config: linking(by) })),
  fc.constant({ config: byDay, date: '2026-11-20' }),
);
const filesOf = ({ version, needs }: Imagined): Files => names.map((name, at) => crate(name, version, needs[at]));
const apart = (one: Imagined, around: Around = {}): ReturnType<typeof planned> =>
  planned(
    repository(filesOf(one)),
    one.commits,
    names.map((name) => `${name}-v${one.version}`),
    {
      rule: one.rule,
      ...around,
    },
  );
const assert = <T>(property: fc.IProperty<T>): void => {
  fc.assert(property, { numRuns: 60 });
};

it('never lowers a version, and always spells it', () => {
  assert(
    fc.property(world, way, (one, around) => {
      for (const { decision, units } of apart(one, around).released) {
        expect(semver.gt(decision.to, one.version)).toBe(true);
        expect(units.every(({ version: { spelling } }) => spelling === decision.to)).toBe(true);
      }
    }),
  );
});

it('does not mind the order of commits', () => {
  assert(
    fc.property(world, way, fc.infiniteStream(fc.nat()), (one, around, random) => {
      const order = one.commits.map((item) => [random.next().value as number, item] as const);
      const shuffled = order.sort(([a], [b]) => a - b).map(([, item]) => item);
      expect(show(apart({ ...one, commits: shuffled }, around))).toBe(show(apart(one, around)));
    }),
  );
});

it('puts whatever is needed in an earlier wave', () => {
  assert(
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
  );
});

/** What is out once a plan is applied: its texts, and its tags on a commit above all others. */
function applied(one: Imagined, first: Planned, around: Around): ReturnType<typeof planned> {
  const tags = names.map((name) => `${name}-v${one.version}`);
  const later = Object.fromEntries(first.released.map((released) => [tagOf(released), 0]));
  const release: Told = [names.join(' '), 'chore(release): all'];
  return planned(repository(written(filesOf(one), first)), [release, ...one.commits], tags, {
    rule: one.rule,
    ...around,
    later,
  });
}

it('has nothing left to do once it is applied', () => {
  const lasting = way.filter(({ snapshot }) => snapshot === undefined);
  assert(
    fc.property(world, lasting, (one, around) => {
      const first = apart(one, around);
      expect(show(applied(one, first, around))).toBe('');
      expect(written(written(filesOf(one), first), first)).toEqual(written(filesOf(one), first));
    }),
  );
});

it('ends a fixed group on one version', () => {
  const config: Config = {
    ...noConfig,
    release: { groups: { all: { projects: '*', releaseTag: { pattern: 'all-{version}' } } }, raw: {} },
  };
  assert(
    fc.property(world, (one) => {
      const { released } = planned(repository(filesOf(one)), one.commits, [`all-${one.version}`], {
        rule: one.rule,
        config,
      });
      const versions = new Set(released.flatMap(({ units }) => units.map(({ version: { to } }) => to)));
      expect(versions.size).toBeLessThan(2);
      expect(released.flatMap(({ units }) => units)).toHaveLength(released.length === 0 ? 0 : names.length);
    }),
  );
});

it('moves a linked set as far, or to one version, and nobody into it', () => {
  assert(
    fc.property(world, fc.constantFrom('bump' as const, 'version' as const), (one, by) => {
      const [linked, free] = [apart(one, { config: linking(by) }), apart(one)];
      const set = linked.released.filter(({ group }) => group.units.some(({ name }) => name !== 'b'));
      // All begin at one version, so the same bump is the same version.
      expect(new Set(set.map(({ decision }) => decision.to)).size).toBeLessThan(2);
      const reaching = (all: Planned): number =>
        Math.max(0, ...all.released.map(({ decision }) => levels.findIndex((level) => level === decision.bump)));
      expect(reaching(linked)).toBeGreaterThanOrEqual(reaching(free));
      const ofAuto = one.rule.dependents === 'auto' || one.rule.dependents === 'compatible';
      if (!ofAuto)
        expect(linked.released.map(({ group }) => group.name)).toEqual(free.released.map(({ group }) => group.name));
    }),
  );
});

it('goes through candidates to the very version that it would have had without', () => {
  assert(
    // A candidate is none that a plain requirement admits: by `auto` it takes more along.
    fc.property(
      world.filter(({ rule: { dependents } }) => dependents !== 'auto'),
      (one) => {
        const plain = apart(one);
        const candidates = apart(one, { preid: 'rc' });
        const final = applied(one, candidates, {});
        expect(show(final)).toBe(show(plain));
      },
    ),
  );
});
