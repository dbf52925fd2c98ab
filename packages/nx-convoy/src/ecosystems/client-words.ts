import type { CarrierEnd } from '../model/delivering.ts';
import type { FailureKind } from '../model/journal.ts';
import type { Artifact } from '../model/delivery.ts';
import type { Released, Sent } from '../model/registry.ts';

/** How the words of a client are read. */
export interface Ear {
  readonly client: string;
  readonly released: Released;
  readonly artifact: Artifact;
  /** The status that the registry answered with, where the client shows it. */
  readonly status: RegExp;
  /** It says that it is there. */
  readonly exists: RegExp;
  /** It never came to sending: the client found a mistake, or nobody to be. */
  readonly before: RegExp;
}

/** What a client that uploads came to. Where it does not say, nobody knows: the registry is asked. */
export function heard({ code, said, failed, isLast }: CarrierEnd, ear: Ear): Sent {
  if (code === 0 && isLast) return { is: 'accepted' };
  const { client, released, artifact } = ear;
  const tell = (how: FailureKind, what: string, fix: string): Sent => ({
    is: 'failed',
    how,
    problem: {
      code: what,
      severity: 'error',
      what: `${client} could not upload ${artifact.name} to ${released.registry.upload ?? released.registry.url}: ${complaint(said)}.`,
      fix,
    },
  });
  if (failed === 'absent')
    return tell('refused', 'TOOL_MISSING', `Install ${client} and put it on PATH, or take it out of publish.client.`);
  if (failed === 'late') return tell('unknown', 'UPLOAD_UNKNOWN', again);
  const status = Number(ear.status.exec(said)?.[1] ?? 0);
  if (ear.exists.test(said)) return tell('exists', 'UPLOAD_EXISTS', again);
  if (status === 429 || status === 408) return tell('transient', 'UPLOAD_PUT_OFF', again);
  if (status === 401 || status === 403)
    return tell(
      'refused',
      'UPLOAD_FORBIDDEN',
      `See that the token for ${released.registry.url} is right, and that its owner may publish ${released.name}.`,
    );
  if ((status >= 400 && status < 500) || ear.before.test(said))
    return tell('refused', 'UPLOAD_REFUSED', 'Mend what it says; publish.log has all of it.');
  return tell('unknown', 'UPLOAD_UNKNOWN', again);
}

const again = 'Publish again: the registry is asked first, and nothing is sent twice.';

/** What it says in the end, without colours. */
const complaint = (said: string): string => {
  const lines = said
    .replaceAll(/\p{Cc}\[[0-9;]*m/gu, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (lines.slice(-4).join(' ') || 'it gave no reason').replace(/\.$/, '').slice(-500);
};
