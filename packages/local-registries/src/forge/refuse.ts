import type { Clock } from '../clock.ts';
import type { Asked } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Refusal } from '../server/refusal.ts';
import type { ForgeRefusal } from './problem.ts';

const manual = 'https://docs.github.com/rest';

/** Says no as GitHub does: `{ message, errors, documentation_url, status }`. */
export const refuseIn =
  (clock: Clock) =>
  (refusal: ForgeRefusal, asked: Asked): Answer => {
    const { status, message, headers, page = manual } = spelled(refusal, asked, clock);
    if (asked.path.startsWith('/api/v4/'))
      return json({ message: gitlabWords(status, message) }, status, refusal.headers);
    if (asked.path.startsWith('/api/v1/')) return json({ message, url: '/api/swagger' }, status, refusal.headers);
    const errors = refusal.errors === undefined ? {} : { errors: refusal.errors };
    const body = { message, ...errors, documentation_url: page, status: String(status) };
    return json(body, status, { ...refusal.headers, ...headers, 'x-github-media-type': 'github.v3; format=json' });
  };

interface Spelled {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly page?: string;
}

function spelled({ why, status, message, headers = {} }: Refusal, { method, path }: Asked, clock: Clock): Spelled {
  if (why === 'no-token' && !/\/user$|\/graphql$/.test(path) && (method === 'GET' || method === 'HEAD'))
    return { status: 404, message: 'Not Found' };
  if (why === 'no-token') return { status, message: 'Requires authentication' };
  if (why === 'unknown-token' || why === 'expired-token') return { status, message: 'Bad credentials' };
  if (why === 'not-found' || why === 'method') return { status: 404, message: 'Not Found' };
  if (why === 'too-many-requests') return secondary(status);
  // A 403 that was asked for is a limit: the secondary one says how long to wait, the primary one when to come again.
  if (status === 403 && why === 'invalid' && message.startsWith('This 403')) {
    if ('retry-after' in headers) return secondary(status);
    const reset = String(Math.ceil(clock.now() / 1000) + 3600);
    return {
      status,
      message:
        'API rate limit exceeded for user ID 1. If you reach out to GitHub Support for help, please include the request ID.',
      headers: {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': reset,
        'x-ratelimit-used': '5000',
      },
      page: `${manual}/overview/rate-limits-for-the-rest-api`,
    };
  }
  return { status, message };
}

const secondary = (status: number): Spelled => ({
  status,
  message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  page: `${manual}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`,
});

/** GitLab says the status again where it has nothing else to say. */
const gitlabWords = (status: number, message: string): string =>
  ({ 401: '401 Unauthorized', 404: message.startsWith('404') ? message : '404 Not Found', 429: 'Too Many Requests' })[
    status
  ] ?? message;
