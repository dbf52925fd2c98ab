import type { Outcome } from '../../model/delivery.ts';
import type { Published } from '../../verbs/publish/published.ts';
import { resultAtEnd, resultOf, settledOf } from './results.ts';

const published: Outcome = { is: 'published', because: 'the same bytes' };
const problem = { code: 'REFUSED', severity: 'error', what: 'No.', fix: 'Ask.' } as const;
const failed: Outcome = { is: 'failed', problem };
const blocked: Outcome = { is: 'blocked', by: 'npm:a' };

it.each<[string, readonly Outcome[], boolean, string | undefined]>([
  ['all is there', [published], true, undefined],
  ['it waits for others', [published, blocked], false, 'skipped'],
  ['it failed, and its label waits for it', [failed, blocked], false, undefined],
  ['nobody sees it yet', [{ is: 'pending', problem }], false, undefined],
])('tells Nx of a task: %s', (_, outcomes, success, status) => {
  const result = resultOf(outcomes.map((fate) => ({ unit: 'npm:b', fate })));
  expect([result.success, result.status]).toEqual([success, status]);
});

it('holds a unit for settled only with all of its labels', () => {
  const rows = [
    { unit: 'docker:x', outcome: published },
    { unit: 'docker:x latest' },
    { unit: 'npm:a', outcome: failed },
  ];
  expect([...settledOf(rows).keys()]).toEqual(['npm:a']);
  const later = rows.map((row) => ({ outcome: published, ...row }));
  expect(settledOf(later).get('docker:x')).toHaveLength(2);
});

describe('at the end', () => {
  const value: Published = {
    ...{ plan: '', commit: '', isDry: false },
    units: [{ unit: 'npm:a', version: '1.0.0', registries: [], fate: failed }],
    notDue: [{ unit: 'npm:c', why: 'no registry takes it', isPrivate: true }],
  };
  it.each([
    ['what failed', ['npm:a'], false, value, 'REFUSED'],
    ['what no registry takes', ['npm:c'], true, value, 'skipped (private)'],
    ['what is not due', ['npm:d'], true, value, 'not due'],
    ['what was ended before it began', ['npm:d'], false, { ...value, units: [] }, 'not due'],
  ] as const)('%s', (_, units, success, found, words) => {
    const result = resultAtEnd(units, { ok: false, value: found });
    expect(result.success).toBe(success);
    expect(result.terminalOutput).toContain(words);
  });
});
