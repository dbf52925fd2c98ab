import type { HttpRequest } from '../model/http.ts';
import { sendable } from './http-body.ts';
import { stream } from './http-stream.ts';

const most = 5;
const isMoved = new Set([301, 302, 303, 307, 308]);

/**
 * Follows to where a server sends: but never from TLS to a place without, and to another origin without credentials. What would change
 * something is not sent twice: its redirect is the answer.
 */
export async function redirected({ method, url, headers, body }: HttpRequest, signal: AbortSignal): Promise<Response> {
  let [at, sent] = [withoutUser(new URL(url)), headers ?? {}];
  const content = body === undefined ? undefined : await sendable(body);
  for (let times = 0; ; times += 1) {
    const response =
      content !== undefined && 'pieces' in content
        ? await stream(
            at,
            { method, headers: { ...sent, 'content-length': String(content.size) }, body: content.pieces },
            signal,
          )
        : await fetch(at, {
            method,
            headers: sent,
            redirect: 'manual',
            signal,
            ...(content === undefined ? {} : { body: content.whole }),
          });
    const target = response.headers.get('location');
    const isSafe = method === 'GET' || method === 'HEAD';
    if (!isMoved.has(response.status) || target === null || !isSafe) return response;
    await response.body?.cancel();
    const next = new URL(target, at);
    if (times === most) throw new Error(`it sends from one place to the next, ${most} times and more`);
    if (!['http:', 'https:'].includes(next.protocol) || (at.protocol === 'https:' && next.protocol === 'http:'))
      throw new Error(`it sends on to ${next.protocol}//${next.host}, which is not safe to ask`);
    if (next.origin !== at.origin) sent = withoutCredentials(sent);
    at = withoutUser(next);
  }
}

const withoutCredentials = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !['authorization', 'cookie'].includes(name)));

/** fetch refuses an address that holds a password, and tells it. */
function withoutUser(url: URL): URL {
  url.username = url.password = '';
  return url;
}
