import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults/armed.ts';
import { doing, refusedBy, viewOf } from '../faults/inflict.ts';
import type { Asked, Registry } from '../protocol.ts';
import { admit } from './admit.ts';
import type { Answer } from './answer.ts';
import { begin, bodyOf, recorded, type Exchange } from './exchange.ts';
import { originOf } from './host.ts';
import type { Limits } from './limits.ts';
import { segmentsOf } from './path.ts';
import { recordedPath, type Recorder } from './record.ts';
import { refusal, Refused } from './refusal.ts';
import { router, type Match, type Router } from './router.ts';
import { breakInBody, deliver, drain, reset } from './send.ts';
import type { Tokens } from './tokens.ts';
import { wordsOf } from '../words.ts';

/** A registry with all that the server does for it. */
export interface Served {
  readonly name: string;
  readonly registry: Registry;
  readonly tokens: Tokens;
  readonly isPrivate: boolean;
  /** Names besides those of loopback under which clients may ask. */
  readonly hosts: ReadonlySet<string>;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly recorder: Recorder;
  readonly limits: Limits;
}

/** Answers every request to one registry, whatever it is. */
export function listener(served: Served): (request: IncomingMessage, response: ServerResponse) => void {
  const find = router(served.registry.routes);
  return (request, response) => {
    const exchange = begin(request, response, served.clock.now());
    const done = (): void => {
      const path = recordedPath(exchange.path, exchange.query, (text) => served.tokens.hide(text));
      served.recorder.add(recorded(exchange, served.name, path));
    };
    respond(served, find, exchange).then(done, (error: unknown) => {
      // The client is gone, which is no mistake, or a file broke while it was sent: there is nobody left to tell.
      if (!isGone(error)) exchange.error ??= wordsOf(error);
      response.destroy();
      done();
    });
  };
}

async function respond(served: Served, find: Router, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  const look = looking(served, find, exchange);
  const breaks = doing(exchange.hits, 'reset')?.when;
  if (breaks === 'before') {
    reset(request);
    return;
  }
  if (breaks === 'during' && hasBody(request)) return breakInBody(request);
  const answer = await work(served, exchange, look).catch((error: unknown) => refused(served, exchange, look, error));
  drain(request, served.limits.drainBytes);
  if (breaks === 'after') {
    reset(request);
    return;
  }
  const lost = doing(exchange.hits, 'lose-reply');
  await deliver(
    exchange,
    lost === undefined ? answer : { status: lost.status ?? 502, body: 'Bad Gateway' },
    served.clock,
  );
}

type Look = { readonly origin: string; readonly match: Match } | { readonly error: unknown; readonly origin?: string };

/** Who asks for what, and which faults that hits. */
function looking({ name, hosts, faults }: Served, find: Router, exchange: Exchange): Look {
  const origin = originOf(exchange.request.headers.host, hosts);
  try {
    if (origin === undefined) throw new Refused('forbidden', 'This host name is not served here.');
    const segments = segmentsOf(exchange.path);
    const method = exchange.request.method ?? '';
    const match = find(method, segments);
    if (match.is === 'route') exchange.role = match.route.role;
    exchange.hits = faults.hits({ registry: name, method, role: exchange.role, segments });
    return { origin, match };
  } catch (error) {
    return { error, ...(origin === undefined ? {} : { origin }) };
  }
}

async function work(served: Served, exchange: Exchange, look: Look): Promise<Answer> {
  if ('error' in look) throw look.error;
  const { origin, match } = look;
  const early = refusedBy(exchange.hits);
  if (early !== undefined) return served.registry.refuse(early, asked(exchange, look));
  if (match.is === 'nothing') throw new Refused('not-found', 'There is nothing here.');
  if (match.is === 'method') throw new Refused('method', 'Not by this method.', { allow: match.allowed.join(', ') });
  const { request, path, query, hits } = exchange;
  const caller = admit(served, exchange, match.route.role);
  return match.route.answer({
    method: request.method ?? '',
    params: match.params,
    path,
    query,
    headers: request.headers,
    origin,
    caller,
    view: viewOf(hits),
    ...bodyOf(exchange, served.limits),
  });
}

function refused({ registry }: Served, exchange: Exchange, look: Look, error: unknown): Answer {
  const what = asked(exchange, look);
  if (error instanceof Refused) return registry.refuse(error.refusal, what);
  // A mistake of ours: it is kept for whoever looks for it, and not told to strangers.
  const stack = (error as { readonly stack?: unknown } | undefined)?.stack;
  exchange.error = typeof stack === 'string' ? stack : wordsOf(error);
  return registry.refuse(refusal('failed', 'This registry made a mistake.'), what);
}

const asked = ({ request, path, query }: Exchange, { origin }: Look): Asked => ({
  method: request.method ?? '',
  path,
  query,
  ...(origin === undefined ? {} : { origin }),
});

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const isGone = (error: unknown): boolean =>
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(
    (error as NodeJS.ErrnoException | undefined)?.code ?? '',
  );
