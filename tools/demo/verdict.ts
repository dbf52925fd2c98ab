import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Report {
  readonly ok: boolean;
  readonly findings: readonly { readonly code: string; readonly severity: string }[];
}

/** What the rehearsal of the sample says: all of it went through; only what a client that is not here holds up did not; or something else. */
export function verdictOf(folder: string): 'whole' | 'held up' | 'broken' {
  const file = join(folder, 'dist/release/rehearsal.json');
  if (!existsSync(file)) return 'broken';
  const { ok, findings } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  if (ok) return 'whole';
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length > 0 && errors.every(({ code }) => /^(?:TOOL|IMAGE_BUILDER)_MISSING$/.test(code))
    ? 'held up'
    : 'broken';
}
