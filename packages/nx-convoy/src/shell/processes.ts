import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { faultOf } from './fault.ts';

/** A process, as somebody else may look for it later. */
export interface Known {
  readonly pid: number;
  readonly host: string;
  /** When it began, as the kernel counts: a number that is given again belongs to another process. */
  readonly began?: string;
}

/** A process of another machine may live: only a person can tell. */
export function isAlive({ pid, host, began }: Known): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one all the same.
    if (faultOf(error) !== 'EPERM') return false;
  }
  const now = tellOf(pid);
  if (now.state === 'Z') return false;
  return began === undefined || now.began === undefined || began === now.began;
}

export const beganOf = (pid: number): { began?: string } => {
  const { began } = tellOf(pid);
  return began === undefined ? {} : { began };
};

/** What the system tells of a process; where it tells nothing, the number alone counts. */
function tellOf(pid: number): { readonly state?: string | undefined; readonly began?: string | undefined } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; the state follows, and nineteen fields later the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], began: fields[19] };
  } catch {
    return {};
  }
}
