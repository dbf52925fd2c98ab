import { join } from 'node:path';
import { jobEnvironment, startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { remoteOf } from '../publish/chain.ts';
import { command } from '../registries/commands.ts';
import { bin, convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { npxFor, runWorkflow, type Forge, type Ran } from './runner.ts';

type Name = 'crates' | 'python' | 'oci' | 'oidc';

const workflow = 'nx-convoy-release.yml';
const job = { repository: 'quay/harbor', workflow };
const publishers = [
  { registry: 'crates', package: 'quay-rope', ...job, environment: 'release' },
  { registry: 'python', package: 'quay-sail', ...job, environment: 'release' },
];

/** A crate, a wheel and a chart, each released as 1.0.0 before. */
const workspace = ({ urls }: Registries<Name>, python: string): Readonly<Record<string, string>> => ({
  'Cargo.toml': '[workspace]\nmembers = ["rope"]\nresolver = "2"\n',
  'rope/Cargo.toml':
    '[package]\nname = "quay-rope"\nversion = "1.0.0"\nedition = "2021"\ndescription = "x"\nlicense = "MIT"\npublish = ["local"]\n',
  'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
  '.cargo/config.toml': `[registries.local]\nindex = "sparse+${urls.crates}/index/"\n`,
  'sail/pyproject.toml': `[project]\nname = "quay-sail"\nversion = "1.0.0"\nrequires-python = "==${python}.*"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n`,
  'sail/src/quay_sail/__init__.py': 'wind = 3\n',
  'pier/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.0.0\n',
  'pier/values.yaml': 'name: pier\n',
  'pier/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n',
  '.gitignore': 'target\n',
  'convoy.json': JSON.stringify({
    convoy: {
      registries: { local: `sparse+${urls.crates}/index/`, PyPI: `${urls.python}/simple/` },
      units: { 'helm:pier': { registries: [`oci://${new URL(urls.oci).host}/charts`] } },
    },
  }),
});

const more = {
  'rope/src/more.rs': '// More.\n',
  'sail/src/quay_sail/more.py': 'more = 1\n',
};

describeWithAll(['cargo', 'python', 'uv', 'helm', 'npm'], ({ cargo, python, uv, helm, npm }) => {
  let registries: Registries<Name>;
  let forge: Forge;
  let folder: string;
  beforeAll(async () => {
    registries = await startRegistries<Name>({ registries: ['crates', 'python', 'oci', 'oidc'], publishers });
    folder = commitAll(write(tempFolder(), workspace(registries, python.version.replace(/\.\d+$/, ''))));
    for (const tag of ['quay-rope-v1.0.0', 'quay-sail-v1.0.0', 'pier-v1.0.0']) git(folder, 'tag', tag);
    const clients = callable([cargo, python, uv, helm, npm]);
    // What no registry knows yet, trusts nobody: the first version went out by a token.
    const env = { ...clients, CARGO_REGISTRIES_LOCAL_TOKEN: registries.tokens.crates };
    await command([cargo.path], () => env).done(
      folder,
      'publish',
      '--registry',
      'local',
      '--no-verify',
      '--package',
      'quay-rope',
    );
    const made = convoy(folder, ['ci', '--for=github', '--on=dispatch,push']);
    if (made.code !== 0) throw new Error(made.stdout + made.stderr);
    const host = new URL(registries.urls.oci).host.replaceAll(/[.:]/g, '_');
    const remote = remoteOf(
      commitAll(write(folder, { 'pier/templates/more.yaml': '# More.\n' }), 'feat: more of the pier'),
    );
    forge = {
      remote,
      env: { ...clients, PATH: `${npxFor(bin)}:${clients.PATH ?? ''}` },
      secrets: { [`CONVOY_USER_${host}`]: 'ann', [`CONVOY_PASSWORD_${host}`]: registries.tokens.oci },
      proof: (environment) =>
        jobEnvironment(registries.oidc, { ...job, ...(environment === undefined ? {} : { environment }) }),
    };
  }, 60_000);
  afterAll(() => registries.close());

  const file = (): string => join(folder, '.github/workflows', workflow);
  const faults = ({ steps }: Ran): readonly string[] =>
    steps.filter(({ code }) => code !== 0).map(({ job: one, name, said }) => `${one}: ${name}\n${said}`);
  const uploads = (): readonly string[] =>
    registries
      .requests()
      .filter(({ role, status, method }) => role === 'publish' && status < 300 && method !== 'HEAD' && method !== 'GET')
      .map(({ user, path }) => `${user ?? ''} /${path.split('/')[1] ?? ''}`);

  const everything = { plan: 'success', build: 'success', test: 'success', merge: 'success', publish: 'success' };
  const shown = (path: string): string => git(forge.remote, 'show', `main:${path}`);

  // All that it runs is run by the release below as well.
  if (process.env.CONVOY_ALL !== undefined)
    it('a dry run goes as far as it can be taken back', async () => {
      const [head, before] = [git(forge.remote, 'show-ref'), uploads()];
      const ran = await runWorkflow(
        file(),
        { name: 'workflow_dispatch', ref: 'main', inputs: { version: '', type: 'regular', 'dry-run': true } },
        forge,
      );
      expect(faults(ran)).toEqual([]);
      expect(ran.results).toEqual({ ...everything, push: 'skipped', verify: 'skipped' });
      expect(git(forge.remote, 'show-ref')).toBe(head);
      expect(uploads()).toEqual(before);
    }, 120_000);

  it('a person releases by hand: built in clones of their own, merged, pushed, published by trust, installed from there', async () => {
    const sent = uploads().length;
    commitAll(write(folder, more), 'feat: more of all');
    git(folder, 'push', '--quiet', 'origin', 'main');
    const ran = await runWorkflow(
      file(),
      { name: 'workflow_dispatch', ref: 'main', inputs: { version: 'minor', type: 'regular', 'dry-run': false } },
      forge,
    );
    expect(faults(ran)).toEqual([]);
    expect(ran.results).toEqual({ ...everything, push: 'success', verify: 'success' });
    expect(git(forge.remote, 'rev-parse', 'main').trim()).toBe(ran.outputs.plan?.commit);
    expect(git(forge.remote, 'tag', '--points-at', 'main').trim().split('\n')).toEqual([
      'pier-v1.1.0',
      'quay-rope-v1.1.0',
      'quay-sail-v1.1.0',
    ]);
    expect(shown('rope/Cargo.toml')).toContain('version = "1.1.0"');
    // Who sent it: the job, by what it is; and the user whose password is a secret.
    expect(new Set(uploads().slice(sent))).toEqual(new Set(['quay/harbor /api', 'quay/harbor /legacy', 'local /v2']));
    const verified = ran.steps.filter(({ job: one }) => one === 'verify').map(({ said }) => said);
    for (const unit of ['cargo:quay-rope', 'helm:pier', 'python:quay-sail'])
      expect(verified.join('')).toMatch(new RegExp(`${unit} .*1\\.1\\.0 .*verified`));
  }, 120_000);

  it.each([
    ['its push', 'push', 'main'],
    ['one of its tags', 'push', 'pier-v1.1.0'],
  ])('%s begins the same release once more', async (_, name, ref) => {
    const { outputs } = await runWorkflow(file(), { name, ref }, forge, 'plan');
    expect(outputs.plan).toMatchObject({
      release: 'true',
      made: '',
      commit: git(forge.remote, 'rev-parse', 'main').trim(),
    });
    const message = git(forge.remote, 'log', '-1', '--format=%B', 'main');
    expect(message).toContain(`Convoy-Plan: ${outputs.plan?.['plan-id'] ?? '?'}`);
  });

  it('a commit that releases nothing ends with its plan', async () => {
    const ran = await runWorkflow(file(), { name: 'push', ref: 'main~1' }, forge);
    expect(faults(ran)).toEqual([]);
    expect(new Set(Object.entries(ran.results).map(([job, end]) => (job === 'plan' ? `plan ${end}` : end)))).toEqual(
      new Set(['plan success', 'skipped']),
    );
  });
});
