import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is published, by protocol; the server below says it as the public specifications have it. */
export interface Published {
  readonly crates?: Readonly<Record<string, readonly object[]>>;
  readonly pypi?: Readonly<Record<string, readonly object[]>>;
  readonly npm?: Readonly<Record<string, object>>;
  readonly oci?: readonly string[];
  readonly charts?: string;
}

export interface RegistryServer {
  readonly url: string;
  /** `GET /index/ab/cd/abcd`, in the order they came. */
  readonly asked: readonly string[];
}

const open: Server[] = [];
afterAll(() => {
  for (const server of open) server.close().closeAllConnections();
});

/** A sparse index, a simple index, packuments, images behind tokens and a repository of charts, on any free port. */
export async function serveRegistries(published: Published): Promise<RegistryServer> {
  const asked: string[] = [];
  let url = '';
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    asked.push(`${method} ${path}`);
    const say = (status: number, body = '', more: Readonly<Record<string, string>> = {}): void =>
      void response.writeHead(status, more).end(body);
    const [, area = '', ...rest] = (path.split('?')[0] ?? '').split('/');
    if (area === 'index' && rest[0] === 'config.json') say(200, JSON.stringify({ dl: `${url}/dl`, api: url }));
    else if (area === 'index') {
      const lines = published.crates?.[rest.at(-1) ?? ''];
      say(lines === undefined ? 404 : 200, (lines ?? []).map((line) => JSON.stringify(line)).join('\n'));
    } else if (area === 'simple') {
      const files = published.pypi?.[rest[0] ?? ''];
      const type = { 'content-type': 'application/vnd.pypi.simple.v1+json' };
      say(files === undefined ? 404 : 200, JSON.stringify({ meta: { 'api-version': '1.1' }, files }), type);
    } else if (area === 'npm') {
      const packument = published.npm?.[decodeURIComponent(rest[0] ?? '')];
      say(packument === undefined ? 404 : 200, JSON.stringify(packument ?? { error: 'Not found' }));
    } else if (area === 'token') say(200, JSON.stringify({ token: 'for-anybody' }));
    else if (area === 'v2' && headers.authorization !== 'Bearer for-anybody') {
      say(401, '', { 'www-authenticate': `Bearer realm="${url}/token",service="here"` });
    } else if (area === 'v2') {
      const isThere = published.oci?.includes(rest.join('/').replace('/manifests/', ':')) === true;
      say(isThere ? 200 : 404, '', isThere ? { 'docker-content-digest': `sha256:${'a'.repeat(64)}` } : {});
    } else if (area === 'charts' && published.charts !== undefined) say(200, published.charts);
    else say(404);
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked };
}
