import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { root } from '../../../../../tools/root.ts';
import type { Plan } from '../../model/plan.ts';
import { identity } from './assemble.ts';
import { planJsonSchema } from './plan-schema.ts';
import { readPlan } from './read-plan.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const file = join(root, 'packages/nx-convoy/schemas/plan-1.json');

const content: Omit<Plan, 'id'> = {
  schema: 1,
  date: '2026-11-20',
  tool: '0.0.0',
  options: {},
  config: hash('{}'),
  base: { commit: 'c0ffee', tags: [{ name: 'v1.0.0', commit: 'decade' }], branch: 'main' },
  units: [
    {
      id: 'cargo:a',
      project: 'a',
      ecosystem: 'cargo',
      name: 'a',
      root: '.',
      manifest: 'Cargo.toml',
      private: false,
      registries: [],
      version: { from: '1.0.0', to: '1.1.0', bump: 'minor', spelling: '1.1.0' },
      because: [{ commit: 'c0ffee', text: 'feat: x' }],
    },
  ],
  edges: [{ from: 'cargo:a', to: 'cargo:b', kind: 'runtime', file: 'Cargo.toml', line: 5 }],
  waves: [['cargo:a']],
  edits: [{ file: 'Cargo.toml', line: 3, before: '1.0.0', after: '1.1.0', why: 'the version of cargo:a' }],
  changelogs: [],
  notes: [],
  tags: [{ name: 'v1.1.0', units: ['cargo:a'], message: 'v1.1.0' }],
  gates: [],
  assets: [],
  problems: [],
};
const plan: Plan = { ...content, id: hash(identity(content)) };
const saved = (changed: object = {}): string => JSON.stringify({ ...plan, ...changed }, undefined, 2);

it('reads what was saved', () => expect(readPlan(saved(), 'plan.json', hash)).toEqual({ ok: true, value: plan }));

it.each<[string, object]>([
  ['the day', { date: '2027-01-01' }],
  ['the branch', { base: { ...plan.base, branch: null } }],
  ['what this clone is like', { checks: { clone: [{ code: 'X', severity: 'warning', what: 'x', fix: 'y' }] } }],
])('takes %s for no part of the id', (_, changed) => expect(readPlan(saved(changed), 'p.json', hash).ok).toBe(true));

it.each<[string, string, string, number, string]>([
  [
    'a newer schema',
    saved({ schema: 2, units: 'new' }),
    'PLAN_NEWER',
    2,
    'schema 2; this version of nx-convoy knows schema 1',
  ],
  ['a key that is missing', saved({ units: undefined }), 'PLAN_INVALID', 1, 'units does not fit'],
  [
    'a value of another kind',
    saved({ edits: [{ ...plan.edits[0], line: 'three' }] }),
    'PLAN_INVALID',
    58,
    'edits.0.line does not fit',
  ],
  ['a change by hand', saved({ tags: [] }), 'PLAN_ALTERED', 70, 'its id stands for something else'],
  ['no JSON', '{\n"schema": 1,\n', 'JSON_INVALID', 3, 'is no valid JSON'],
  ['something else', '[]', 'PLAN_INVALID', 1, 'p.json is no plan'],
])('refuses %s, with place and fix', (_, text, code, line, what) => {
  const read = readPlan(text, 'p.json', hash);
  const [problem] = read.ok ? [] : read.problems;
  expect(problem).toMatchObject({ code, where: { file: 'p.json', line }, what: expect.stringContaining(what) });
  expect(problem?.fix).toMatch(/nx-convoy/);
});

it('a plan of an uncommitted tree has no id to check', () => {
  expect(readPlan(saved({ id: null, tags: [] }), 'p.json', hash).ok).toBe(true);
});

it('schemas/plan-1.json says what is read (CONVOY_UPDATE=1 writes it)', () => {
  const made = `${JSON.stringify(planJsonSchema(), undefined, 2)}\n`;
  if (process.env.CONVOY_UPDATE === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, made);
  }
  expect(readFileSync(file, 'utf8')).toBe(made);
});

it('the committed schema accepts a plan, and refuses what is none', () => {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0]);
  expect(schema.safeParse(plan).success).toBe(true);
  expect(schema.safeParse({ ...plan, id: 'mine' }).success).toBe(false);
  expect(schema.safeParse({ ...plan, units: [{}] }).success).toBe(false);
});
