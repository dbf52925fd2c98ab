import type { Plan, PlannedUnit } from '../../model/plan.ts';
import { page } from './html.ts';

const evil = `"><script>alert('1')</script>&\u202e`;

const unit = (id: string, more: Partial<PlannedUnit> = {}): PlannedUnit => ({
  id,
  project: id,
  ecosystem: 'cargo',
  name: id,
  root: id,
  manifest: `${id}/Cargo.toml`,
  private: false,
  registries: [],
  version: { from: '1.0.0', to: '1.1.0', bump: 'minor', spelling: '1.1.0' },
  because: [{ commit: 'abcdef1234567890', text: 'a reason' }],
  ...more,
});

const planWith = (more: Partial<Plan>): Plan => ({
  schema: 1,
  id: 'a'.repeat(64),
  date: '2026-11-20',
  tool: '1.0.0',
  options: {},
  config: 'b'.repeat(64),
  base: { commit: 'c'.repeat(40), tags: [], branch: 'main' },
  units: [unit('a'), unit('b')],
  edges: [{ from: 'b', to: 'a', kind: 'runtime', file: 'b/Cargo.toml', line: 5 }],
  waves: [['a'], ['b']],
  edits: [],
  changelogs: [],
  notes: [],
  tags: [],
  gates: [],
  assets: [],
  problems: [],
  ...more,
});

/** Every tag that opens must close, in order; that is all that a page of ours can get wrong. */
function unclosed(text: string): readonly string[] {
  const open: string[] = [];
  for (const [, slash, name = '', , empty] of text.matchAll(/<(\/)?([a-z][a-z0-9]*)\b((?:[^>"]|"[^"]*")*?)(\/)?>/gi)) {
    if (['meta', 'path', 'rect'].includes(name) && (empty !== undefined || name === 'meta')) continue;
    if (slash === undefined) open.push(name);
    else if (open.pop() !== name) return [...open, `/${name}`];
  }
  return open;
}

it('shows waves, reasons, edits, tags, problems, texts, gates and assets', () => {
  const text = page(
    planWith({
      units: [
        unit('a', {
          because: [
            { unit: 'x', text: 'one' },
            { commit: 'abcdef1234567890', text: 'two' },
          ],
        }),
        unit('b'),
      ],
      edits: [{ file: 'a/Cargo.toml', line: 3, before: '1.0.0', after: '1.1.0', why: 'version of a' }],
      tags: [{ name: 'v1.1.0', units: ['a'], message: 'v1.1.0\n\nMore.' }],
      problems: [{ code: 'X', severity: 'error', what: 'bad', fix: 'mend', file: 'a', line: 2 }],
      checks: { registries: { answers: [], problems: [{ code: 'Y', severity: 'warning', what: 'w', fix: 'f' }] } },
      changelogs: [{ file: 'CHANGELOG.md', units: ['a'], entry: 'the entry', splices: [] }],
      gates: [{ name: 'bench', says: 'is quick', units: ['a'] }],
      assets: [{ unit: 'a', name: 'a.zip', files: [] }],
    }),
  );
  for (const shown of [
    'Wave 1: 1 unit',
    'Wave 2: 1 unit',
    '<summary>one (+1)</summary>',
    '<code>abcdef1234</code> two',
    '<del>1.0.0</del>',
    '<ins>1.1.0</ins>',
    '<pre>v1.1.0\n\nMore.</pre>',
    'error X',
    '<code>a:2</code>',
    'Fix: mend',
    'warning Y',
    'the entry',
    'is quick',
    'a.zip',
    'b needs a (runtime)',
  ])
    expect(text).toContain(shown);
  expect(unclosed(text)).toEqual([]);
});

it('has nothing from elsewhere, and nothing that a name could smuggle in', () => {
  const text = page(
    planWith({
      base: { commit: null, tags: [], branch: evil },
      units: [
        unit(evil, {
          group: evil,
          registries: [evil],
          version: { from: evil, to: evil, bump: 'minor', spelling: evil },
          because: [
            { commit: evil, text: evil },
            { unit: evil, text: evil },
          ],
        }),
        unit('b'),
      ],
      waves: [[evil], ['b']],
      edges: [{ from: 'b', to: evil, kind: 'dev', file: evil, line: 1 }],
      edits: [{ file: evil, line: 3, before: evil, after: evil, why: evil }],
      tags: [{ name: evil, units: [], message: `${evil}!` }],
      problems: [{ code: 'X', severity: 'error', what: evil, fix: evil, file: evil }],
      changelogs: [{ file: evil, units: [], entry: evil, splices: [] }],
      notes: [{ file: evil, text: evil, tag: evil, units: [], title: evil, isDrafted: false }],
      gates: [{ name: evil, says: evil, units: [] }],
      assets: [{ unit: evil, name: evil, files: [] }],
    }),
  );
  expect(text).not.toContain('<script');
  expect(text).not.toContain('\u202e');
  expect(text).not.toMatch(/(?:\s(?:src|href|on\w+)=|url\(|@import)/);
  expect(unclosed(text)).toEqual([]);
  expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(15);
});

it('draws a box for each unit and a line for each need, each column a wave', () => {
  const text = page(planWith({}));
  expect(text.match(/<rect /g)).toHaveLength(2);
  expect(text.match(/<path /g)).toHaveLength(1);
  const [a, b] = [...text.matchAll(/<rect x="(\d+)"/g)].map(([, x]) => Number(x));
  expect(a).toBeLessThan(b ?? 0);
});

it('leaves the drawing out where nobody could read it', () => {
  const units = Array.from({ length: 500 }, (_, at) => unit(`u${at}`));
  const edges = units.slice(1).map(({ id }) => ({ from: id, to: 'u0', kind: 'runtime' as const, file: 'f', line: 1 }));
  const text = page(planWith({ units, edges, waves: [['u0'], units.slice(1).map(({ id }) => id)] }));
  expect(text).not.toContain('<svg');
  expect(text).toContain('Wave 2: 499 units');
});

it.each<[string, Partial<Plan>, string]>([
  ['nothing', { units: [], waves: [], edges: [] }, 'Nothing to release'],
  ['uncommitted changes', { id: null }, 'cannot be applied'],
])('says so of %s', (_, more, shown) => expect(page(planWith(more))).toContain(shown));
