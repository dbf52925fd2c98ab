import { jobEnvironment, startRegistries, type Registries } from '../../packages/local-registries/src/index.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWhere, describeWithAll } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { fatesOf, publish } from './dockyard.ts';

const job = { repository: 'quay/harbor', workflow: 'release.yml', environment: 'live' };

// A refusal may cost the connection before it is heard, and is then asked for after a while: too long for everybody's run.
const isAll = process.env.CONVOY_ALL !== undefined;

describeWithAll(['python', 'uv'], ({ python, uv }) => {
  let registries: Registries<'python' | 'oidc'>;
  beforeEach(async () => {
    registries = await startRegistries<'python' | 'oidc'>({
      registries: ['python', 'oidc'],
      publishers: [{ registry: 'python', package: 'quay-pin', ...job }],
    });
  });
  afterEach(() => registries.close());

  describeWhere(isAll, 'waits for lost connections: CONVOY_ALL=1', () => {
    it('has a token made for the job, and another one when that has ended on the way', async () => {
      const folder = commitAll(
        write(tempFolder(), {
          'convoy.json': JSON.stringify({ convoy: { registries: { PyPI: `${registries.urls.python}/simple/` } } }),
          '.gitignore': 'dist\n',
          'pyproject.toml':
            '[project]\nname = "quay-pin"\nversion = "1.0.0"\ndescription = "For a test"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
          'src/quay_pin/__init__.py': 'knots = 7\n',
        }),
      );
      git(folder, 'tag', 'v1.0.0');
      registries.fault({ registry: 'python', does: 'expire-token', on: 'publish', times: 1 });
      const env = { ...callable([python, uv]), HOME: tempFolder(), ...jobEnvironment(registries.oidc, job) };
      const told = await publish(folder, ['--yes'], env);
      expect([told.end.problems, fatesOf(told)]).toEqual([[], ['python:quay-pin published']]);
      const uploads = registries
        .requests('python')
        .filter(({ role, method }) => role === 'publish' && method === 'POST');
      expect(uploads.map(({ status }) => status).sort()).toEqual([200, 200, expect.any(Number)]);
      const minted = registries.requests('python').filter(({ path }) => path.includes('mint-token'));
      expect(minted.map(({ status }) => status)).toEqual([200, 200]);
      expect(told.stdout + told.stderr).not.toMatch(/eyJ|pypi-/);
    }, 600_000);
  });
});
