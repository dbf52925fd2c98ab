import type { Entry, Pockets } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import { stringOf } from '../../text/json/narrow.ts';
import { hostOf, isHere, plainly } from '../address.ts';
import { secretOf } from '../secret.ts';
import { isSafe, answerOf, notTrusted, prove, saidOf } from './proof.ts';
import type { Minted, Trusting } from './trust.ts';

/** crates.io (RFC 3691): a proof for a token of half an hour, for all crates that trust the workflow. */
export const crates: Trusting = {
  variables: () => ['CRATES_IO_ID_TOKEN', 'CONVOY_ID_TOKEN'],
  scope: ({ registry }) => registry.url,
  mint,
  *burn(entry, token) {
    const api = yield* apiOf(entry);
    if (api !== undefined)
      yield { method: 'DELETE', url: tokens(api), headers: { authorization: `Bearer ${token.reveal()}` } };
  },
  firstTime:
    'The first version of a new crate needs a token: set CARGO_REGISTRY_TOKEN once; after it, name this workflow in the settings of the crate.',
};

const lifeMs = 30 * 60 * 1000;
const tokens = (api: string): string => `${api}/api/v1/trusted_publishing/tokens`;

function* mint(entry: Entry, pockets: Pockets, now: number): Dialogue<Minted> {
  const api = yield* apiOf(entry);
  if (api === undefined || !isSafe(api)) return { is: 'unoffered' };
  // What is meant for crates.io is shown to nobody else: they could go there with it.
  const audience = hostOf(api) === 'crates.io' || isHere(api) ? 'crates.io' : hostOf(api);
  const proof = yield* prove(pockets, { audience, variables: crates.variables(entry) });
  if (proof.is === 'none') return refused(entry, api, proof.why);
  pockets.hide(proof.jwt);
  const outcome = yield {
    method: 'PUT',
    url: tokens(api),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jwt: proof.jwt }),
  };
  const token = stringOf(answerOf(outcome).token);
  if (token !== undefined)
    return { is: 'minted', token: secretOf(token), until: now + lifeMs, from: `trusted publishing, by ${proof.from}` };
  if (outcome.is === 'answer' && (outcome.status === 404 || outcome.status === 405)) return { is: 'unoffered' };
  return refused(entry, api, saidOf(outcome, proof.jwt));
}

/** The index tells where uploads go. */
function* apiOf({ registry }: Entry): Dialogue<string | undefined> {
  const outcome = yield { method: 'GET', url: `${plainly(registry.url) ?? ''}/config.json` };
  return plainly(stringOf(answerOf(outcome).api) ?? '');
}

const refused = ({ name }: Entry, api: string, why: string): Minted => ({
  is: 'refused',
  problem: notTrusted(
    hostOf(api),
    why,
    `Name this repository and workflow as a trusted publisher at ${api}/crates/${name}/settings. ${crates.firstTime}`,
  ),
});
