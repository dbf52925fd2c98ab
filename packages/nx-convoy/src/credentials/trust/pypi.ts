import type { Entry, Pockets } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import { stringOf } from '../../text/json/narrow.ts';
import { hostOf, isHere } from '../address.ts';
import { secretOf } from '../secret.ts';
import { isSafe, answerOf, notTrusted, prove, saidOf } from './proof.ts';
import type { Minted, Trusting } from './trust.ts';

/** PyPI, TestPyPI and who does as they do: the index tells whom the proof is for, and gives a token for a quarter of an hour. */
export const pypi: Trusting = {
  variables: (entry) => [...own(entry).map((audience) => variableOf(audience)), 'CONVOY_ID_TOKEN'],
  scope: (entry) => originOf(entry),
  mint,
  *burn(entry, token) {
    yield sent(`${originOf(entry)}/_/oidc/burn-token`, token.reveal());
  },
  firstTime: 'A project that is new is named beforehand as a pending publisher, under Publishing of your account.',
};

const lifeMs = 15 * 60 * 1000;

/** Those names that only one place may be shown. */
const audiences: Readonly<Record<string, readonly string[]>> = {
  pypi: ['upload.pypi.org', 'pypi.org'],
  testpypi: ['test.pypi.org'],
};

const originOf = ({ registry }: Entry): string => new URL(registry.upload ?? registry.url).origin;

const own = (entry: Entry): readonly string[] =>
  Object.entries(audiences).flatMap(([name, hosts]) =>
    hosts.includes(hostOf(originOf(entry))) || isHere(originOf(entry)) ? [name] : [],
  );

/** As the clients of PyPI call it for GitLab: `pypi` is PYPI_ID_TOKEN. */
const variableOf = (audience: string): string => `${audience.replaceAll(/\W/g, '_').toUpperCase()}_ID_TOKEN`;

function* mint(entry: Entry, pockets: Pockets, now: number): Dialogue<Minted> {
  const origin = originOf(entry);
  if (!isSafe(origin)) return { is: 'unoffered' };
  const told = yield { method: 'GET', url: `${origin}/_/oidc/audience`, headers: { accept: 'application/json' } };
  const audience = stringOf(answerOf(told).audience);
  if (audience === undefined) {
    return told.is === 'answer' && told.status < 500 ? { is: 'unoffered' } : refused(entry, saidOf(told));
  }
  // An index that asks for what is meant for another one would go there with it.
  if (audiences[audience]?.includes(hostOf(origin)) === false && !isHere(origin))
    return refused(entry, `it asks for a proof that is meant for ${audience}`);
  const proof = yield* prove(pockets, { audience, variables: [variableOf(audience), 'CONVOY_ID_TOKEN'] });
  if (proof.is === 'none') return refused(entry, proof.why);
  pockets.hide(proof.jwt);
  const outcome = yield sent(`${origin}/_/oidc/mint-token`, proof.jwt);
  const { token, expires } = answerOf(outcome);
  const given = stringOf(token);
  if (given === undefined) return refused(entry, saidOf(outcome, proof.jwt));
  return {
    is: 'minted',
    token: secretOf(given),
    until: typeof expires === 'number' ? expires * 1000 : now + lifeMs,
    from: `trusted publishing, by ${proof.from}`,
  };
}

const sent = (url: string, token: string) =>
  ({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ token }),
  }) as const;

const refused = (entry: Entry, why: string): Minted => ({
  is: 'refused',
  problem: notTrusted(
    hostOf(originOf(entry)),
    why,
    `Name this repository and workflow as a publisher of ${entry.name}: ${manageAt(entry)}. ${pypi.firstTime}`,
  ),
});

/** People log in at another host than files are sent to. */
const manageAt = (entry: Entry): string =>
  `${originOf(entry).replace('//upload.', '//')}/manage/project/${entry.name}/settings/publishing/`;
