import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { wheelName, wheelOf } from './write-wheel.ts';
import { workbench, sha256, sdist, post, said, get, type Listing, listing, manage, rope } from './workbench.ts';

const { start, folder, close } = workbench();
afterEach(close);

let behind: Server | undefined;
afterEach(() => behind?.closeAllConnections());
afterEach(() => void behind?.close());

describe('what nobody published here', () => {
  const fetched = (): string => {
    const packages = folder();
    writeFileSync(join(packages, wheelName(rope)), wheelOf({ ...rope, metadata: ['Requires-Python: >=3.8'] }));
    writeFileSync(join(packages, 'quay_rope-0.9.tar.gz'), sdist('quay_rope', '0.9'));
    writeFileSync(join(packages, 'broken-1.0-py3-none-any.whl'), 'no wheel');
    writeFileSync(join(packages, 'strange.tar.gz'), 'nothing');
    return packages;
  };

  it('comes from a folder, and counts as published', async () => {
    const at = await start({ packages: fetched() });
    await post(at, { ...rope, version: '2.0' });
    const { files, versions } = await listing(at, 'quay-rope');
    expect(versions).toEqual(['0.9', '1.0', '2.0']);
    const wheel = files.find(({ filename }) => filename === wheelName(rope));
    expect(wheel).toMatchObject({ 'requires-python': '>=3.8' });
    const bytes = Buffer.from(await (await fetch(wheel?.url ?? '')).arrayBuffer());
    expect(wheel?.hashes).toEqual({ sha256: sha256(bytes) });
    expect((await fetch(wheel?.url ?? '', { headers: { range: 'bytes=0-1' } })).status).toBe(206);
    const metadata = Buffer.from(await (await fetch(`${wheel?.url ?? ''}.metadata`)).arrayBuffer());
    expect(wheel?.['core-metadata']).toEqual({ sha256: sha256(metadata) });
    expect(said(await post(at, rope))).toContain('400 File already exists');
    expect((await get(at, '/simple/broken/')).status).toBe(404);
  });

  it('whose bytes nobody has read holds nobody once all is closed', async () => {
    const left = new EventEmitter();
    const server = createServer((request, response) => {
      if (request.url?.endsWith('.whl') === true) {
        response.on('close', () => left.emit('left'));
        response.writeHead(200, { 'content-length': '100000000' }).write(Buffer.alloc(1_000_000));
        return;
      }
      const files = [{ filename: wheelName(rope), url: `/${wheelName(rope)}`, hashes: {} }];
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
      response.end(JSON.stringify({ name: 'quay-rope', files }));
    });
    behind = server;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const isLeft = once(left, 'left');
    const at = await start({ upstream: { python: `http://127.0.0.1:${port}` } });
    const [wheel] = (await listing(at, 'quay-rope')).files;
    // As clients ask before they read a part.
    expect((await fetch(wheel?.url ?? '', { method: 'HEAD' })).status).toBe(200);
    await at.close();
    await isLeft;
  });

  it('comes from the index behind, in JSON or HTML', async () => {
    const behind = await start({ packages: fetched() });
    await manage(behind, 'yank', { project: 'quay-rope', version: '1.0' });
    await post(behind, { ...rope, version: '3.0' });
    await manage(behind, 'yank', { project: 'quay-rope', version: '3.0', reason: 'torn' });
    const at = await start({ upstream: { python: behind.python.url } });
    const inJson = await listing(at, 'quay-rope');
    const strip = ({ files }: Listing) =>
      files.map((file) => ({ ...file, url: '', size: 0, 'upload-time': '', provenance: null }));
    expect(strip(inJson)).toEqual(strip(await listing(behind, 'quay-rope')));
    behind.fault({ does: 'refuse', status: 404, path: '/simple/none/' });
    expect((await get(at, '/simple/none/')).status).toBe(404);
    const wheel = inJson.files.find(({ filename }) => filename === wheelName(rope));
    expect(wheel?.url.startsWith(at.python.url)).toBe(true);
    expect(sha256(Buffer.from(await (await fetch(wheel?.url ?? '')).arrayBuffer()))).toBe(
      (wheel?.hashes as { sha256: string }).sha256,
    );
    expect((await fetch(`${wheel?.url ?? ''}.metadata`)).status).toBe(200);
    await behind.close();
    expect((await get(at, '/simple/quay-rope/')).status).toBe(502);
  });
});
