import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, request } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { tempFolder } from '../world/folder.ts';

/** A registry behind HTTPS, which some clients insist on, by its own address and by names that a proxy leads there. */
export interface Front {
  readonly url: string;
  /** Leads every name to this front. */
  readonly proxy: string;
  /** Whom to trust. */
  readonly certificate: string;
  close(): Promise<void>;
}

/** @param to the address of a registry */
export async function tlsFront(openssl: string, to: string, names: readonly string[]): Promise<Front> {
  const { key, cert, file } = certificate(openssl, names);
  const { hostname, port } = new URL(to);
  const front = createServer({ key, cert }, (asked, answer) => {
    const { method, url, headers } = asked;
    const passed = request({ hostname, port, method, path: url, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.statusMessage, got.headers);
      got.pipe(answer);
    });
    asked.pipe(passed);
  });
  const own = await listening(front);
  const proxy = createPlainServer().on('connect', (_, socket, head: Buffer) => {
    const through = connect(own, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    for (const end of [socket, through]) end.on('error', () => through.destroy());
  });
  const led = await listening(proxy);
  return {
    url: `https://127.0.0.1:${own}`,
    proxy: `http://127.0.0.1:${led}`,
    certificate: file,
    async close() {
      front.closeAllConnections();
      proxy.closeAllConnections();
      await Promise.all([front, proxy].map((one) => new Promise((done) => one.close(done))));
    },
  };
}

function certificate(openssl: string, names: readonly string[]) {
  const folder = tempFolder();
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const alternatives = ['IP:127.0.0.1', ...names.map((name) => `DNS:${name}`)].join(',');
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const about = [
    '-subj',
    '/CN=test',
    '-addext',
    'basicConstraints=critical,CA:FALSE',
    '-addext',
    `subjectAltName=${alternatives}`,
    '-keyout',
    key,
    '-out',
    file,
  ];
  execFileSync(openssl, [...made, ...about], { stdio: 'pipe' });
  return { key: readFileSync(key), cert: readFileSync(file), file };
}

const listening = (server: Server): Promise<number> =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));
