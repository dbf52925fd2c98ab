import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome, HttpRequest } from '../../model/http.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { stringOf } from '../../text/json/narrow.ts';
import { basic } from '../login.ts';
import { below } from '../reading.ts';
import { readChallenge, tokenPlace } from './challenge.ts';

/** Asks one registry, and answers what it wants to know of who asks. */
export interface Session {
  ask(request: HttpRequest): Dialogue<HttpOutcome>;
  /** Shows the credential before anything is asked: some registries hide from strangers what they have. */
  logIn(): Dialogue<void>;
}

export interface Visit {
  readonly registry: string;
  /** `repository:acme/ship:pull,push`: what the tokens must be good for. */
  readonly scopes: readonly string[];
  readonly by?: Credential | undefined;
}

/**
 * A token lives for some minutes, and an upload may take longer: whenever the registry asks who is there, it is told anew, and what was
 * asked is asked again. Other hosts, such as the storage that it sends uploads to, are told nothing.
 */
export function visit({ registry, scopes, by }: Visit): Session {
  const { origin } = new URL(registry);
  let shown: string | undefined;

  function* ask(request: HttpRequest): Dialogue<HttpOutcome> {
    if (new URL(request.url).origin !== origin) return yield request;
    const outcome = yield signed(request, shown);
    if (outcome.is !== 'answer' || outcome.status !== 401) return outcome;
    const entry = yield* meet(outcome.headers['www-authenticate'] ?? '');
    if (entry.is === 'refused') return entry.outcome ?? outcome;
    shown = entry.authorization;
    return yield signed(request, shown);
  }

  function* meet(header: string): Dialogue<Entry> {
    const challenge = readChallenge(header);
    if (challenge?.scheme === 'basic') return asPassword(by);
    const place = challenge === undefined ? undefined : tokenPlace(challenge, scopes, registry);
    if (place === undefined) return { is: 'refused' };
    const service: readonly Word[] = place.service === undefined ? [] : [['service', place.service]];
    const words = [...service, ...place.scopes.map(scoped)];
    if (by?.is === 'token') {
      const outcome = yield exchange(place.url, words, by.token.reveal());
      const token = tokenIn(outcome);
      if (token !== undefined) return { is: 'let', authorization: `Bearer ${token}` };
    }
    for (const [key, value] of words) place.url.searchParams.append(key, value);
    const outcome = yield { method: 'GET', url: place.url.href, headers: basic(by, userOfTokens) };
    const token = tokenIn(outcome);
    if (token !== undefined) return { is: 'let', authorization: `Bearer ${token}` };
    return { is: 'refused', ...(isTelling(outcome) ? { outcome } : {}) };
  }

  return {
    ask,
    *logIn() {
      if (by !== undefined) yield* ask({ method: 'GET', url: below(registry, 'v2/') });
    },
  };
}

type Entry =
  | { readonly is: 'let'; readonly authorization: string }
  /** With what whoever gives tokens said, where that tells more than the registry did. */
  | { readonly is: 'refused'; readonly outcome?: HttpOutcome };

type Word = readonly [key: string, value: string];
const scoped = (scope: string): Word => ['scope', scope];

const signed = (request: HttpRequest, authorization: string | undefined): HttpRequest =>
  authorization === undefined ? request : { ...request, headers: { ...request.headers, authorization } };

/** Registries that know tokens for people take any name beside one. */
const userOfTokens = 'token';

function asPassword(by: Credential | undefined): Entry {
  const { authorization } = basic(by, userOfTokens);
  return authorization === undefined ? { is: 'refused' } : { is: 'let', authorization };
}

/** An identity token, as `docker login` keeps one, stands in for name and password (the OAuth2 form of the token protocol). */
const exchange = (realm: URL, words: readonly Word[], token: string): HttpRequest => ({
  method: 'POST',
  url: realm.href,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams([
    ['grant_type', 'refresh_token'],
    ['client_id', 'nx-convoy'],
    ['refresh_token', token],
    ...words.filter(([key]) => key !== 'scope').map(([key, value]): [string, string] => [key, value]),
    ['scope', words.flatMap(([key, value]) => (key === 'scope' ? [value] : [])).join(' ')],
  ]).toString(),
});

function tokenIn(outcome: HttpOutcome): string | undefined {
  if (outcome.is === 'silence' || outcome.status !== 200) return undefined;
  const { token, access_token: other } = fieldsIn(outcome.text);
  return stringOf(token) ?? stringOf(other);
}

/** A name or password that is wrong, too many questions, or a place that is down: not that something is absent. */
const isTelling = (outcome: HttpOutcome): boolean =>
  outcome.is === 'silence' || [401, 403, 429].includes(outcome.status) || outcome.status >= 500;
