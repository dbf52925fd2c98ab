import type { PlannedUnit, PlannedVersion } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { condensed, condensedProblems, type Row } from './condense.ts';

const unit = (id: string, group?: string, bump: PlannedVersion['bump'] = 'patch'): PlannedUnit => ({
  id,
  project: id,
  ecosystem: 'cargo',
  name: id,
  root: id,
  manifest: id,
  private: false,
  registries: [],
  ...(group === undefined ? {} : { group }),
  version: { from: '1.0.0', to: '1.0.1', bump, spelling: '1.0.1' },
  because: [],
});

const many = (
  prefix: string,
  number: number,
  ...more: [group?: string, bump?: PlannedVersion['bump']]
): readonly PlannedUnit[] => Array.from({ length: number }, (_, at) => unit(`${prefix}${at}`, ...more));

const shown = (...waves: readonly (readonly PlannedUnit[])[]): readonly string[] =>
  condensed({ units: waves.flat(), waves: waves.map((wave) => wave.map(({ id }) => id)) }).map((rows) =>
    rows.map(wordsOf).join(' | '),
  );

const wordsOf = (row: Row): string =>
  'unit' in row ? `${row.unit.id}${row.others === 0 ? '' : ` +${row.others}`}` : `${row.more} more: ${row.bumps}`;

it('shows every unit of a usual plan', () => expect(shown(many('a', 2, 'g'), many('b', 1))).toEqual(['a0 | a1', 'b0']));

it('shows a large group as one row for each wave', () =>
  expect(shown([...many('a', 50, 'g'), unit('x')], many('b', 3, 'g'))).toEqual(['a0 +49 | x', 'b0 +2']));

it('keeps members apart that go from elsewhere', () => {
  const other = { ...unit('z', 'g'), version: { to: '1.0.1', bump: 'first', spelling: '1.0.1' } as const };
  expect(shown([...many('a', 50, 'g'), other])).toEqual(['a0 +49 | z']);
});

it('counts the rest of thousands, and shows the furthest first', () => {
  const [first = '', second = ''] = shown(
    [...many('a', 1500), unit('feature', undefined, 'minor'), unit('break', undefined, 'major')],
    [...many('b', 1500), ...many('c', 20, undefined, 'requested')],
  );
  expect(first).toMatch(/^break \| feature \| a0 \| .* \| 1483 more: 1483 patch$/);
  expect(second).toMatch(/^c0 \| .* \| 1501 more: 1 requested, 1500 patch$/);
  expect([first, second].join(' | ').split(' | ')).toHaveLength(40);
});

const problem = (code: string, severity: Problem['severity']): Problem => ({ code, severity, what: 'x', fix: 'y' });

it('tells all of a few problems, and some of each kind of many, errors first', () => {
  const few = Array.from({ length: 40 }, () => problem('A', 'warning'));
  expect(condensedProblems(few)).toEqual({ shown: few, more: [] });
  const { shown: told, more } = condensedProblems([...few, problem('B', 'warning'), problem('C', 'error')]);
  expect(told.map(({ code }) => code).join('')).toBe('CAAAAAB');
  expect(more).toEqual(['and 35 more of warning A']);
});
