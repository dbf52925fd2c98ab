import type { CarrierEnd } from '../../model/delivering.ts';
import type { FailureKind } from '../../model/journal.ts';
import type { Problem } from '../../model/problem.ts';
import type { Released, Sent } from '../../model/registry.ts';
import { complaintIn } from '../../text/complaint.ts';

/**
 * What `cargo publish` came to, by its words. Only what cargo says before it sends, and what a registry says when it refuses, is known not to
 * have arrived.
 */
export function heardOf({ code, said, failed, isLast, now }: CarrierEnd, released: Released): Sent {
  if (code === 0 && isLast) return { is: 'accepted' };
  const words = complaintIn(said);
  const tell = (how: FailureKind, problemCode: string, fix: string, waitMs?: number): Sent => ({
    is: 'failed',
    how,
    problem: problem(problemCode, `${subjectOf(released)}: ${words}`, fix),
    ...(waitMs === undefined ? {} : { waitMs }),
  });
  if (failed === 'absent') return tell('refused', 'TOOL_MISSING', 'Install cargo and put it on PATH.');
  const status = /\bstatus (\d{3})\b/.exec(said)?.[1];
  if (/already exists on|is already uploaded|already been uploaded/.test(said))
    return tell(
      'exists',
      'UPLOAD_EXISTS',
      'It is asked for; if what is there is something else, release the next version.',
    );
  if (status === '429')
    return tell(
      'transient',
      'UPLOAD_PUT_OFF',
      'Publish again later: what is there already is not sent twice.',
      waitIn(said, now),
    );
  if (status !== undefined && status.startsWith('5')) return tell('unknown', 'UPLOAD_UNKNOWN', again);
  if (status === '401' || status === '403' || /no token found|cargo login|authenticated/.test(said))
    return tell('refused', 'UPLOAD_FORBIDDEN', tokenFix(released));
  if (status !== undefined || !isLast)
    return tell('refused', 'UPLOAD_REFUSED', 'Mend what it says; publish.log has all of it.');
  if (failed === 'late') return tell('unknown', 'UPLOAD_UNKNOWN', again);
  return isOnTheWay(said)
    ? tell('unknown', 'UPLOAD_UNKNOWN', again)
    : tell('refused', 'UPLOAD_REFUSED', 'Mend what it says; publish.log has all of it.');
}

const again = 'Publish again: the registry is asked first, and nothing is sent twice.';

/** cargo says `Uploading` before it sends the first byte. */
const isOnTheWay = (said: string): boolean => /^\s*Uploading /m.test(said);

/** crates.io says until when, in words: it sends no header that cargo would show. */
function waitIn(said: string, now: number): number | undefined {
  const until = Date.parse(/try again after (\w{3}, \d{1,2} \w{3} \d{4} [\d:]{8} GMT)/.exec(said)?.[1] ?? '');
  return Number.isNaN(until) ? undefined : Math.max(1000, until - now);
}

const subjectOf = ({ name, version, registry }: Released): string =>
  `cargo could not publish ${name} ${version} to ${registry.url}`;

const tokenFix = ({ registry }: Released): string =>
  `Set a token that may publish it there (${new URL(registry.url).host}): CARGO_REGISTRY_TOKEN, or that of the registry's name; or cargo login.`;

const problem = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });
