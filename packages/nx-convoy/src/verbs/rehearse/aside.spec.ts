import type { Plan, PlanProblem } from '../../model/plan.ts';
import { identity } from '../../planning/written/assemble.ts';
import { setAside } from './aside.ts';

const hash = (text: string): string => `hash of ${text.length}`;
const error = (what: string, file?: string): PlanProblem => ({
  ...{ code: 'X', severity: 'error', what, fix: 'Mend it.' },
  ...(file === undefined ? {} : { file }),
});

it.each([
  ['an error of one unit is that unit’s', [error('no version', 'a/Cargo.toml')], 'a: no version'],
  ['two units, two errors', [error('x', 'a/Cargo.toml'), error('y', 'b/Cargo.toml')], 'a: x, b: y'],
  ['an error of nobody stops everything', [error('x', 'a/Cargo.toml'), error('y', 'nx.json')], ''],
  ['an error without a place as well', [error('x')], ''],
  ['what nobody publishes is nobody’s', [error('x', 'private/Cargo.toml')], ''],
  ['warnings hold nobody up', [{ ...error('x', 'a/Cargo.toml'), severity: 'warning' as const }], ''],
])('%s', (_, problems, expected) => {
  const found = planOf(problems);
  const { plan, heldUp } = setAside(found, hash);
  expect([...heldUp].map(([id, why]) => `${id}: ${why}`).join(', ')).toBe(expected);
  // The plan that is applied stands for what it says.
  expect(plan.id).toBe(expected === '' ? 'asked' : hash(identity(plan)));
  expect(plan.problems.length).toBe(expected === '' ? problems.length : 0);
  expect(plan.checks).toBeUndefined();
});

function planOf(problems: readonly PlanProblem[]): Plan {
  const units = ['a', 'b', 'private'].map((id) => ({
    ...{ id, project: id, ecosystem: 'cargo', name: id, root: id, manifest: `${id}/Cargo.toml` },
    ...{ private: id === 'private', registries: [], because: [] },
    version: { to: '1.0.0', bump: 'first' as const, spelling: '1.0.0' },
  }));
  return {
    ...{ schema: 1, id: 'asked', date: '', tool: '', options: {}, config: '', units, edges: [], waves: [['a', 'b']] },
    ...{ base: { commit: null, tags: [], branch: null }, edits: [], changelogs: [], notes: [], tags: [], gates: [] },
    ...{ assets: [], problems, checks: { clone: [error('no upstream')] } },
  };
}
