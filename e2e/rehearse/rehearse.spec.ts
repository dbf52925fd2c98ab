import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { git, tempFolder, write } from '../world/folder.ts';
import { errors, fates, listing, pier, quay, rehearsed } from './quay.ts';

describeWithAll(['cargo', 'helm'], ({ cargo, helm }) => {
  /** A user with credentials and settings, whose temporary files are in a place of their own. */
  function user(): { readonly home: string; readonly tmp: string; readonly env: NodeJS.ProcessEnv } {
    const [home, tmp] = [tempFolder(), tempFolder()];
    write(home, {
      '.npmrc': '//registry.npmjs.org/:_authToken=npm_canary_of_the_user\n',
      '.cargo/credentials.toml': '[registry]\ntoken = "cargo_canary_of_the_user"\n',
      '.docker/config.json': '{"auths":{"ghcr.io":{"auth":"Y2FuYXJ5OmNhbmFyeQ=="}}}',
      '.pypirc': '[pypi]\npassword = pypi-canary-of-the-user\n',
      '.gitconfig': '[user]\n\tname = Quay\n\temail = quay@example.com\n',
    });
    const env = {
      ...callable([cargo, helm]),
      ...{ HOME: home, TMPDIR: tmp, CARGO_REGISTRY_TOKEN: 'cargo_canary_of_the_shell', NPM_TOKEN: 'npm_canary_of_ci' },
    };
    return { home, tmp, env };
  }

  it('the whole release goes through, and nothing but the report is there afterwards', async () => {
    const folder = write(quay(), { 'dist/release/.gitignore': '*\n' });
    const { home, tmp, env } = user();
    const { id } = JSON.parse(convoy(folder, ['plan', '--format=json'], { env }).stdout) as { id: string };
    const before = { repository: listing(folder), home: listing(home), tmp: listing(tmp) };
    const told = await rehearsed(folder, [], env);
    expect(errors(told)).toEqual([]);
    expect(told.code).toBe(0);
    expect(fates(told)).toEqual([
      'cargo:quay-rope verified',
      'cargo:quay-ship verified',
      'helm:quay verified',
      'npm:@quay/flag verified',
    ]);
    expect(told.report).toMatchObject({ ok: true, plan: id, supposed: false, dirty: false });
    expect(told.report.steps.map(({ name }) => name)).toEqual(all);
    const written = readFileSync(join(folder, 'dist/release/rehearsal.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(told.report);
    expect(`${written}${told.stderr}`).not.toMatch(/canary/);
    const isReport = (line: string): boolean => line.startsWith('dist/release');
    expect(listing(folder).filter((line) => !isReport(line))).toEqual(
      before.repository.filter((line) => !isReport(line)),
    );
    expect(readdirSync(join(folder, 'dist/release')).sort()).toEqual(['.gitignore', 'rehearsal.json']);
    expect(listing(home)).toEqual(before.home);
    expect(listing(tmp)).toEqual(before.tmp);
  }, 120_000);

  it('three storms end complete', async () => {
    const { env } = user();
    const told = await rehearsed(quay(['rope']), ['--no-tests', '--chaos=1..3'], env);
    expect(errors(told)).toEqual([]);
    expect(told.code).toBe(0);
    expect(told.report.storms).toMatchObject([1, 2, 3].map((seed) => ({ seed, ok: true })));
    const storms = told.report.storms ?? [];
    for (const { faults } of storms) expect(faults.length).toBeGreaterThan(1);
    // A publisher that is quick is done before its storm would kill it.
    expect(storms.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThan(0);
    expect(fates(told).every((fate) => fate.endsWith(' published'))).toBe(true);
  }, 120_000);

  it('what is not committed is refused, or taken along', async () => {
    const folder = pier();
    const { env } = user();
    writeFileSync(join(folder, 'npm/flag/new.js'), 'module.exports = 8;\n');
    const refused = await rehearsed(folder, ['--no-tests'], env);
    expect(refused.code).toBe(1);
    expect(refused.report.problems).toMatchObject([{ code: 'DIRTY_TREE' }]);
    expect(refused.report.problems?.[0]?.fix).toContain('--include-dirty');
    const taken = await rehearsed(folder, ['--no-tests', '--include-dirty'], env);
    expect(errors(taken)).toEqual([]);
    expect(taken.report).toMatchObject({ ok: true, dirty: true });
    expect(git(folder, 'status', '--porcelain')).toBe('?? npm/flag/new.js\n');
  }, 120_000);

  it('where nothing is to be released, a patch of everything is rehearsed', async () => {
    const folder = pier();
    const { env } = user();
    for (const tag of ['@quay/flag', 'quay']) git(folder, 'tag', `${tag}@1.0.0`);
    const told = await rehearsed(folder, ['--no-tests'], env);
    expect(errors(told)).toEqual([]);
    expect(told.report.supposed).toBe(true);
    expect(told.report.units.map(({ version }) => version)).toEqual(['1.0.1', '1.0.1']);
  }, 120_000);

  it('--keep leaves the registries there until it is stopped, with what to type', async () => {
    const folder = pier();
    const { tmp, env } = user();
    let [index, isAsked] = [undefined as Promise<string> | undefined, false];
    const told = await rehearsed(folder, ['--no-tests', '--keep'], env, {
      watch: (stderr, child) => {
        const [, url] = /^ {2}npm +(http:\S+)$/m.exec(stderr) ?? [];
        if (url === undefined || !stderr.includes('helm pull') || isAsked) return;
        isAsked = true;
        index = fetch(`${url}/@quay%2fflag`).then((answer) => answer.text());
        void index.then(() => child.kill('SIGINT'));
      },
    });
    expect(told.code).toBe(0);
    expect(await index).toContain('"latest":"1.0.0"');
    expect(told.stderr).toMatch(/npm install @quay\/flag@1\.0\.0/);
    expect(told.stderr).toMatch(
      /helm pull oci:\/\/127\.0\.0\.1:\d+\/registry\.example\.com\/charts\/quay --version 1\.0\.0/,
    );
    expect(readdirSync(tmp)).toEqual([]);
  }, 120_000);

  it('a client that is not here blocks its branch alone', async () => {
    const folder = pier();
    const { env } = user();
    const told = await rehearsed(folder, ['--no-tests'], { ...env, PATH: withoutHelm(env.PATH ?? '') });
    expect(told.code).toBe(1);
    expect(errors(told)).toEqual(['TOOL_MISSING']);
    expect(told.report.findings.find(({ code }) => code === 'TOOL_MISSING')).toMatchObject({
      step: 'package',
      fix: expect.stringContaining('Install helm') as string,
    });
    expect(fates(told)).toEqual(['helm:quay failed', 'npm:@quay/flag published']);
  }, 120_000);

  const withoutHelm = (path: string): string =>
    path
      .split(':')
      .filter((folder) => !folder.includes('helm'))
      .join(':');
});

const all = ['plan', 'apply', 'package', 'package-test', 'publish', 'publish again', 'verify'];
