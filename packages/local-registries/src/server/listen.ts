import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listener, type Served } from './listener.ts';

export interface Listening {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  close(): Promise<void>;
}

export async function listen(served: Served, host: string, port: number): Promise<Listening> {
  const server = serverOf(served);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, done);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  // Listening everywhere is no address that a client could be told.
  const shown = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return { url: `http://${shown}:${taken}`, close: () => closed(server) };
}

/** Likewise at the file of a socket. */
export async function listenAt(served: Served, path: string): Promise<Pick<Listening, 'close'>> {
  const server = serverOf(served);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(path, done);
  });
  return { close: () => closed(server) };
}

function serverOf(served: Served): Server {
  return createServer(
    {
      maxHeaderSize: served.limits.headerBytes,
      headersTimeout: 20_000,
      // A layer of some gigabytes may take its time.
      requestTimeout: 30 * 60_000,
    },
    listener(served),
  );
}

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
