import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { crate, packaged } from './packaged.ts';

type Files = Readonly<Record<string, string>>;

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
const units = (said: object): string => json({ convoy: { units: said } });

/** A private package, which no client of a registry would take: its own command makes what it is made of. */
const app = (said: object, more: Files = {}): string =>
  commitAll(
    write(tempFolder(), {
      '.gitignore': 'out\n',
      'app/package.json': json({ name: 'app', version: '2.0.0', private: true }),
      'app/make.cjs': `const { mkdirSync, writeFileSync } = require('node:fs');
const { execFileSync } = require('node:child_process');
mkdirSync('out/deep', { recursive: true });
writeFileSync('note.txt', [process.env.WORD, process.env.SIGN_WORD, process.cwd().split('/').at(-1)].join(' '));
execFileSync('npm', ['pack', '--pack-destination', 'out/deep'], { stdio: 'inherit' });
`,
      'convoy.json': units({ 'npm:app': said }),
      ...more,
    }),
  );

const own = (more: object = {}): object => ({ run: ['node', 'make.cjs'], outputs: ['out/**/*.tgz'], ...more });

interface Manifest {
  readonly identity: { readonly by: string; readonly why?: string };
  readonly tools: Files;
  readonly files: readonly { readonly name: string; readonly size: number; readonly contents?: unknown }[];
  readonly since?: unknown;
}
const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'dist/release/npm/app/manifest.json'), 'utf8')) as Manifest;

describeWith('npm', () => {
  it('makes a unit by its own command, in a copy without what an earlier one left', () => {
    const folder = app({
      package: own({ env: { WORD: 'mine' }, tools: { node: ['node', '--version'] } }),
    });
    write(folder, { 'app/out/stale.tgz': 'of yesterday' });
    const { made, problems } = packaged(folder);
    expect(problems).toEqual([]);
    expect(made).toMatchObject([{ unit: 'npm:app', ok: true }]);
    const manifest = manifestOf(folder);
    expect(manifest.files.map(({ name }) => name)).toEqual(['app-2.0.0.tgz']);
    expect(manifest).toMatchObject({ identity: { by: 'content' }, tools: { node: process.versions.node } });
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('has files changed after they are made and before they are measured, with secrets that no build sees', () => {
    const sign = `const { readFileSync, writeFileSync } = require('node:fs');
const { gunzipSync, gzipSync } = require('node:zlib');
if (process.env.SIGN_WORD !== 'canary-pin') process.exit(5);
console.log(process.env.SIGN_WORD);
writeFileSync(process.argv[2], gzipSync(gunzipSync(readFileSync(process.argv[2])), { level: 0 }));
`;
    const folder = app(
      {
        build: [['node', '-e', 'if (process.env.SIGN_WORD) process.exit(9)']],
        package: own({ env: { WORD: 'mine' } }),
        afterBuild: [
          { run: ['node', 'sign.cjs', '{file}'], secrets: ['SIGN_WORD'], files: ['*.tgz'] },
          { run: ['false'], files: ['*.exe'] },
          { run: ['false'], os: ['no-such-system'] },
        ],
      },
      { 'sign.cjs': sign },
    );
    const env = { ...process.env, SIGN_WORD: 'canary-pin' };
    expect(packaged(folder, [], env).problems).toEqual([]);
    const at = join(folder, 'dist/release/npm/app');
    const bytes = readFileSync(join(at, 'app-2.0.0.tgz'));
    // Not compressed any more: the bytes are those that the last command left.
    expect(bytes.includes('undefined app')).toBe(false);
    expect(bytes.includes('mine  app')).toBe(true);
    const manifest = manifestOf(folder);
    expect(manifest.files[0]?.size).toBe(bytes.length);
    expect(manifest.identity.why).toMatch(/afterBuild/);
    expect(readFileSync(join(at, 'package.log'), 'utf8')).not.toContain('canary');
    const without = { ...process.env };
    delete without.SIGN_WORD;
    expect(packaged(folder, [], without).problems).toMatchObject([{ code: 'SECRET_NOT_SET' }]);
  });

  it('tells what came in since an earlier release, and by how much it grew', () => {
    const folder = app({ package: own(), size: { growth: 10 } });
    packaged(folder);
    const earlier = join(tempFolder(), 'earlier');
    write(earlier, { 'manifest.json': readFileSync(join(folder, 'dist/release/npm/app/manifest.json'), 'utf8') });
    const noise = Array.from({ length: 400 }, (_, at) => ((at * 7919) % 65_521).toString(36)).join('');
    write(folder, { 'app/new.txt': noise, 'app/package.json': json({ name: 'app', version: '2.1.0', private: true }) });
    commitAll(folder, 'feat: more');
    const { problems } = packaged(folder, [`--since=${earlier}`]);
    expect(problems.map(({ code, severity }) => [severity, code])).toEqual([['warning', 'PACKAGE_GROWN']]);
    expect(manifestOf(folder).since).toMatchObject({
      version: '2.0.0',
      added: ['app-{version}.tgz/package/new.txt'],
      removed: [],
    });
    write(earlier, { 'manifest.json': '{}' });
    expect(packaged(folder, [`--since=${earlier}`]).problems).toMatchObject([{ code: 'SINCE_UNREADABLE' }]);
    expect(packaged(folder, ['--since=../nowhere']).problems).toMatchObject([{ code: 'SINCE_EMPTY' }]);
  });

  it.each<[string, object, Files, string, RegExp]>([
    ['no output', { package: own({ outputs: ['out/**/*.tgz', '*.whl'] }) }, {}, 'OUTPUT_MISSING', /matches \*\.whl/],
    [
      'two of one name',
      {
        package: {
          run: ['node', '-e', 'for (const d of ["x", "y"]) { fs.mkdirSync(d); fs.writeFileSync(d + "/a.tgz", "") }'],
          outputs: ['*/a.tgz'],
        },
      },
      {},
      'OUTPUT_TWICE',
      /x\/a.tgz, y\/a.tgz/,
    ],
    [
      'what it is not',
      { package: own({ run: ['node', '-e', 'fs.writeFileSync("a.tgz", "")'], outputs: ['a.tgz'] }) },
      {},
      'ARCHIVE_BROKEN',
      /a\.tgz/,
    ],
    ['too much', { package: own(), size: { max: 10 } }, {}, 'PACKAGE_TOO_LARGE', /at most 10 B/],
  ])('tells of %s', (_, said, files, code, what) => {
    const { problems, made } = packaged(app(said, files));
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.what).toMatch(what);
    expect(made.every(({ ok }) => !ok)).toBe(true);
  });
});

it('refuses commands before a crate, which is packed where it lies', () => {
  const files = { ...crate('tug'), 'convoy.json': units({ 'cargo:tug': { build: [['make']] } }) };
  const { problems } = packaged(commitAll(write(tempFolder(), files)));
  expect(problems).toMatchObject([{ code: 'BUILD_UNHEARD' }]);
});
