import type { HttpOutcome } from '../model/http.ts';
import type { Problem } from '../model/problem.ts';
import type { Admission, Released } from '../model/registry.ts';

type Refused = Extract<Admission, { readonly is: 'refused' }>;

export const nobodyThere = ({ registry, name }: Released, fix: string): Refused =>
  refusedBy({
    code: 'NO_CREDENTIAL',
    what: `${registry.upload ?? registry.url} lets nobody in without a credential, and there is none for ${name}.`,
    fix,
  });

/** A credential that is not good, or not for this name. */
export const notAdmitted = ({ registry, name }: Released, why: string, fix: string): Refused =>
  refusedBy({
    code: 'CREDENTIAL_REFUSED',
    what: `${registry.upload ?? registry.url} would not take ${name}: ${why}.`,
    fix,
  });

const refusedBy = (problem: Omit<Problem, 'severity'>): Refused => ({
  is: 'refused',
  problem: { severity: 'error', ...problem },
});

/** An answer that says no to who asks. */
export const isNo = (outcome: HttpOutcome): boolean =>
  outcome.is === 'answer' && (outcome.status === 401 || outcome.status === 403);
