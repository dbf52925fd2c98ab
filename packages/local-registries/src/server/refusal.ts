/** Why a request is not served. Each protocol spells it in the words that its clients know. */
export type Why =
  | 'no-token'
  | 'unknown-token'
  | 'expired-token'
  | 'forbidden'
  | 'read-only'
  | 'too-many-requests'
  | 'not-found'
  | 'method'
  | 'too-large'
  | 'invalid'
  | 'conflict'
  | 'unavailable'
  | 'failed';

export interface Refusal {
  readonly why: Why;
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const statuses: Readonly<Record<Why, number>> = {
  'no-token': 401,
  'unknown-token': 401,
  'expired-token': 401,
  forbidden: 403,
  'read-only': 503,
  'too-many-requests': 429,
  'not-found': 404,
  method: 405,
  'too-large': 413,
  invalid: 400,
  conflict: 409,
  unavailable: 502,
  failed: 500,
};

export function refusal(why: Why, message: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return { why, status: statuses[why], message, headers };
}

/** Thrown, because a limit is met deep inside a stream that somebody else reads; the server turns it into the protocol's answer. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(why: Why, message: string, headers?: Readonly<Record<string, string>>) {
    super(message);
    this.refusal = refusal(why, message, headers);
  }
}
