import type { Pockets } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Problem } from '../../model/problem.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { isHere } from '../address.ts';
import { setIn } from '../finding.ts';

/** Who a job is, signed by the CI that runs it, for one reader alone. */
export type Proof =
  { readonly is: 'proof'; readonly jwt: string; readonly from: string } | { readonly is: 'none'; readonly why: string };

export interface Wanted {
  /** Who shall believe it. */
  readonly audience: string;
  /** Variables by which CI hands over a proof that is made already: GitLab's `id_tokens`, and whoever does likewise. */
  readonly variables: readonly string[];
}

const url = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const bearer = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';

/** Whether this CI lets the job say who it is. */
export const offersProof = (pockets: Pockets, variables: readonly string[]): boolean =>
  variables.some((name) => setIn(pockets, name) !== undefined) || asksForge(pockets);

const asksForge = (pockets: Pockets): boolean =>
  setIn(pockets, url) !== undefined && setIn(pockets, bearer) !== undefined;

export function* prove(pockets: Pockets, { audience, variables }: Wanted): Dialogue<Proof> {
  for (const name of variables) {
    const jwt = setIn(pockets, name);
    if (jwt === undefined) continue;
    pockets.hide(jwt);
    // Who is shown a proof that is meant for another could go there with it.
    if (isFor(jwt, audience)) return { is: 'proof', jwt, from: name };
    if (!asksForge(pockets)) return { is: 'none', why: `what ${name} holds is not meant for ${audience}` };
  }
  const [address = '', key = ''] = [setIn(pockets, url), setIn(pockets, bearer)];
  if (!isSafe(address)) return { is: 'none', why: `${url} is no address that can be asked safely` };
  pockets.hide(key);
  const asked = new URL(address);
  asked.searchParams.set('audience', audience);
  const outcome = yield { method: 'GET', url: asked.href, headers: { authorization: `Bearer ${key}` } };
  const jwt = stringOf(answerOf(outcome).value);
  if (jwt !== undefined) return { is: 'proof', jwt, from: 'what this job is' };
  return { is: 'none', why: `the CI gave no proof of what this job is: ${saidOf(outcome)}` };
}

function isFor(jwt: string, audience: string): boolean {
  const { aud } = fieldsIn(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return (Array.isArray(aud) ? aud : [aud]).includes(audience);
}

/** A proof is as good as a token: in the clear it goes nowhere but to this machine. */
export const isSafe = (address: string): boolean =>
  URL.canParse(address) && (new URL(address).protocol === 'https:' || isHere(address));

/** The JSON of a good answer; empty where there is none. */
export const answerOf = (outcome: HttpOutcome): JsonObject =>
  outcome.is === 'silence' || outcome.status >= 300 ? {} : fieldsIn(outcome.text);

/** What an answer says, in one line, without what it was told. */
export function saidOf(outcome: HttpOutcome, jwt = ''): string {
  if (outcome.is === 'silence') return outcome.why;
  const { message, detail, errors } = fieldsIn(outcome.text);
  const first = objectOf(Array.isArray(errors) ? errors[0] : undefined);
  const said = stringOf(first.detail) ?? stringOf(first.description) ?? stringOf(message) ?? stringOf(detail);
  const shown = jwt === '' ? said : said?.replaceAll(jwt, '…');
  return shown === undefined ? `status ${outcome.status}` : `${shown.slice(0, 300)} (status ${outcome.status})`;
}

export const notTrusted = (place: string, why: string, fix: string): Problem => ({
  code: 'TRUST_REFUSED',
  severity: 'error',
  what: `${place} gives this job no token: ${why.replace(/\.$/, '')}.`,
  fix,
});
