import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegistryName } from './protocols.ts';
import { startRegistries, type Registries } from './start.ts';

/** How often each spec tries; CONVOY_FUZZ asks for more. */
export const runs = Number(process.env.CONVOY_FUZZ ?? 2000);

/** Lies in `secret.txt`, beside the folder in which the registries keep what they get. */
export const secret = 'what no client may ever see';

export interface Sent<Name extends RegistryName> {
  readonly registry: Name;
  readonly method: string;
  readonly path: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Target<Name extends RegistryName> {
  readonly folder: string;
  readonly registries: Registries<Name>;
  send(sent: Sent<Name>): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void>;
}

/** Registries with little room, for whatever no client would send. Only tests use it. */
export async function openTarget<Name extends RegistryName>(
  names: readonly Name[],
  authorized: (token: string) => string = (token) => token,
): Promise<Target<Name>> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  writeFileSync(join(folder, 'secret.txt'), secret);
  const limits = { memoryBytes: 1 << 20, fileBytes: 1 << 20 };
  const registries = await startRegistries({ registries: names, keepIn: join(folder, 'kept'), limits });
  return {
    folder,
    registries,
    // As it is: `fetch` would tidy the path up first.
    send: ({ registry, method, path, body = new Uint8Array(), headers = {} }) =>
      new Promise((done, failed) => {
        const { url, token } = registries[registry];
        const { hostname, port } = new URL(url);
        const asked = { authorization: authorized(token), ...framed(body, headers) };
        const asking = request({ hostname, port, method, path, headers: asked }, (answer) => {
          let text = '';
          answer
            .on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
            .on('end', () => done({ status: answer.statusCode ?? 0, text }));
        });
        asking.on('error', failed).end(body);
      }),
    async close() {
      await registries.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Without a length the body of a GET would be read as the next request. */
const framed = (body: Uint8Array, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  'transfer-encoding' in headers ? headers : { 'content-length': String(body.length), ...headers };
