import { setTimeout as pause } from 'node:timers/promises';
import type { HttpOutcome, HttpRequest } from '../model/http.ts';
import { retryAfter } from '../text/http/retry-after.ts';
import { redirected } from './http-redirect.ts';
import { untilEnded } from './http-end.ts';
import { limited } from './http-turns.ts';
import { version } from './version.ts';

export interface Patience {
  /** For one attempt, from the first byte sent to the last one read. */
  readonly timeoutMs: number;
  /** Beside the first one. Only what changes nothing is tried again. */
  readonly retries: number;
  /** Before the next attempt, where the server says nothing; it doubles. */
  readonly pauseMs: number;
  /** A server that asks for more than this is not waited for. */
  readonly mostPauseMs: number;
  /** Requests at the same time. */
  readonly turns: number;
}

const usual: Patience = { timeoutMs: 30_000, retries: 2, pauseMs: 500, mostPauseMs: 60_000, turns: 8 };

/** crates.io refuses robots that do not say who they are and where to complain. */
const agent = `nx-convoy/${version} (https://www.npmjs.com/package/nx-convoy)`;

/**
 * Asks servers, by Node's own fetch: certificates by NODE_EXTRA_CA_CERTS, proxies by NODE_USE_ENV_PROXY where Node knows it (22.21, 24).
 * No user, password or token is sent but what the request itself carries.
 */
export function httpClient(patience: Partial<Patience> = {}): (request: HttpRequest) => Promise<HttpOutcome> {
  const settings = { ...usual, ...patience };
  const inTurn = limited(settings.turns);
  return (request) => {
    const ended = untilEnded();
    return inTurn(() => untilAnswered(request, settings, ended));
  };
}

async function untilAnswered(request: HttpRequest, patience: Patience, ended: AbortSignal): Promise<HttpOutcome> {
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await once(request, request.timeoutMs ?? patience.timeoutMs, ended);
    const wait = isSafe && attempt < patience.retries ? pauseAfter(outcome, attempt, patience) : undefined;
    if (wait === undefined) return outcome;
    await pause(wait, undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return outcome;
  }
}

const isBusy = new Set([408, 425, 429, 500, 502, 503, 504]);

/** How long to wait before asking again; undefined where that is no use. */
function pauseAfter(
  outcome: HttpOutcome,
  attempt: number,
  { pauseMs, mostPauseMs }: Pick<Patience, 'pauseMs' | 'mostPauseMs'>,
): number | undefined {
  const own = pauseMs * 2 ** attempt;
  if (outcome.is === 'silence') return isPassing(outcome.why) ? own : undefined;
  if (!isBusy.has(outcome.status)) return undefined;
  const asked = retryAfter(outcome.headers, Date.now()) ?? own;
  return asked <= mostPauseMs ? asked : undefined;
}

/** A name that nobody knows and a certificate that nobody trusts stay what they are. */
const isPassing = (why: string): boolean => /ECONNRESET|EPIPE|EAI_AGAIN|UND_ERR_SOCKET|no answer within/.test(why);

async function once(request: HttpRequest, timeoutMs: number, ended: AbortSignal): Promise<HttpOutcome> {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ended]);
  try {
    const headers = { accept: '*/*', 'user-agent': agent, ...request.headers };
    const response = await redirected({ ...request, headers }, signal);
    return {
      is: 'answer',
      status: response.status,
      ...(response.statusText === '' ? {} : { reason: response.statusText }),
      headers: Object.fromEntries(response.headers),
      ...(await contentOf(response, request)),
    };
  } catch (error) {
    return {
      is: 'silence',
      why: !signal.aborted
        ? whyOf(error)
        : ended.aborted
          ? 'we were asked to end'
          : `no answer within ${timeoutMs / 1000} s`,
    };
  }
}

interface Content {
  readonly text: string;
  readonly bytes?: Uint8Array;
  readonly isCut: boolean;
}

/** As much of the body as may be read; the rest is not even fetched. */
async function contentOf(response: Response, { mostBytes = 1024 * 1024, wants }: HttpRequest): Promise<Content> {
  const chunks: Uint8Array[] = [];
  let left = mostBytes;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk.subarray(0, left));
    left -= chunk.length;
    if (left < 0) break;
  }
  const bytes = Buffer.concat(chunks);
  const isCut = left < 0;
  return wants === 'bytes' ? { text: '', bytes, isCut } : { text: bytes.toString('utf8'), isCut };
}

/** What fetch says is `fetch failed`; what it means stands in the cause, and for several addresses in the causes of that. */
function whyOf(error: unknown): string {
  const causes = causesOf(error);
  const codes = [...new Set(causes.flatMap(({ code }) => (typeof code === 'string' ? [code] : [])))];
  const said = causes.flatMap(({ message }) => (typeof message === 'string' && message !== '' ? [message] : [])).at(-1);
  const meant = codes.map((code) => meanings[code]).find((words) => words !== undefined);
  return `${meant ?? said ?? 'no answer'}${codes.length === 0 ? '' : ` (${codes.join(', ')})`}${proxyHint(process.env)}`;
}

interface Cause {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function causesOf(error: unknown): readonly Cause[] {
  if (typeof error !== 'object' || error === null) return [];
  const { cause, errors }: Cause = error;
  return [error, ...(Array.isArray(errors) ? errors.flatMap(causesOf) : []), ...causesOf(cause)];
}

const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host is known',
  EAI_AGAIN: 'the name service does not answer',
  ECONNREFUSED: 'nobody listens there',
  ENETUNREACH: 'there is no network',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of an authority that is not known; NODE_EXTRA_CA_CERTS names more',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is of an authority that is not known; NODE_EXTRA_CA_CERTS names more',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is of an authority that is not known; NODE_EXTRA_CA_CERTS names more',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it vouches for itself alone; NODE_EXTRA_CA_CERTS names more authorities',
};

/** A machine behind a proxy has no way out that Node would take by itself. */
function proxyHint(env: NodeJS.ProcessEnv): string {
  const isMeant = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => (env[name] ?? '') !== '');
  return isMeant && env.NODE_USE_ENV_PROXY !== '1'
    ? '; a proxy is set, which Node uses from 22.21 and 24 on where NODE_USE_ENV_PROXY=1'
    : '';
}
