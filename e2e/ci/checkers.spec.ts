import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { run } from '../../tools/toolchains/run.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, copyOf, tempFolder, write } from '../world/folder.ts';

/** Repositories that need different things of a CI, each with other triggers. */
const compiled = {
  'Cargo.toml': '[workspace]\nmembers = ["core"]\nresolver = "2"\n',
  'core/Cargo.toml':
    '[package]\nname = "quay-core"\nversion = "1.0.0"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\npyo3 = { version = "0.27", features = ["extension-module"] }\n',
  'core/src/lib.rs': '',
  'core/pyproject.toml':
    '[project]\nname = "quay-core"\nversion = "1.0.0"\nrequires-python = ">=3.10"\n[build-system]\nrequires = ["maturin>=1.7,<2.0"]\nbuild-backend = "maturin"\n',
  'api/Dockerfile': 'FROM scratch\nCOPY hello /\n',
  'api/hello': 'hello\n',
  'package.json':
    '{ "private": true, "packageManager": "pnpm@10.1.0", "devDependencies": { "nx": "22.0.0", "nx-convoy": "1.0.0" } }',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
  '.nvmrc': '22\n',
  'nx.json': JSON.stringify({
    plugins: [
      {
        plugin: 'nx-convoy',
        options: {
          units: {
            'python:quay-core': {
              targets: ['x86_64-unknown-linux-gnu', 'aarch64-unknown-linux-musl', 'aarch64-apple-darwin'],
            },
          },
          images: [
            {
              name: 'ghcr.io/quay/api',
              dockerfile: 'api/Dockerfile',
              context: 'api',
              platforms: ['linux/amd64', 'linux/s390x'],
            },
          ],
          package: { env: ['ARTIFACTS_READ_TOKEN'] },
        },
      },
    ],
  }),
};

const workspaces: readonly (readonly [string, () => string, readonly string[]])[] = [
  ['harbor, as usual', () => commitAll(copyOf(join(root, 'e2e/workspaces/harbor'))), []],
  [
    'compiled, emulated, by pnpm and Nx',
    () => commitAll(write(tempFolder(), compiled)),
    ['--on=dispatch,push,tag,release,schedule', '--cron=5 4 * * 0'],
  ],
  [
    'tags alone',
    () => commitAll(write(tempFolder(), { 'package.json': '{ "name": "quay", "version": "1.0.0" }' })),
    ['--on=tag', '--environment=live', '--keep=3'],
  ],
];

describe.each(workspaces)('%s', (_, workspace, options) => {
  let folder: string;
  beforeAll(() => {
    folder = workspace();
    const { code, stdout, stderr } = convoy(folder, ['ci', '--for=github,gitlab', ...options]);
    if (code !== 0) throw new Error(stdout + stderr);
  });

  describeWithAll(['actionlint', 'shellcheck'], ({ actionlint, shellcheck }) => {
    it('GitHub would take it, and its shell text has no holes', async () => {
      const files = readdirSync(join(folder, '.github/workflows')).map((name) => join('.github/workflows', name));
      const { said } = await run([actionlint.path, `-shellcheck=${shellcheck.path}`, '-pyflakes=', ...files], {
        cwd: folder,
        timeoutMs: 60_000,
      });
      expect(files).toHaveLength(2);
      expect(said).toBe('');
    });
  });

  describeWith('check-jsonschema', ({ path }) => {
    it("is what GitLab's own schema says", async () => {
      const files = ['.gitlab-ci.yml', '.gitlab/nx-convoy.yml', '.gitlab/nx-convoy-release.yml'];
      const schema = ['--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci'];
      const { said } = await run([path, ...schema, ...files], { cwd: folder, timeoutMs: 60_000 });
      expect(said).toBe('ok -- validation done\n');
    });
  });

  it('is what it would be if it were made again, without a word about how', () => {
    commitAll(folder, 'ci: releases');
    expect(convoy(folder, ['ci', '--check'])).toMatchObject({ code: 0 });
  });
});
