import { ecosystems } from '../../ecosystems/index.ts';
import { discover } from '../../graph/discover.ts';
import { readMessage } from '../../history/message.ts';
import { readConfig } from '../../config/read.ts';
import type { Scaffold } from '../../model/scaffold.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { crate, repository } from '../../planning/imagined.ts';
import { releaseGroups } from '../../planning/tags/release-groups.ts';
import type { Explained } from './bump.ts';
import { propose, type Wishes } from './propose.ts';

type Files = Readonly<Record<string, string>>;

interface Past {
  readonly tags?: string;
  readonly messages?: readonly string[];
  readonly explained?: Explained;
  readonly wishes?: Partial<Wishes>;
}

const past = (
  tags = '',
): { tags: readonly { name: string; commit: string }[]; ancestry: Parameters<typeof releaseGroups>[3] } => ({
  tags: tags.split(' ').flatMap((name) => (name === '' ? [] : [{ name, commit: 'c' }])),
  ancestry: { ids: ['c'], at: new Map([['c', 0]]), parents: [[]] },
});

async function proposed(
  files: Files,
  { tags, messages = [], explained, wishes }: Past = {},
): Promise<Scaffold & { readonly repo: Snapshot }> {
  const repo = repository(Object.entries(files));
  const { config } = await configOf(repo);
  const { units } = discover(repo, config, ecosystems);
  const found = await propose({
    ...{ repo, config, units, ...past(tags), messages: messages.map(readMessage) },
    ...(explained === undefined ? {} : { explained }),
    wishes: { adopt: false, ...wishes },
  });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return { ...found.value, repo };
}

function configOf(repo: Snapshot): ReturnType<typeof readConfig> {
  const text = (file: string): string | undefined => {
    const found = repo.text(file);
    return found?.ok === true ? found.value : undefined;
  };
  const [nxJson, convoyJson] = [text('nx.json'), text('convoy.json')];
  return readConfig({
    ...(nxJson === undefined ? {} : { nxJson }),
    ...(convoyJson === undefined ? {} : { convoyJson }),
  });
}

const fileOf = ({ files }: Scaffold, file: string): Readonly<Record<string, unknown>> =>
  JSON.parse(files.find((one) => one.file === file)?.after ?? 'null') as Readonly<Record<string, unknown>>;

const why = ({ choices }: Scaffold, what: RegExp): string =>
  choices.find((one) => what.test(one.what))?.why ?? 'not told';

/** Twice is as good as once: of the files that it wrote it says the same again. */
async function again(files: Files, first: Scaffold, around: Past = {}): Promise<Scaffold> {
  const after = Object.fromEntries(first.files.map(({ file, after: text }) => [file, text ?? '']));
  return proposed({ ...files, ...after }, around);
}

const workspace = {
  'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.package]\nversion = "1.2.0"\n',
  'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n',
  'b/Cargo.toml': '[package]\nname = "b"\nversion.workspace = true\n',
};
const chart = { 'charts/app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 3.1.0\n' };
const crates = Object.fromEntries([crate('x', '1.0.0'), crate('y', '2.0.0')]);
const lerna = (version: string): Files => ({
  'lerna.json': `{ "version": "${version}" }`,
  'package.json': '{ "private": true, "workspaces": ["p/*"] }',
  'p/m/package.json': '{ "name": "m", "version": "1.0.0" }',
  'p/n/package.json': '{ "name": "n", "version": "1.0.0" }',
});

describe('who is released together', () => {
  it.each<[string, Files, string | undefined, object, RegExp, RegExp]>([
    [
      'one version in a workspace, and a chart',
      { ...workspace, ...chart },
      'v1.2.0 v1.1.0 app-3.1.0',
      {
        groups: {
          cargo: { projects: ['tag:convoy:cargo'], releaseTag: { pattern: 'v{version}' } },
          app: {
            projects: ['app'],
            projectsRelationship: 'independent',
            releaseTag: { pattern: '{projectName}-{version}' },
          },
        },
      },
      /^group cargo: cargo:a, cargo:b, one version/,
      /2 have the version of Cargo.toml:4/,
    ],
    [
      'each its own',
      crates,
      'x-v1.0.0 y-v2.0.0 y-v1.9.0',
      {
        projects: ['tag:convoy:public'],
        projectsRelationship: 'independent',
        releaseTag: { pattern: '{projectName}-v{version}' },
      },
      /^tags of cargo/,
      /3 tags look so, such as x-v1.0.0/,
    ],
    [
      'no tag yet',
      crates,
      '',
      {
        projects: ['tag:convoy:public'],
        projectsRelationship: 'independent',
        releaseTag: { pattern: '{projectName}@{version}' },
      },
      /^tags of cargo/,
      /no tag names a release yet: as Nx has it/,
    ],
    [
      'one unit',
      chart,
      'v3.1.0',
      { projects: ['app'], releaseTag: { pattern: 'v{version}' } },
      /^group app: helm:app, tags v\{version}/,
      /1 tag looks so, such as v3.1.0/,
    ],
    [
      'one line of tags',
      Object.fromEntries([crate('x', '1.0.0'), crate('y', '1.0.0')]),
      'v1.0.0 v0.9.0',
      { projects: ['tag:convoy:public'], releaseTag: { pattern: 'v{version}' } },
      /^group cargo: cargo:x, cargo:y, one version/,
      /one tag names them all/,
    ],
    [
      'a version of lerna',
      lerna('1.0.0'),
      '',
      { projects: ['tag:convoy:public'], releaseTag: { pattern: 'v{version}' } },
      /^group npm: .*one version/,
      /lerna.json says so/,
    ],
    [
      'packages of lerna, each its own',
      lerna('independent'),
      '',
      {
        projects: ['tag:convoy:public'],
        projectsRelationship: 'independent',
        releaseTag: { pattern: '{projectName}@{version}' },
      },
      /^group npm/,
      /no file and no tag/,
    ],
    [
      'fixed by changesets',
      { ...lerna('independent'), '.changeset/config.json': '{ "fixed": [["m", "n"]] }' },
      '',
      { projects: ['tag:convoy:public'], releaseTag: { pattern: 'v{version}' } },
      /^group npm/,
      /.changeset\/config.json says so/,
    ],
  ])('%s', async (_, files, tags, release, what, reason) => {
    const found = await proposed(files, { tags: tags ?? '' });
    const said = Object.entries(fileOf(found, 'convoy.json').release ?? {});
    const groups = Object.fromEntries(said.filter(([key]) => !['version', 'versionPlans'].includes(key)));
    expect(groups).toEqual(release);
    expect(why(found, what)).toMatch(reason);
    expect(found.choices.every((choice) => choice.why.length > 5)).toBe(true);
    expect((await again(files, found, { tags: tags ?? '' })).files).toEqual([
      expect.objectContaining({ before: found.files[0]?.after, after: found.files[0]?.after }),
    ]);
  });

  it('plans nothing else than without any setting', async () => {
    const files = {
      ...workspace,
      ...crates,
      ...chart,
      // Two units of one folder in different groups, and one that nobody gets.
      'a/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 0.4.0\n',
      'x/Dockerfile': 'FROM scratch\n',
    };
    const tags = 'v1.2.0 a-chart-0.4.0 x@1.0.0';
    const found = await proposed(files, { tags });
    const repo = repository(Object.entries({ ...files, 'convoy.json': found.files[0]?.after ?? '' }));
    const shape = async (one: Snapshot): Promise<object> => {
      const { config } = await configOf(one);
      const { units } = discover(one, config, ecosystems);
      const { ancestry, ...rest } = past(tags);
      const { groups, bases } = releaseGroups(units, config, rest.tags, ancestry);
      return Object.fromEntries(
        groups.map(({ name, units: members }) => [
          members.map(({ id }) => id).join(),
          [bases.get(name)?.prefix, bases.get(name)?.stable?.tag.name],
        ]),
      );
    };
    expect(await shape(repo)).toEqual(await shape(found.repo));
    expect(why(found, /not written/)).toBe('not told');
    expect(fileOf(found, 'convoy.json')).toMatchObject({
      convoy: { units: { 'helm:a': expect.objectContaining({}) as object } },
    });
  });
});

describe('tags that nothing accounts for', () => {
  const files = Object.fromEntries([crate('x', '0.0.1'), crate('y', '0.0.1')]);

  it('are left alone and told', async () => {
    const found = await proposed(files, { tags: '4.4.0 4.3.0' });
    expect(found.problems).toEqual([expect.objectContaining({ code: 'TAGS_UNCLAIMED', severity: 'warning' })]);
    expect(found.problems[0]?.what).toContain('2 tags such as 4.4.0 could be of cargo:x, cargo:y');
  });

  it('are taken as they are where that is asked for', async () => {
    const found = await proposed(files, { tags: '4.4.0 4.3.0', wishes: { adopt: true } });
    expect(fileOf(found, 'convoy.json').release).toMatchObject({
      projects: ['tag:convoy:public'],
      releaseTag: { pattern: '{version}' },
    });
    expect([why(found, /taken as they are/), found.problems]).toEqual(['--adopt; 2 tags, for cargo:x, cargo:y', []]);
  });

  it('are of times that are past where units have others', async () => {
    const found = await proposed(files, { tags: '4.4.0 x-v0.0.1', wishes: { adopt: true } });
    expect(JSON.stringify(fileOf(found, 'convoy.json'))).toContain('{projectName}-v{version}');
    expect(why(found, /^1 tag such as 4.4.0 left alone/)).toBe('no unit is called so');
  });
});

describe('what decides the next version', () => {
  const talk = (share: number): readonly string[] =>
    Array.from({ length: 10 }, (_, at) => (at < share ? 'fix(core): a leak' : 'runtime: do it better'));
  const rule = { zero: 'shift', patch: 'any', dependents: 'follow' } as const;

  it.each<[string, Files, Past, object, RegExp]>([
    [
      'most commits',
      chart,
      { messages: talk(5) },
      { conventionalCommits: true },
      /^5 of the newest 10 commits \(50.0 %\)/,
    ],
    [
      'few commits',
      chart,
      { messages: talk(4) },
      { specifierSource: 'version-plans' },
      /^only 4 of the newest 10 commits/,
    ],
    [
      'few commits that explain the past all the same',
      chart,
      { messages: talk(1), explained: { steps: 20, best: rule, equal: 18, usual: 9 } },
      { conventionalCommits: true },
      /commits explain 90.0 % of 20 past releases/,
    ],
    ['no commit', chart, {}, { conventionalCommits: true }, /no commit yet/],
    [
      'version plans',
      { ...chart, '.nx/version-plans/a.md': '---\napp: minor\n---\n\nA.\n' },
      { messages: talk(10) },
      { specifierSource: 'version-plans' },
      /^1 version plan in .nx/,
    ],
    [
      'a wish',
      chart,
      { messages: talk(10), wishes: { versioning: 'plans' } },
      { specifierSource: 'version-plans' },
      /^as you asked/,
    ],
  ])('%s', async (_, files, around, version, reason) => {
    const found = await proposed(files, around);
    expect(fileOf(found, 'convoy.json').release).toMatchObject({ version });
    expect(why(found, /^versions by/)).toMatch(reason);
  });

  it('changesets are version plans that lie elsewhere', async () => {
    const found = await proposed({
      ...lerna('independent'),
      '.changeset/blue-fox.md': '---\n"m": minor\n---\n\nA.\n',
      '.changeset/README.md': '',
    });
    expect(fileOf(found, 'convoy.json').release).toMatchObject({ versionPlans: true });
    expect(found.problems.map(({ code, fix }) => `${code} ${fix}`)).toEqual([
      'CHANGESETS_PENDING They are written alike, so move them: mkdir -p .nx/version-plans && git mv .changeset/blue-fox.md .nx/version-plans/',
    ]);
  });
});

it.each<[string, Explained | undefined, object, RegExp]>([
  [
    'the rule that explains most',
    { steps: 50, best: { zero: 'minor', patch: 'deps', dependents: 'auto' }, equal: 48, usual: 20 },
    { convoy: { bump: { zero: 'minor', patch: 'deps', dependents: 'auto' } } },
    /96.0 % of 50 past releases \(48\); the usual one 40.0 % \(20\)/,
  ],
  [
    "in Nx's words where it has some",
    { steps: 50, best: { zero: 'plain', patch: 'types', dependents: 'own' }, equal: 48, usual: 20 },
    { release: { version: { adjustSemverBumpsForZeroMajorVersion: false, updateDependents: 'never' } } },
    /96.0 %/,
  ],
  [
    'no other explains more',
    { steps: 50, best: { zero: 'shift', patch: 'any', dependents: 'own' }, equal: 20, usual: 20 },
    {},
    /no other rule explains more/,
  ],
  [
    'too few',
    { steps: 4, best: { zero: 'shift', patch: 'any', dependents: 'own' }, equal: 4, usual: 0 },
    {},
    /4 past releases tell too little/,
  ],
  [
    'none',
    { steps: 0, best: { zero: 'shift', patch: 'any', dependents: 'own' }, equal: 0, usual: 0 },
    {},
    /no release came after another/,
  ],
  ['nobody looked', undefined, {}, /no past release was looked at/],
])('bump rule: %s', async (_, explained, settings, reason) => {
  const found = await proposed(chart, explained === undefined ? {} : { explained });
  expect(fileOf(found, 'convoy.json')).toMatchObject(settings);
  if (Object.keys(settings).length === 0) expect(fileOf(found, 'convoy.json').convoy).toBeUndefined();
  expect(why(found, /^bump rule/)).toMatch(reason);
});

describe('where it is written', () => {
  it('into nx.json, with the comments and keys that are there', async () => {
    const nxJson =
      '// ours\n{\n  "analytics": false, // never\n  "plugins": ["@nx/js"],\n  "strange": { "a": [1, 2] }\n}\n';
    const { files, next } = await proposed({ ...chart, 'nx.json': nxJson });
    const text = files[0]?.after ?? '';
    expect(text).toMatch(/^\/\/ ours\n\{\n {2}"analytics": false, \/\/ never\n/);
    expect(text).toContain('"strange": { "a": [1, 2] }');
    expect(text).toMatch(/"@nx\/js",\s+"nx-convoy"/);
    expect(text).toContain('"versionActions": "nx-convoy/version-actions"');
    expect(next).toContain('./nx release-plan');
  });

  it('never over what somebody said', async () => {
    const release = {
      projects: ['app'],
      releaseTag: { pattern: 'chart-{version}' },
      version: { currentVersionResolver: 'disk' },
    };
    const nxJson = JSON.stringify(
      { plugins: [{ plugin: 'nx-convoy', options: { bump: { patch: 'any' } } }], release },
      undefined,
      2,
    );
    const found = await proposed(
      { ...chart, 'nx.json': nxJson },
      {
        messages: ['fix: a'],
        explained: { steps: 9, best: { zero: 'plain', patch: 'deps', dependents: 'own' }, equal: 9, usual: 1 },
      },
    );
    expect(found.files).toEqual([{ file: 'nx.json', before: nxJson, after: nxJson }]);
    expect([why(found, /^group/), why(found, /^bump rule/)]).toEqual(['as it is configured', 'as it is configured']);
  });

  it('into convoy.json where that speaks already; nx.json names the plugin only', async () => {
    const convoy = '{ "convoy": { "ignore": ["**/*.md"] } }\n';
    const found = await proposed({ ...chart, 'nx.json': '{}', 'convoy.json': convoy });
    expect(fileOf(found, 'nx.json')).toEqual({ plugins: ['nx-convoy'] });
    expect(fileOf(found, 'convoy.json')).toMatchObject({
      convoy: { ignore: ['**/*.md'] },
      release: { projects: ['app'] },
    });
  });

  it.each<[string, Files, object | undefined, string]>([
    [
      'without a package.json below .nx',
      chart,
      { version: '24.0.6', plugins: { 'nx-convoy': '1.2.3', '@nx/devkit': '24.0.0' } },
      'npx nx@24.0.6 init --useDotNxInstallation --interactive=false --nxCloud=skip',
    ],
    [
      'with one as its dependencies say',
      { ...chart, 'package.json': '{}' },
      undefined,
      'npm install --save-dev nx@24.0.6 @nx/devkit@24.0.0 nx-convoy',
    ],
  ])('sets Nx up: %s', async (_, files, installation, first) => {
    const found = await proposed(files, { wishes: { nx: { plugin: '1.2.3' } } });
    expect(fileOf(found, 'nx.json')).toMatchObject({
      plugins: ['nx-convoy'],
      ...(installation === undefined ? {} : { installation }),
    });
    expect([fileOf(found, 'nx.json').installation, found.next[0]]).toEqual([installation, first]);
    expect(found.files.map(({ file }) => file)).toEqual(['nx.json']);
  });

  it('says so where there is nothing yet', async () => {
    const found = await proposed({});
    expect(fileOf(found, 'convoy.json')).toEqual({ release: { version: { conventionalCommits: true } } });
    expect(why(found, /^no groups/)).toMatch(/no unit yet/);
  });
});
