import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { commitAll, copyOf, git, tempFolder, write } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';
import { crate, filesOf, packaged, withoutLog } from './packaged.ts';

describeWith('cargo', (cargo) => {
  const env = { ...process.env, ...cargo.env, PATH: `${cargo.paths.bin}:${process.env.PATH ?? ''}` };
  const harbor = (): string => commitAll(copyOf(join(root, 'e2e/workspaces/harbor')));

  it('makes the same bytes twice, by the bin and by Nx, whose cache gives them back', () => {
    const folder = installNx(harbor());
    const { made, problems } = packaged(folder, ['--units=harbor-core,harbor-cli'], env);
    expect(problems).toEqual([]);
    expect(made.map(({ unit, ok }) => [unit, ok])).toEqual([
      ['cargo:harbor-cli', true],
      ['cargo:harbor-core', true],
    ]);
    const first = filesOf(join(folder, 'dist/release'));
    expect(Object.keys(first)).toContain('cargo/harbor-core/harbor-core-0.4.0.crate');
    git(folder, 'clean', '-fdxq', 'dist');
    const run = ['run-many', '-t', 'package', '-p', 'harbor-core,harbor-cli'];
    expect(nx(folder, run, env)).toMatchObject({ code: 0 });
    const second = filesOf(join(folder, 'dist/release'));
    expect(withoutLog(second)).toEqual(withoutLog(first));
    git(folder, 'clean', '-fdxq', 'dist');
    expect(nx(folder, run, env).stdout).toContain('read the output from the cache');
    expect(filesOf(join(folder, 'dist/release/cargo'))).toEqual(
      Object.fromEntries(
        Object.entries(second).flatMap(([file, bytes]) =>
          file.startsWith('cargo/') ? [[file.slice('cargo/'.length), bytes]] : [],
        ),
      ),
    );
    expect(git(folder, 'status', '--porcelain')).toBe('');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'chore: later');
    expect(nx(folder, run, env).stdout).not.toContain('read the output from the cache');
    const manifest = readFileSync(join(folder, 'dist/release/cargo/harbor-core/manifest.json'), 'utf8');
    expect(manifest).toContain(git(folder, 'rev-parse', 'HEAD').trim());
  });

  it('says what it made, as sha256sum and sha512sum check it', () => {
    const folder = commitAll(write(tempFolder(), crate('tug')));
    packaged(folder, [], env);
    const at = join(folder, 'dist/release/cargo/tug');
    for (const by of ['256', '512'])
      expect(execFileSync(`sha${by}sum`, ['--check', `SHA${by}SUMS`], { cwd: at, encoding: 'utf8' })).toBe(
        'tug-1.0.0.crate: OK\n',
      );
    const manifest = readFileSync(join(at, 'manifest.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({
      unit: 'cargo:tug',
      version: '1.0.0',
      source: { commit: git(folder, 'rev-parse', 'HEAD').trim() },
      tools: { cargo: cargo.version },
    });
    expect(manifest).not.toContain(folder);
    expect(readFileSync(join(folder, 'dist/release/.gitignore'), 'utf8')).toBe('*\n');
    expect(readdirSync(join(folder, 'dist/release/.making'))).toEqual([]);
  });

  it('keeps what opens anything from builds, and out of the log', () => {
    const secrets = {
      CARGO_REGISTRY_TOKEN: 'canary-registry',
      GITHUB_TOKEN: 'canary-forge',
      AWS_SESSION: 'canary-cloud',
      CI_JOB_JWT: 'canary-identity',
      DEPLOY_KEY: '-----BEGIN-----\ncanary-key-line\n-----END-----',
      INDEX_URL: 'https://me:canary-password@example.com/simple',
      READ_TOKEN: 'canary-reader',
    };
    const folder = commitAll(
      write(tempFolder(), {
        ...crate('dump', 'build = "build.rs"\n'),
        'build.rs': `fn main() {
  let all: Vec<String> = std::env::vars().map(|(name, value)| format!("{name}={value}")).collect();
  std::fs::write(std::env::var("OUT_DIR").unwrap() + "/dumped", all.join("\\n")).unwrap();
  for line in all { println!("cargo:warning={}", line.replace('\\n', " ")); }
}\n`,
        'convoy.json': '{ "convoy": { "package": { "env": ["READ_TOKEN"] } } }',
      }),
    );
    packaged(folder, [], { ...env, ...secrets });
    const all = Object.entries(filesOf(join(folder, 'dist/release')));
    const dumped = all.filter(([file]) => file.endsWith('/dumped')).map(([, bytes]) => bytes);
    expect(dumped).toHaveLength(1);
    const seen = Buffer.from(dumped[0] ?? '', 'base64').toString();
    expect(seen).toContain('READ_TOKEN=canary-reader');
    expect(seen.match(/canary-\w+/g)).toEqual(['canary-reader']);
    const log = readFileSync(join(folder, 'dist/release/cargo/dump/package.log'), 'utf8');
    expect(log).toContain('READ_TOKEN=…');
    expect(log).not.toContain('canary');
  });

  it.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
    [
      'a crate that does not build',
      { 'src/lib.rs': 'fn' },
      'PACKAGE_FAILED',
      /cargo package ended with 101: expected identifier/,
    ],
    [
      'an include that takes nothing in',
      crate('tug', 'include = ["src", "Cargo.toml", "/proto/*.proto"]\n'),
      'CRATE_INCLUDE_EMPTY',
      /"\/proto\/\*\.proto"/,
    ],
    ['credentials', { '.npmrc': '//registry.npmjs.org/:_authToken=abc' }, 'PACKAGE_SECRET', /tug-1.0.0\/.npmrc/],
    ['a key', { 'key.pem': '-----BEGIN RSA PRIVATE KEY-----' }, 'PACKAGE_SECRET', /a private key/],
  ])('tells of %s', (_, files, code, what) => {
    const folder = commitAll(write(tempFolder(), { ...crate('tug'), ...files }));
    const { problems, made } = packaged(folder, [], env);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.what).toMatch(what);
    const isWrong = problems[0]?.severity === 'error';
    expect(made.map(({ ok }) => ok)).toEqual([!isWrong]);
    const at = join(folder, 'dist/release/cargo/tug');
    expect(existsSync(join(at, 'package.log'))).toBe(true);
    expect(existsSync(join(at, 'manifest.json'))).toBe(!isWrong);
  });

  it('leaves nothing of an earlier commit where a later one fails', () => {
    const folder = commitAll(write(tempFolder(), crate('tug')));
    packaged(folder, [], env);
    write(folder, { 'src/lib.rs': 'fn' });
    commitAll(folder, 'fix: break');
    expect(convoy(folder, ['package'], { env }).code).toBe(1);
    expect(readdirSync(join(folder, 'dist/release/cargo/tug')).sort()).toEqual(['.gitignore', 'package.log']);
  });

  it('ends what takes too long', () => {
    const folder = commitAll(
      write(tempFolder(), {
        ...crate('slow', 'build = "build.rs"\n'),
        'build.rs': 'fn main() { std::thread::sleep(std::time::Duration::from_secs(600)) }\n',
      }),
    );
    expect(packaged(folder, ['--timeout=1'], env).problems[0]?.code).toBe('PACKAGE_LATE');
  });
});

it('refuses a tree that differs from its commit', () => {
  const folder = commitAll(write(tempFolder(), crate('tug')));
  write(folder, { 'src/extra.rs': '' });
  const { problems, made } = packaged(folder);
  expect(problems).toMatchObject([{ code: 'DIRTY_TREE', what: expect.stringContaining('src/extra.rs') as string }]);
  expect(made).toEqual([]);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});
