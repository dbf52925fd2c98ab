import type { Credential } from '../model/credential.ts';
import type { HttpAnswer, HttpOutcome } from '../model/http.ts';
import type { FailureKind } from '../model/journal.ts';
import type { Problem } from '../model/problem.ts';
import type { Parcel, Sent } from '../model/registry.ts';
import { retryAfter } from '../text/http/retry-after.ts';
import { withoutSecretOf } from './login.ts';
import { wordsOf } from './words.ts';

/** An upload and what came back. */
export interface Delivered {
  readonly parcel: Parcel;
  readonly by: Credential | undefined;
  /** Where it was sent. */
  readonly to: string;
  readonly outcome: HttpOutcome;
}

/** What an answer means where a protocol, or a server of it, has a meaning of its own. */
export interface Meaning {
  readonly how: FailureKind;
  readonly code?: string;
  readonly fix?: string;
}

/** By the answer, and by what the registry says in it. */
export type Reading = (answer: HttpAnswer, words: string) => Meaning | undefined;

/**
 * What an answer to an upload means. Only what says so has taken it; what surely was not taken is told apart from what may have been, for
 * nobody sends the latter again before the registry was asked.
 */
export function sentOf(delivered: Delivered, reading: Reading): Sent {
  const { outcome, by } = delivered;
  if (outcome.is === 'silence') return failed('unknown', silent(delivered, outcome.why));
  if (outcome.status >= 200 && outcome.status < 300) return { is: 'accepted' };
  const words = withoutSecretOf(by, wordsOf(outcome) ?? '');
  const { how, code, fix } = reading(outcome, words) ?? usual(outcome);
  const problem: Problem = {
    code: code ?? codes[how],
    severity: 'error',
    what: sentence(delivered, outcome, how, words),
    fix: fix ?? fixes[how](delivered, outcome),
  };
  return failed(how, problem, how === 'transient' ? retryAfter(outcome.headers) : undefined);
}

/** What no server was asked about. */
export const failed = (how: FailureKind, problem: Problem, waitMs?: number): Sent => ({
  is: 'failed',
  how,
  problem,
  ...(waitMs === undefined ? {} : { waitMs }),
});

function usual(answer: HttpAnswer): Meaning {
  const { status, headers } = answer;
  if (isPutOff.has(status) || (status === 503 && retryAfter(headers) !== undefined)) return { how: 'transient' };
  if (status >= 500 || status < 200) return { how: 'unknown' };
  if (status < 400) return { how: 'refused', code: 'UPLOAD_NOT_HERE' };
  const code = refusals[status];
  return status === 409 ? { how: 'exists' } : { how: 'refused', ...(code === undefined ? {} : { code }) };
}

/** Too slow, too early, too many: nothing of it was looked at. */
const isPutOff = new Set([408, 425, 429]);

const refusals: Readonly<Record<number, string>> = {
  401: 'UPLOAD_FORBIDDEN',
  403: 'UPLOAD_FORBIDDEN',
  404: 'UPLOAD_NOT_HERE',
  405: 'UPLOAD_NOT_HERE',
  413: 'UPLOAD_TOO_LARGE',
};

const codes: Readonly<Record<FailureKind, string>> = {
  transient: 'UPLOAD_PUT_OFF',
  refused: 'UPLOAD_REFUSED',
  exists: 'UPLOAD_EXISTS',
  unknown: 'UPLOAD_UNKNOWN',
};

const silent = ({ parcel, to }: Delivered, why: string): Problem => ({
  code: 'UPLOAD_UNKNOWN',
  severity: 'error',
  what: `${to} was sent ${parcel.artifact.name}, and nothing came back: ${why}.`,
  fix: again(parcel),
});

function sentence({ parcel, to }: Delivered, { status }: HttpAnswer, how: FailureKind, words: string): string {
  const told = words === '' ? `status ${status}` : `${words.replace(/\.$/, '')} (${status})`;
  return `${to} ${verbs[how]} ${parcel.artifact.name}: ${told}.`;
}

const verbs: Readonly<Record<FailureKind, string>> = {
  transient: 'put off',
  refused: 'refuses',
  exists: 'says that it has',
  unknown: 'does not tell what became of',
};

const again = ({ artifact }: Parcel): string =>
  `Publish again: it is asked first, and nothing is sent twice: npx nx-convoy publish --units=${artifact.unit}`;

type Fix = (delivered: Delivered, answer: HttpAnswer) => string;

const fixes: Readonly<Record<FailureKind, Fix>> = {
  transient: ({ parcel }) => again(parcel),
  exists: ({ parcel }) => again(parcel),
  unknown: ({ parcel }) => again(parcel),
  refused: (delivered, answer) => (refusalFixes[answer.status] ?? byRange)(delivered, answer),
};

const byRange: Fix = ({ parcel }, { status, headers }) =>
  status < 400
    ? `Name the address that it sends to (${headers.location ?? 'it tells none'}) in place of this one, in the plugin's options or the client's settings.`
    : `Correct what it names, package ${parcel.released.name} again, and publish: npx nx-convoy publish --units=${parcel.artifact.unit}`;

const letIn: Fix = ({ parcel, by }, { status }) => {
  const { name } = parcel.released;
  if (by === undefined)
    return `Nothing says who you are: set a token that may publish ${name} there, and publish again.`;
  return status === 401
    ? `Renew the token in ${by.from}: it is wrong, or too old.`
    : `See that what is in ${by.from} is right, and that its owner may publish ${name}; a token may be for other names.`;
};

const nowhere: Fix = () =>
  "See that the registry's address is right: this one takes no uploads. The plugin's options name others below registries.";

const refusalFixes: Readonly<Record<number, Fix>> = {
  401: letIn,
  403: letIn,
  404: nowhere,
  405: nowhere,
  413: ({ parcel }) =>
    `${parcel.artifact.name} has ${(parcel.artifact.size / 1024 / 1024).toFixed(1)} MB: leave out what users do not need, or ask those who run the registry for more.`,
};

/** As long as an upload may take: an hour for the slowest lines, were it a gigabyte. */
export const uploadMs = (size: number): number => 5 * 60_000 + Math.ceil(size / bytesPerMs);
const bytesPerMs = 300;
