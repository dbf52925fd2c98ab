import type { Published, PublishedUnit } from '../../verbs/publish/published.ts';
import type { Heard } from './heard.ts';

export interface TaskResult {
  readonly success: boolean;
  /** Tasks that did not run because others failed: Nx counts them apart. */
  readonly status?: 'skipped';
  readonly terminalOutput: string;
}

type Row = Pick<PublishedUnit, 'unit' | 'fate'>;

/** What a task comes to whose units, with all labels that go with them, came to this. */
export function resultOf(rows: readonly Row[]): TaskResult {
  const isBad = rows.some(({ fate }) => ['failed', 'unknown', 'pending'].includes(fate.is));
  const isBlocked = !isBad && rows.some(({ fate }) => fate.is === 'blocked');
  const terminalOutput = rows.map((row) => `${row.unit} ${wordsOf(row)}\n`).join('');
  return { success: !isBad && !isBlocked, terminalOutput, ...(isBlocked ? { status: 'skipped' as const } : {}) };
}

const wordsOf = ({ fate }: Row): string => {
  if ('because' in fate) return `${fate.is}: ${fate.because}`;
  if (fate.is === 'blocked') return `blocked: waits for ${fate.by}`;
  const { code, what, fix } = fate.problem;
  return `${fate.is}: ${code}\n  ${what}\n  Fix: ${fix}`;
};

/** What came of units at the end; those that are not due are well where the whole is. */
export function resultAtEnd(
  units: readonly string[],
  { ok, value }: { readonly ok: boolean; readonly value: Published },
): TaskResult {
  const rows = value.units.filter(({ unit }) => units.includes(unit));
  const known = new Set(rows.map(({ unit }) => unit));
  const left = units.filter((unit) => !known.has(unit));
  const result = resultOf(rows);
  const notDue = left.map((unit) => `${unit} ${notDueWords(unit, value)}\n`).join('');
  // Where nothing is known of any unit, it was ended before it began.
  const isKnown = left.length === 0 || ok || value.units.length > 0;
  return { ...result, success: result.success && isKnown, terminalOutput: result.terminalOutput + notDue };
}

function notDueWords(unit: string, { notDue, nothing }: Published): string {
  const found = notDue.find((one) => one.unit === unit);
  if (found?.isPrivate === true) return 'skipped (private)';
  return `not due: ${found?.why ?? nothing ?? 'nothing is known of it'}`;
}

/** Units of which nothing more will come: they, and all labels that go with them, came to something. */
export function settledOf(rows: Heard): ReadonlyMap<string, readonly Row[]> {
  const settled = new Map<string, Row[]>();
  const open = new Set<string>();
  for (const { unit: id, outcome } of rows) {
    const [unit = id] = id.split(' ');
    if (outcome === undefined) open.add(unit);
    else settled.set(unit, [...(settled.get(unit) ?? []), { unit, fate: outcome }]);
  }
  for (const unit of open) settled.delete(unit);
  return settled;
}
