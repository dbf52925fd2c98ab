import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { basic } from '../login.ts';
import { below, unknown } from '../reading.ts';
import { indexIn, isVersion, mostIndex, type Index } from './index-file.ts';

/** Asks a classic repository of charts: its index.yaml lists every version of every chart. */
export function* presence(asked: Released, by?: Credential): Dialogue<Presence> {
  const { name, version } = asked;
  const { index, outcome } = yield* askIndex(asked, by);
  if (index === undefined) return unknown(asked, outcome, byHand(asked));
  const versions = index.of(name);
  if (versions.length === 0) return { is: 'absent', name: 'unknown' };
  const same = versions.find((one) => isVersion(one, version));
  if (same === undefined) return { is: 'absent', name: 'known' };
  return { is: 'present', ...(same.digest === undefined ? {} : { digest: same.digest }) };
}

export const byHand = ({ registry, name, version }: Released): string =>
  `helm show chart ${name} --version ${version} --repo ${registry.url}`;

/** The user whose password a token is, where one is needed: servers of charts look at the password alone. */
export const userOfTokens = 'token';

/** Undefined where there is no answer, or none that can be read. */
export function* askIndex(
  { registry }: Released,
  by: Credential | undefined,
): Dialogue<{ readonly index: Index | undefined; readonly outcome: HttpOutcome }> {
  const headers = basic(by, userOfTokens);
  const outcome = yield {
    method: 'GET',
    url: below(registry.url, 'index.yaml'),
    mostBytes: mostIndex,
    ...(by === undefined ? {} : { headers }),
  };
  return { index: outcome.is === 'silence' ? undefined : readable(outcome), outcome };
}

function readable(answer: Extract<HttpOutcome, { readonly is: 'answer' }>): Index | undefined {
  // A repository that nothing was ever put into has no index yet.
  if (answer.status === 404) return { of: () => [] };
  return answer.status === 200 && !answer.isCut ? indexIn(answer) : undefined;
}
