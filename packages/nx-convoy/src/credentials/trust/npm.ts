import type { Entry, Pockets } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import { stringOf } from '../../text/json/narrow.ts';
import { hostOf, isHere, plainly } from '../address.ts';
import { secretOf } from '../secret.ts';
import { isSafe, answerOf, notTrusted, prove, saidOf } from './proof.ts';
import type { Minted, Trusting } from './trust.ts';

/** npm: a proof for a token of an hour, for one package that is there already. */
export const npm: Trusting = {
  variables: () => ['NPM_ID_TOKEN', 'CONVOY_ID_TOKEN'],
  scope: ({ registry, name }) => `${registry.url} ${name}`,
  mint,
  firstTime:
    'The first version of a new package needs a token: npm login, and npm publish, once; after it, name this workflow in the settings of the package.',
};

const lifeMs = 60 * 60 * 1000;

function* mint(entry: Entry, pockets: Pockets, now: number): Dialogue<Minted> {
  const registry = plainly(entry.registry.url) ?? '';
  if (!isSafe(registry)) return { is: 'unoffered' };
  // The audience names the host: what one registry is shown, no other believes.
  const audience = `npm:${new URL(registry).hostname}`;
  const proof = yield* prove(pockets, { audience, variables: npm.variables(entry) });
  if (proof.is === 'none') return refused(entry, proof.why);
  pockets.hide(proof.jwt);
  const outcome = yield {
    method: 'POST',
    url: `${registry}/-/npm/v1/oidc/token/exchange/package/${entry.name.replace('/', '%2f')}`,
    headers: { authorization: `Bearer ${proof.jwt}`, 'content-type': 'application/json' },
    body: '{}',
  };
  const { token, expires } = answerOf(outcome);
  const given = stringOf(token);
  if (given !== undefined) {
    const until = Date.parse(stringOf(expires) ?? '');
    return {
      is: 'minted',
      token: secretOf(given),
      until: Number.isNaN(until) ? now + lifeMs : until,
      from: `trusted publishing, by ${proof.from}`,
    };
  }
  // npm says the same of a package that is not there and of a job that is not trusted; others have no such place at all.
  const isOwn = hostOf(registry) === 'registry.npmjs.org' || isHere(registry);
  if (!isOwn && outcome.is === 'answer' && outcome.status === 404) return { is: 'unoffered' };
  return refused(entry, saidOf(outcome, proof.jwt));
}

const refused = ({ registry, name }: Entry, why: string): Minted => ({
  is: 'refused',
  problem: notTrusted(
    hostOf(registry.url),
    why,
    `Name this repository and workflow as the trusted publisher of ${name}: https://www.npmjs.com/package/${name}/access. ${npm.firstTime}`,
  ),
});
