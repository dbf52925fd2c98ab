import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { callable } from './callable.ts';
import type { ClientName, Present } from './client.ts';
import { imageStorage } from './image-storage.ts';
import { describeWith } from './require.ts';
import { run } from './run.ts';

/** What proves that a client works, not only that it is there. */
const proofs: readonly (readonly [ClientName, (client: Present) => readonly string[], RegExp])[] = [
  ['cargo', ({ paths }) => [paths.rustc ?? '', '--print', 'sysroot'], /\S/],
  [
    'python',
    ({ path }) => [path, '-c', 'import build, hatchling, setuptools, wheel, packaging, yaml; print("all")'],
    /all/,
  ],
  ['twine', ({ path }) => [path, '--version'], /twine version/],
  ['uv', ({ path }) => [path, '--version'], /uv \d/],
  ['maturin', ({ path }) => [path, '--version'], /maturin \d/],
  ['helm', ({ path }) => [path, 'version', '--short'], /v[34]\./],
  ['buildah', ({ path }) => [path, 'info'], /vfs/],
  ['gh', ({ path }) => [path, '--version'], /gh version \d/],
  ['docker-registry', ({ path }) => [path, 'help'], /serve/],
  ['actionlint', ({ path }) => [path, '-version'], /1\./],
  ['check-jsonschema', ({ path }) => [path, '--version'], /0\./],
  ['shellcheck', ({ path }) => [path, '--version'], /0\./],
  ['nx@22', ({ path }) => [process.execPath, path, '--version'], /22\./],
  ['nx@23', ({ path }) => [process.execPath, path, '--version'], /23\./],
];

describe.each(proofs)('%s', (name, argv, answer) => {
  describeWith(name, (client) => {
    let home: string;
    beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'convoy-empty-'))));
    afterEach(() => rmSync(home, { recursive: true, force: true }));

    it('answers in an empty home folder, with nothing else in the environment', async () => {
      const PATH = ['/usr/bin', '/bin', dirname(process.execPath)].join(delimiter);
      const env = callable([client], { HOME: home, PATH, ...imageStorage(join(home, 'storage')) });
      const { said, why } = await run(argv(client), { cwd: home, env, timeoutMs: 20_000 });
      expect(why).toBe('');
      expect(said).toMatch(answer);
    }, 20_000);
  });
});
