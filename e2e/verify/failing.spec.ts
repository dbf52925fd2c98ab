import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wheelName, wheelOf } from '../../packages/local-registries/src/python/write-wheel.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { crateManifest, harbour, released, settings, type Harbour } from './harbour.ts';

const npmPackage = (name: string, version: string, code: string): Readonly<Record<string, string>> => ({
  'package.json': JSON.stringify({ name, version, main: 'index.js' }),
  'index.js': code,
});

describeWith('npm', (npm) => {
  const releasedPackage = ({ registries }: Harbour, more: object = {}): string =>
    released(
      {
        'convoy.json': settings(registries, more),
        'package.json': '{ "private": true, "workspaces": ["web"] }',
        'web/package.json': JSON.stringify({ name: 'quay-web', version: '1.1.0', main: 'index.js' }),
      },
      { 'npm:quay-web': '1.1.0' },
    );

  it('a package that is not there, one that is late, and one that comes from an older one', async () => {
    const here = await harbour([npm], ['npm']);
    const { publish, verify, registries } = here;
    const folder = releasedPackage(here);
    await publish(npm, write(tempFolder(), npmPackage('quay-web', '1.0.0', 'module.exports = 0;\n')), 'publish');
    const missing = await verify(folder, '--wait=0');
    expect(missing).toMatchObject({
      code: 1,
      told: {
        ok: false,
        units: [{ unit: 'npm:quay-web', verdict: 'failed', commands: [] }],
        problems: [{ code: 'VERIFY_ABSENT', fix: expect.stringContaining('publish --units=npm:quay-web') }],
      },
    });
    registries.fault({ does: 'lag', registry: 'npm', ms: 1500 });
    await publish(npm, write(tempFolder(), npmPackage('quay-web', '1.1.0', 'module.exports = 1;\n')), 'publish');
    expect(await verify(folder, '--wait=60', '--poll=0.1', '--upgrade-from=npm:quay-web@1.0.0')).toMatchObject({
      code: 0,
      told: {
        ok: true,
        units: [
          {
            verdict: 'verified',
            upgradedFrom: '1.0.0',
            because: 'upgraded from 1.0.0, works, the bytes that its registry tells',
            commands: [
              { phase: 'before', command: ['npm', 'install', '--save-exact', 'quay-web@1.0.0'], code: 0 },
              { phase: 'install', command: ['npm', 'install', '--save-exact', 'quay-web@1.1.0'], code: 0 },
              { phase: 'smoke', code: 0 },
            ],
          },
        ],
      },
    });
    const asked = registries.requests('npm').filter(({ path, role }) => role === 'index' && path === '/quay-web');
    expect(asked.length).toBeGreaterThan(5);
  }, 60_000);

  it('what does not work, in the words of who says so; and commands of its own', async () => {
    const here = await harbour([npm], ['npm']);
    const code = 'throw new Error("no wind");\n';
    await here.publish(npm, write(tempFolder(), npmPackage('quay-web', '1.1.0', code)), 'publish');
    const broken = await here.verify(releasedPackage(here), '--wait=0');
    expect(broken.code).toBe(1);
    expect(broken.told.units[0]).toMatchObject({ verdict: 'failed', checksum: { is: 'same', against: 'registry' } });
    expect(broken.told.problems).toEqual([
      expect.objectContaining({ code: 'VERIFY_BROKEN', what: expect.stringContaining('no wind') }),
    ]);
    const smoke = [['node', '-p', 'require("quay-web/package.json").version']];
    const own = await here.verify(releasedPackage(here, { units: { 'npm:quay-web': { smoke } } }), '--wait=0');
    expect([own.code, own.told.units[0]?.commands.at(-1)]).toMatchObject([0, { phase: 'smoke', command: smoke[0] }]);
  }, 60_000);
});

describeWith('cargo', (cargo) => {
  const workspace = ({ registries }: Harbour, code: string, more: object = {}): string =>
    released(
      {
        'convoy.json': settings(registries, more),
        'Cargo.toml': crateManifest('quay-rope', '1.0.0'),
        'src/lib.rs': code,
        '.cargo/config.toml': `[registries.local]\nindex = "sparse+${registries.urls.crates}/index/"\n`,
      },
      { 'cargo:quay-rope': '1.0.0' },
    );
  const publishing = ['publish', '--registry', 'local', '--no-verify'];

  it('other bytes than those that were made', async () => {
    const here = await harbour([cargo], ['crates']);
    const folder = workspace(here, 'pub fn ours() {}\n');
    expect(convoy(folder, ['package'], { env: here.env })).toMatchObject({ code: 0 });
    await here.publish(cargo, workspace(here, 'pub fn theirs() {}\n'), ...publishing);
    const { told, code } = await here.verify(folder, '--wait=0');
    expect(code).toBe(1);
    expect(told.units).toMatchObject([{ verdict: 'failed', checksum: { is: 'other', against: 'recorded' } }]);
    expect(told.problems).toMatchObject([
      { code: 'OTHER_BYTES', what: expect.stringContaining(told.units[0]?.fetched[0]?.digest ?? 'nothing') },
    ]);
  }, 60_000);

  it('the very bytes that were made; and a download that is not what the index says', async () => {
    const here = await harbour([cargo], ['crates']);
    const folder = workspace(here, 'pub fn ours() {}\n');
    expect(convoy(folder, ['package'], { env: here.env })).toMatchObject({ code: 0 });
    await here.publish(cargo, folder, ...publishing);
    const right = await here.verify(folder, '--wait=0');
    expect(right.told.units).toMatchObject([{ verdict: 'verified', checksum: { is: 'same', against: 'recorded' } }]);
    here.registries.fault({ does: 'corrupt', registry: 'crates', times: 'all' });
    const wrong = await here.verify(folder, '--wait=0');
    expect(wrong.told.units).toMatchObject([{ verdict: 'failed' }]);
    expect(wrong.told.problems[0]?.what).toContain('failed to verify the checksum');
  }, 60_000);

  describe('documentation', () => {
    let isThere = false;
    let server: Server;
    beforeAll(async () => {
      server = createServer((request, response) => {
        response.writeHead(isThere && request.url === '/quay-rope/1.0.0' ? 200 : 404).end();
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    });
    afterAll(() => server.close());

    it('is waited for only by who asks', async () => {
      const here = await harbour([cargo], ['crates']);
      const docs = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/{name}/{version}`];
      const folder = workspace(here, '', { units: { 'cargo:quay-rope': { docs } } });
      await here.publish(cargo, folder, ...publishing);
      const asked = await here.verify(folder, '--wait=0');
      expect([asked.code, asked.told.units[0]?.verdict]).toEqual([0, 'verified']);
      expect(asked.told.problems).toMatchObject([{ code: 'DOCS_PENDING', severity: 'warning' }]);
      const required = await here.verify(folder, '--wait=0', '--docs=require');
      expect([required.code, required.told.units[0]?.verdict]).toEqual([1, 'pending']);
      isThere = true;
      const there = await here.verify(folder, '--wait=0', '--docs=require');
      expect([there.code, there.told.units[0]?.documentation]).toMatchObject([0, [{ is: 'there' }]]);
    }, 60_000);
  });

  it('a private registry lets in who names the variable that reads', async () => {
    const here = await harbour([cargo], ['crates'], true);
    const token = here.registries.tokens.crates;
    const variable = { CARGO_REGISTRIES_LOCAL_TOKEN: token };
    const stranger = workspace(here, '');
    await here.publish(cargo, stranger, ...publishing);
    const closed = await here.verifyWith(variable, stranger, '--wait=0');
    expect(closed.told.units).toMatchObject([{ verdict: 'unknown' }]);
    expect(closed.told.problems).toMatchObject([
      { code: 'VERIFY_UNAUTHORISED', fix: expect.stringContaining('"env"') },
    ]);
    const named = workspace(here, '', { package: { env: Object.keys(variable) } });
    const open = await here.verifyWith(variable, named, '--wait=0');
    expect([open.code, open.told.units[0]?.verdict]).toEqual([0, 'verified']);
    expect(closed.said + open.said).not.toContain(token);
  }, 60_000);
});

describeWithAll(['python', 'twine'], ({ python, twine }) => {
  it('a wheel whose import fails', async () => {
    const here = await harbour([python], ['python']);
    const folder = released(
      {
        'convoy.json': settings(here.registries),
        'pyproject.toml':
          '[project]\nname = "quay-sail"\nversion = "1.0.0"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
      },
      { 'python:quay-sail': '1.0.0' },
    );
    const files = { 'quay/sail/__init__.py': 'import nothing_of_that_name\n', 'quay_other.py': '' };
    const wheel = { name: 'quay-sail', version: '1.0.0', files };
    const made = tempFolder();
    writeFileSync(join(made, wheelName(wheel)), wheelOf(wheel));
    await here.publish(twine, made, 'upload', wheelName(wheel));
    const { told, code } = await here.verify(folder, '--wait=0');
    expect(code).toBe(1);
    expect(told.units).toMatchObject([{ verdict: 'failed', fetched: [{ name: wheelName(wheel) }] }]);
    expect(told.problems).toMatchObject([
      { code: 'VERIFY_BROKEN', what: expect.stringContaining("No module named 'nothing_of_that_name'") },
    ]);
  }, 60_000);
});
