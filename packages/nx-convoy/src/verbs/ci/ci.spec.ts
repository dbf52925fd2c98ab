import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import { root } from '../../../../../tools/root.ts';
import type { Scaffold } from '../../model/scaffold.ts';
import { diskWorld } from '../../shell/world.ts';
import { pins } from '../../scaffolding/workflows/pins.ts';
import { ci } from './scaffolder.ts';

type Files = Readonly<Record<string, string>>;

const scaffold = (files: Files, options: object = {}): Promise<Scaffold> =>
  ci.scaffold(ci.options.parse(options), {
    ...diskWorld(root),
    tool: '1.2.3',
    snapshot: () => Promise.resolve(repoOf(files)),
    git: () => Promise.resolve({ code: 1, complaint: '' }),
  });

const textsOf = ({ files }: Scaffold): Files => Object.fromEntries(files.map(({ file, after = '' }) => [file, after]));

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Files;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<string, { readonly permissions: Files; readonly steps: readonly Step[]; readonly environment?: string }>
  >;
}

const releasing = '.github/workflows/nx-convoy-release.yml';
const workflow = async (files: Files, options: object = {}, name = releasing): Promise<Workflow> =>
  parse(textsOf(await scaffold(files, { for: ['github'], ...options }))[name] ?? '') as Workflow;

const harborFolder = join(root, 'e2e/workspaces/harbor');
const harbor = (): Files =>
  Object.fromEntries(
    readdirSync(harborFolder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(harborFolder.length + 1), readFileSync(path, 'utf8')]),
  );
const crate = { 'Cargo.toml': '[package]\nname = "quay"\nversion = "1.0.0"\n', 'src/lib.rs': '' };

describe('of the sample workspace', () => {
  const golden = join(root, 'packages/nx-convoy/src/verbs/ci/__fixtures__/harbor');

  it('is what it was (CONVOY_UPDATE=1 writes it)', async () => {
    const made = textsOf(await scaffold(harbor(), { for: ['github', 'gitlab'] }));
    for (const [file, text] of Object.entries(made)) {
      const path = join(golden, file.replace(/^\./, ''));
      mkdirSync(dirname(path), { recursive: true });
      if (process.env.CONVOY_UPDATE === '1') writeFileSync(path, text);
      expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text);
    }
    expect(Object.keys(made)).toHaveLength(5);
  });

  it('each job has its own rights, and only one that pushes keeps a token', async () => {
    const { jobs, permissions } = await workflow(harbor());
    expect(permissions).toEqual({});
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      ...Object.fromEntries(['plan', 'build', 'test', 'merge', 'verify'].map((name) => [name, { contents: 'read' }])),
      push: { contents: 'write' },
      publish: { contents: 'read', 'id-token': 'write' },
    });
    const keeping = Object.entries(jobs).flatMap(([name, { steps }]) =>
      steps.some((step) => step.with?.['persist-credentials'] === true) ? [name] : [],
    );
    expect(keeping).toEqual(['push']);
  });

  it.each([releasing, '.github/workflows/nx-convoy-plan.yml'])(
    '%s: actions by commits; nothing from outside in shell text',
    async (name) => {
      const { jobs } = await workflow(harbor(), { on: ['dispatch', 'push', 'tag', 'release', 'schedule'] }, name);
      const steps = Object.values(jobs).flatMap((job) => job.steps);
      const commits = new Set<string>(Object.entries(pins).map(([action, { commit }]) => `${action}@${commit}`));
      for (const { uses, run = '' } of steps) {
        if (uses !== undefined) expect(commits).toContain(uses);
        expect(run).not.toContain('${{');
      }
    },
  );

  it('only what publishes sees secrets', async () => {
    const { jobs } = await workflow(harbor());
    const seeing = Object.entries(jobs).flatMap(([name, job]) =>
      JSON.stringify(job).includes('secrets.') ? [name] : [],
    );
    expect(seeing).toEqual(['publish']);
  });
});

it.each<readonly [string, readonly string[], readonly string[], boolean]>([
  ['as usual', [], ['workflow_dispatch', 'push'], true],
  ['tags alone', ['tag'], ['push'], false],
  ['a release of the forge', ['release'], ['release'], false],
  ['by the clock', ['schedule'], ['schedule'], true],
  [
    'all',
    ['dispatch', 'push', 'tag', 'release', 'schedule'],
    ['workflow_dispatch', 'push', 'release', 'schedule'],
    true,
  ],
])('begins %s', async (_, on, events, makes) => {
  const { on: begins, jobs } = await workflow(crate, on.length === 0 ? {} : { on });
  expect(Object.keys(begins)).toEqual(events);
  // Without a run that makes a commit, nobody has the right to push one.
  expect('push' in jobs).toBe(makes);
  expect(JSON.stringify(jobs).includes('"contents":"write"')).toBe(makes);
});

it.each<readonly [string, Files, RegExp, string]>([
  ['no package.json', {}, /^$/, 'npx --yes nx-convoy@1.2.3'],
  ['npm', { 'package.json': '{}', 'package-lock.json': '{}' }, /^npm ci/, 'npx --yes nx-convoy@1.2.3'],
  [
    'npm, with this tool',
    { 'package.json': '{ "devDependencies": { "nx-convoy": "1" } }' },
    /^npm install --no-package-lock/,
    'npx --no nx-convoy',
  ],
  [
    'pnpm',
    { 'package.json': '{ "devDependencies": { "nx-convoy": "1" } }', 'pnpm-lock.yaml': '' },
    /^pnpm install --frozen-lockfile/,
    'pnpm exec nx-convoy',
  ],
  [
    'Yarn 1',
    { 'package.json': '{ "devDependencies": { "nx-convoy": "1" } }', 'yarn.lock': '# yarn' },
    /^yarn install --frozen-lockfile/,
    'yarn run nx-convoy',
  ],
  [
    'Yarn 4',
    { 'package.json': '{ "packageManager": "yarn@4.1.0" }', 'yarn.lock': '' },
    /^yarn install --immutable/,
    'npx --yes nx-convoy@1.2.3',
  ],
  [
    'bun',
    { 'package.json': '{ "devDependencies": { "nx-convoy": "1" } }', 'bun.lock': '' },
    /^bun install --frozen-lockfile/,
    'bun x --no-install nx-convoy',
  ],
])('%s installs and calls as it does there', async (_, files, install, bin) => {
  const { jobs } = await workflow({ ...crate, ...files });
  const runs = (name: string): readonly Step[] => jobs[name]?.steps ?? [];
  expect(runs('build').find(({ name }) => name === 'Install')?.run ?? '').toMatch(install);
  expect(runs('build').find(({ name }) => name === 'Build')?.run).toMatch(
    new RegExp(`^${bin.replaceAll('.', '\\.')} package `),
  );
  // Where nothing is built, no program of a package runs.
  expect(runs('publish').find(({ name }) => name === 'Install')?.run ?? 'skip-build').toMatch(
    /--ignore-scripts|skip-build/,
  );
});

it('Nx plans where it is there', async () => {
  const { jobs } = await workflow({
    ...crate,
    'nx.json': '{}',
    'package.json': '{ "devDependencies": { "nx": "22" } }',
  });
  expect(jobs.plan?.steps.find(({ name }) => name === 'Plan the next release')?.run).toContain(
    'npx --no nx release-plan "$@"',
  );
});

it("GitHub's own registry opens by the job's own token", async () => {
  const image = {
    Dockerfile: 'FROM scratch\n',
    'convoy.json': '{ "convoy": { "images": [{ "name": "ghcr.io/quay/api", "dockerfile": "Dockerfile" }] } }',
  };
  const { jobs } = await workflow(image);
  expect(jobs.publish?.permissions).toEqual({ contents: 'read', packages: 'write' });
  expect(jobs.publish?.steps.find(({ name }) => name === 'Publish')?.env).toMatchObject({
    CONVOY_USER_GHCR_IO: '${{ github.actor }}',
    CONVOY_PASSWORD_GHCR_IO: '${{ secrets.GITHUB_TOKEN }}',
  });
});

it('GitLab gives a proof to each registry that believes its jobs', async () => {
  const texts = textsOf(await scaffold(crate, { for: ['gitlab'] }));
  const { publish } = parse(texts['.gitlab/nx-convoy-release.yml'] ?? '') as {
    readonly publish: { readonly id_tokens: object };
  };
  expect(publish.id_tokens).toEqual({ CRATES_IO_ID_TOKEN: { aud: 'crates.io' } });
});

describe('files that are there', () => {
  const made = async (options: object): Promise<Files> => ({ ...crate, ...textsOf(await scaffold(crate, options)) });

  it.each([
    { for: ['github'], on: ['tag', 'schedule'], cron: '5 4 * * 0', environment: 'live', keep: 3, branch: 'trunk' },
    { for: ['github', 'gitlab'] },
    { for: ['gitlab'], on: ['push'] },
  ])('%j: made again, they are the same, whatever they were made with', async (options) => {
    const { files } = await scaffold(await made(options));
    for (const { before, after } of files) expect(after).toBe(before);
    expect(files.length).toBeGreaterThan(1);
  });

  it('what is said now goes before what was', async () => {
    const { files } = await scaffold(await made({ for: ['github'], keep: 3, environment: 'live' }), { keep: 5 });
    expect(files[1]?.after).toContain('--environment=live --keep=5\n');
  });

  it('what somebody wrote by hand is not lost', async () => {
    const { problems } = await scaffold({ ...crate, [releasing]: 'name: mine\n' }, { for: ['github'] });
    expect(problems).toMatchObject([{ code: 'FILE_FOREIGN', severity: 'error', where: { file: releasing } }]);
  });

  it("GitLab's own file is left to its owner, who is told", async () => {
    const own = (text: string): Promise<Scaffold> => scaffold({ ...crate, '.gitlab-ci.yml': text });
    expect(await own('stages: [lint, ship]\n')).toMatchObject({ problems: [{ code: 'INCLUDE_MISSING' }] });
    const { files, problems } = await own('stages: [lint, ship]\ninclude: [{ local: .gitlab/nx-convoy.yml }]\n');
    expect(problems).toEqual([]);
    expect(files.map(({ file }) => file)).toEqual(['.gitlab/nx-convoy.yml', '.gitlab/nx-convoy-release.yml']);
    expect(files[0]?.after).toContain('stage: ship\n');
  });
});
