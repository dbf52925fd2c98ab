import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Refused } from '../server/refusal.ts';

/** The registry behind this one. */
export interface Upstream {
  /** Without a slash at the end. */
  readonly url: string;
  /** `undefined` where it says that there is no such thing. Any other trouble is a refusal of ours, as a gateway's. */
  get(url: string, options?: Asking): Promise<Passed | undefined>;
}

export interface Asking {
  /** GET, unless told. */
  readonly method?: 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** A status that is no trouble but an answer, such as 401 where it tells how to log in. */
  readonly expects?: number;
}

export interface Passed {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readable;
}

/** @param ended when nobody asks any more: an answer that nobody reads to its end would hold its connection, and so this process, for hours */
export function upstream(url: string, ended: AbortSignal, timeoutMs = 30_000): Upstream {
  const base = url.replace(/\/+$/, '');
  return {
    url: base,
    async get(path, { method, headers = {}, expects } = {}) {
      const target = /^https?:\/\//.test(path) ? path : `${base}${path}`;
      // An answer must begin in time; how long a large file then takes is another matter.
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
      const response = await fetch(target, {
        method: method ?? 'GET',
        headers: { 'user-agent': 'local-registries', ...headers },
        signal: AbortSignal.any([late.signal, ended]),
      })
        .catch((error: unknown) => {
          throw new Refused('unavailable', `${target} does not answer: ${reason(error)}.`);
        })
        .finally(() => clearTimeout(timer));
      if ([404, 410, 451].includes(response.status)) {
        await response.body?.cancel();
        return undefined;
      }
      if (!response.ok && response.status !== expects) {
        await response.body?.cancel();
        throw new Refused('unavailable', `${target} answers ${response.status}.`);
      }
      const body = response.body as ReadableStream<Uint8Array> | null;
      const { status, headers: said } = response;
      const passed = body === null ? Readable.from([]) : Readable.fromWeb(body);
      // Whoever reads it hears of its end; where nobody does, it is nobody's trouble.
      passed.on('error', () => undefined);
      return { status, headers: said, body: passed };
    },
  };
}

/** JSON that it sent; a page of some proxy instead is its trouble, not ours. */
export function parsed({ url }: Pick<Upstream, 'url'>, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refused('unavailable', `${url} sent something that is no JSON.`);
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
