import { createServer, request as ask, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request on its way to a registry, read whole before any of it goes on. */
export interface Passing {
  readonly registry: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Ours, not a client's. */
  readonly isOurs: boolean;
}

/** As the registry heard it, or not. Times are of one clock. */
export interface Passed extends Passing {
  readonly began: number;
  readonly ended: number;
  /** 0 where nothing of it was answered. */
  readonly status: number;
}

/** pass: as if nobody stood between. drop: it is lost on the way there, half: in the middle of it. mute: its answer is lost. */
export type Verdict = 'pass' | 'drop' | 'half' | 'mute';

export interface Relay {
  /** Where a registry is asked, for as long as this lives, whichever is behind it. */
  readonly urls: Readonly<Record<string, string>>;
  /** Those that are there from now on, by name. */
  turnTo(backends: Readonly<Record<string, string>>): void;
  /** What went through since then. */
  passed(): readonly Passed[];
  /** Asked before anything goes on. */
  onPassing(decide: (passing: Passing) => Verdict | Promise<Verdict>): void;
  /** Lets a request that was dropped arrive after all. */
  arrive(passing: Passing): Promise<void>;
  /** Nothing is on its way any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Stands before registries, under addresses that stay when the registries are others: what happens between a publisher and a registry can be
 * held, lost or cut there, whoever sends it.
 */
export async function openRelay(names: readonly string[]): Promise<Relay> {
  let behind: Readonly<Record<string, string>> = {};
  let passed: Passed[] = [];
  let decide: (passing: Passing) => Verdict | Promise<Verdict> = () => 'pass';
  const underway = new Set<Promise<unknown>>();
  const forward = async (passing: Passing, isHalf = false): Promise<Answer | undefined> => {
    const began = performance.now();
    const list = passed;
    const answer = await send(passing, behind[passing.registry] ?? '', isHalf).catch(() => undefined);
    list.push({ ...passing, began, ended: performance.now(), status: answer?.status ?? 0 });
    return answer;
  };
  const servers = await Promise.all(
    names.map(async (registry) => {
      const server = createServer((incoming, outgoing) => {
        const exchange = (async () => {
          const passing = await read(registry, incoming);
          const verdict = await decide(passing);
          const answer = verdict === 'drop' ? undefined : await forward(passing, verdict === 'half');
          if (answer === undefined || verdict !== 'pass') return outgoing.destroy();
          outgoing.writeHead(answer.status, answer.headers);
          return outgoing.end(answer.body);
        })()
          .catch(() => outgoing.destroy())
          .finally(() => underway.delete(exchange));
        underway.add(exchange);
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      return [registry, server] as const;
    }),
  );
  return {
    urls: Object.fromEntries(
      servers.map(([name, server]) => [name, `http://127.0.0.1:${(server.address() as AddressInfo).port}`]),
    ),
    turnTo(backends) {
      behind = backends;
      passed = [];
      decide = () => 'pass';
    },
    passed: () => passed,
    onPassing(next) {
      decide = next;
    },
    async arrive(passing) {
      await forward(passing);
    },
    async idle() {
      while (underway.size > 0) await Promise.all(underway);
    },
    async close() {
      await Promise.all(servers.map(([, server]) => closed(server)));
    },
  };
}

async function read(registry: string, incoming: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = 'GET', url: path = '/', headers } = incoming;
  const isOurs = headers['user-agent']?.startsWith('nx-convoy/') === true;
  return { registry, method, path, headers, body: Buffer.concat(chunks), isOurs };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const ofConnection = new Set(['transfer-encoding', 'connection', 'keep-alive']);

/** With the name of the host that was asked: a registry tells addresses of its own by that. */
function send({ method, path, headers, body }: Passing, base: string, isHalf: boolean): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const going = ask(new URL(base).origin + path, { method, headers: { ...headers, connection: 'close' } });
    going.on('error', reject);
    going.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const rest = Object.entries(answer.headers).filter(([name]) => !ofConnection.has(name));
        const headers = Object.fromEntries(rest);
        resolve({ status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks) });
      });
    });
    if (isHalf) going.write(body.subarray(0, body.length / 2), () => going.destroy());
    else going.end(body);
  });
}

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
