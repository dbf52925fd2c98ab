import type { Problem } from '../../model/problem.ts';
import type { Presence } from '../../model/registry.ts';
import type { Attempt } from './attempt.ts';
import type { Checksum, DocumentationState, Verdict } from './outcome.ts';

export interface Findings {
  readonly tried: Attempt;
  readonly seen: Presence;
  readonly pages: readonly DocumentationState[];
}

export function verdictOf({ tried, seen, pages, wrong }: Findings & { readonly wrong: readonly Problem[] }): Verdict {
  if (wrong.length > 0) {
    // Where neither the registry tells that it is there, nor the client gets it, nobody knows whether it is; nor can one come from what
    // cannot be installed itself.
    const isUntold = seen.is === 'unknown' && tried.failure?.phase === 'install';
    return isUntold || tried.failure?.phase === 'prepare' || tried.failure?.phase === 'before' ? 'unknown' : 'failed';
  }
  const states = new Set(pages.map(({ is }) => is));
  return states.has('failed')
    ? 'failed'
    : states.has('pending')
      ? 'pending'
      : states.has('unknown')
        ? 'unknown'
        : 'verified';
}

/** Why it is as good as it is, in one line. */
export function reasons(
  { commands, isUpgrade }: Attempt,
  { is, against }: Checksum,
  pages: readonly DocumentationState[],
  previous: string | undefined,
): string {
  const isRun = commands.some(({ phase }) => phase === 'smoke');
  return [
    isUpgrade ? `upgraded from ${previous ?? ''}` : 'fetched',
    ...(isRun ? ['works'] : []),
    is === 'same'
      ? against === 'recorded'
        ? 'the bytes that were made'
        : 'the bytes that its registry tells'
      : 'checksum not told',
    ...pages.map(({ is: state }) => `documentation ${state === 'there' ? 'is there' : state}`),
  ].join(', ');
}
