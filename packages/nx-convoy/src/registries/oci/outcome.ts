import type { Credential } from '../../model/credential.ts';
import type { HttpAnswer, HttpOutcome } from '../../model/http.ts';
import type { Parcel, Released, Sent } from '../../model/registry.ts';
import { sentOf, type Meaning } from '../sent.ts';
import { isTaken, wordsOf } from './words.ts';

export type Failed = Extract<Sent, { readonly is: 'failed' }>;

/** What was asked while something was sent. */
export interface Asked {
  readonly parcel: Parcel;
  readonly by: Credential | undefined;
  /** Nothing that clients see hangs on it: without a good answer, nothing has happened. */
  readonly isInvisible: boolean;
}

/** What an answer comes to that is not the one which was hoped for. */
export function failedBy(outcome: HttpOutcome, { parcel, by, isInvisible }: Asked): Failed {
  const { registry } = parcel.released;
  if (outcome.is === 'silence' && (isInvisible || isUnreached(outcome.why))) {
    const what = `${registry.url} could not be sent ${parcel.artifact.name}: ${outcome.why}. Nothing of it is seen there.`;
    return failing('transient', 'UPLOAD_PUT_OFF', what, again(parcel));
  }
  const sent = sentOf({ parcel, by, to: registry.url, outcome }, (answer) => meaningOf(answer, isInvisible, parcel));
  return sent.is === 'failed' ? sent : odd(parcel, outcome);
}

function meaningOf(answer: HttpAnswer, isInvisible: boolean, { released }: Parcel): Meaning | undefined {
  if (answer.status >= 500 && isInvisible) return { how: 'transient' };
  if (!isInvisible && isTaken(answer)) return { how: 'exists', fix: nextVersion };
  // A conflict about bytes that nobody sees is one of two that send them at once.
  if (answer.status === 409) return { how: 'transient' };
  if (answer.status === 404)
    return /UPLOAD_(?:UNKNOWN|INVALID)/.test(wordsOf(answer))
      ? { how: 'transient' }
      : { how: 'refused', code: 'UPLOAD_NOT_HERE', fix: makeFirst(released) };
  return undefined;
}

const nextVersion = 'A version is published once: if it is not this one that is there, release the next.';

const makeFirst = ({ registry, name }: Released): string =>
  `Make the repository or project of ${name} at ${new URL(registry.url).host} first; or name another place in the unit's registries.`;

/** The request did not even get there. */
const isUnreached = (why: string): boolean =>
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|CERT|UNABLE_TO_|ENOENT|EACCES/.test(why);

/** A version that is there with other bytes, found out before anything was written. */
export const standsElsewhere = (parcel: Parcel, there: string, ours: string): Failed =>
  failing(
    'exists',
    'UPLOAD_EXISTS',
    `${parcel.released.registry.url} has ${parcel.released.name} ${parcel.released.version} already, at ${there}; this is ${ours}.`,
    nextVersion,
  );

export const altered = (parcel: Parcel, ours: string, told: string): Failed =>
  failing(
    'unknown',
    'UPLOAD_UNKNOWN',
    `${parcel.released.registry.url} took ${parcel.artifact.name} as ${told}, and it was sent as ${ours}.`,
    'See what stands between here and the registry: something there writes manifests anew.',
  );

export const odd = (parcel: Parcel, outcome: HttpOutcome): Failed =>
  failing(
    'refused',
    'UPLOAD_NOT_HERE',
    `${parcel.released.registry.url} does not say where the upload of ${parcel.artifact.name} goes on${outcome.is === 'answer' ? ` (${outcome.status})` : ''}.`,
    'See that the address is that of a registry of images, and that no proxy takes the header Location away.',
  );

const again = ({ artifact }: Parcel): string =>
  `Publish again; what is there already is not sent twice: npx nx-convoy publish --units=${artifact.unit}`;

const failing = (how: Failed['how'], code: string, what: string, fix: string): Failed => ({
  is: 'failed',
  how,
  problem: { code, severity: 'error', what, fix },
});
