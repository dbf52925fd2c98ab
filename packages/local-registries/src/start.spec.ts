import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryNames } from './protocols.ts';
import { startRegistries, type Options, type Registries } from './start.ts';

const open: { close(): Promise<void> }[] = [];
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'start-'))));
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Options<'npm'> = {}): Promise<Registries<'npm'>> {
  const started = await startRegistries({ registries: ['npm'], ...options });
  open.push(started);
  return started;
}

const login = async ({ npm }: Registries<'npm'>, password: string): Promise<number> => {
  const body = JSON.stringify({ name: 'mate', password });
  return (await fetch(`${npm.url}/-/user/org.couchdb.user:mate`, { method: 'PUT', body })).status;
};

it('starts all of them in less than 200 ms, each at its own address of loopback', async () => {
  const before = performance.now();
  const started = await startRegistries();
  const took = performance.now() - before;
  open.push(started);
  expect(took).toBeLessThan(200);
  expect(Object.keys(started.urls).sort()).toEqual([...registryNames].sort());
  const urls = [...Object.values(started.urls), started.admin.url];
  expect(urls.every((url) => /^http:\/\/127\.0\.0\.1:\d+$/.test(url))).toBe(true);
  expect(new Set(urls).size).toBe(urls.length);
  expect(new Set(Object.values(started.tokens)).size).toBe(registryNames.length);
});

it('takes the ports and tokens that it is told', async () => {
  const first = await start({ tokens: { npm: 'npm_mine' } });
  const port = Number(new URL(first.npm.url).port);
  await first.close();
  const second = await start({ ports: { npm: port } });
  expect([first.npm.token, second.npm.url]).toEqual(['npm_mine', first.npm.url]);
  await expect(start({ ports: { npm: port } })).rejects.toThrow('EADDRINUSE');
});

it('leaves nothing behind, and hangs on nothing', async () => {
  const mine = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('local-registries-'));
  const before = new Set(mine());
  const { npm, close } = await start();
  const hanging = fetch(`${npm.url}/a`, { method: 'PUT', body: new ReadableStream(), duplex: 'half' });
  const broken = hanging.then(() => 'answered').catch(() => 'broken');
  await close();
  // A refusal may be quicker than the end.
  expect(['answered', 'broken']).toContain(await broken);
  expect(mine().filter((name) => !before.has(name))).toEqual([]);
});

describe('kept in a folder', () => {
  it('is there again, and belongs to one process', async () => {
    const first = await start({ keepIn: folder });
    await expect(start({ keepIn: folder })).rejects.toThrow(`keeps its registries in ${folder}`);
    expect(await login(first, 'right')).toBe(201);
    await first.close();
    const second = await start({ keepIn: folder });
    expect([await login(second, 'wrong'), await login(second, 'right')]).toEqual([401, 201]);
  });

  it('takes over the lock of a process that is gone', async () => {
    writeFileSync(join(folder, 'lock'), '99999999');
    const { close } = await start({ keepIn: folder });
    await close();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  it('does not take it from another process that lives', async () => {
    writeFileSync(join(folder, 'lock'), String(process.ppid));
    await expect(start({ keepIn: folder })).rejects.toThrow(`The process ${process.ppid} keeps its registries`);
  });

  it('follows no link to elsewhere', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    mkdirSync(join(folder, 'kept'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'kept/npm'));
    await expect(start({ keepIn: join(folder, 'kept') })).rejects.toThrow('is no folder but a link');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });
});

it('writes for each client what it reads, and lets nobody else read it', async () => {
  const started = await start();
  const { env, clients } = await started.setUp(folder);
  const file = env.npm_config_userconfig ?? '';
  expect(readFileSync(file, 'utf8')).toContain(`:_authToken=${started.npm.token}`);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(Object.keys(clients)).toEqual(['npm', 'pnpm', 'yarn', 'bun']);
  expect(JSON.stringify(Object.values(clients).map(({ args }) => args))).not.toContain(started.npm.token);
});

it('tells a shell the same variables, whatever the folder is called', async () => {
  const { setUp } = await start();
  const place = join(folder, `it's "$HOME"`);
  const { env } = await setUp(place);
  expect(statSync(join(place, 'env.sh')).mode & 0o077).toBe(0);
  const script = '. "$0"; printf "%s" "$npm_config_userconfig"';
  expect(execFileSync('sh', ['-c', script, join(place, 'env.sh')], { encoding: 'utf8' })).toBe(
    env.npm_config_userconfig,
  );
});

describe('admin', () => {
  const ask = async (
    { admin }: Registries<'npm'>,
    method: string,
    path: string,
    body?: string,
    token = admin.token,
  ) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${admin.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, text: (await answer.text()).trim() };
  };

  it('sets faults and tells requests', async () => {
    const at = await start();
    expect(await ask(at, 'POST', '/faults', '[{"does":"stale"},{"does":"refuse","status":500}]')).toMatchObject({
      status: 201,
    });
    expect((await fetch(`${at.npm.url}/a`)).status).toBe(500);
    expect((await ask(at, 'GET', '/faults')).text).toBe('[{"does":"stale"}]');
    expect(JSON.parse((await ask(at, 'GET', '/requests?registry=npm')).text)).toMatchObject([
      { path: '/a', status: 500, fault: 'stale, refuse' },
    ]);
    await ask(at, 'DELETE', '/faults');
    await ask(at, 'DELETE', '/requests');
    expect((await ask(at, 'GET', '/faults')).text).toBe('[]');
    expect((await ask(at, 'GET', '/requests?registry=npm')).text).toBe('[]');
    expect((await ask(at, 'GET', '/requests', undefined, at.npm.token)).status).toBe(401);
  });

  it.each([
    ['1', 'a fault is an object such as {"does":"stale"}'],
    ['{}', '"does" is missing'],
    ['{"does":"dance"}', '"does" is not one of refuse, lose-reply'],
    ['{"does":"refuse"}', '"status" is missing'],
    ['{"does":"refuse","status":200}', '"status" is not a status from 400 to 599'],
    ['{"does":"stale","registry":"nowhere"}', '"registry" is not one of npm'],
    [
      '{"does":"stale","nth":0,"on":"x","speed":1}',
      '"on" is not one of index, download, search, publish, change, account, open; "nth" is not a whole number from 1; "speed" is unknown',
    ],
    ['[{"does":"stale"},{"does":"slow"}]', 'fault 2: "bytesPerSecond" is missing'],
    ['{"does":"toString"}', '"does" is not one of'],
  ])('refuses the fault %s', async (body, expected) => {
    const { status, text } = await ask(await start(), 'POST', '/faults', body);
    expect([status, text.slice(0, expected.length)]).toEqual([400, expected]);
  });
});
