import { createTree } from '@nx/devkit/testing';
import type { PlannedEdit } from '../../model/plan.ts';
import { treeSnapshot } from './tree-snapshot.ts';
import type { Workspace } from './workspace.ts';
import { write, type Whose } from './write.ts';

const workspace = (): Workspace => ({
  repo: { files: [], text: () => undefined },
  graph: { units: [], edges: [], publishOrder: [], ignored: [], problems: [] },
  rule: { zero: 'shift', patch: 'types', dependents: 'follow' },
  written: new Map(),
  changes: new Map(),
});
const edit = (before: string, after: string, file = 'Cargo.toml', line = 2): PlannedEdit => ({
  file,
  line,
  before,
  after,
  why: 'test',
});
const a: Whose = { project: 'a' };

function treeWith(files: Readonly<Record<string, string>>): ReturnType<typeof createTree> {
  const tree = createTree();
  for (const [path, text] of Object.entries(files)) tree.write(path, text);
  return tree;
}

describe('writing', () => {
  const manifest = '[package]\nversion = "1.0.0" # not 1.0.0\n';
  const afterwards = (tree: ReturnType<typeof createTree>): string => tree.read('Cargo.toml', 'utf-8') ?? '';

  it('goes on from what was written before, also to another version of the same project', () => {
    const [tree, state] = [treeWith({ 'Cargo.toml': manifest }), workspace()];
    expect(write(tree, [edit('1.0.0', '1.0.1')], state, a)).toHaveLength(1);
    expect(write(tree, [edit('1.0.0', '1.0.1')], state, a)).toHaveLength(0);
    expect(write(tree, [edit('1.0.0', '1.1.0')], state, a)).toHaveLength(1);
    expect(afterwards(tree)).toBe('[package]\nversion = "1.1.0" # not 1.0.0\n');
  });

  it('gives one place no second version, but takes the same one from another project', () => {
    const [tree, state] = [treeWith({ 'Cargo.toml': manifest }), workspace()];
    write(tree, [edit('1.0.0', '1.0.1')], state, a);
    expect(write(tree, [edit('1.0.0', '1.0.1')], state, { project: 'b' })).toHaveLength(0);
    expect(() => write(tree, [edit('1.0.0', '2.0.0')], state, { project: 'b' })).toThrow(
      'Cargo.toml:2 is the version of both "a" (1.0.1) and "b" (2.0.0)',
    );
    expect(afterwards(tree)).toContain('"1.0.1"');
  });

  it('writes all or nothing', () => {
    const [tree, state] = [treeWith({ 'Cargo.toml': manifest, 'b.toml': 'version = "9.9.9"\n' }), workspace()];
    const both = [edit('1.0.0', '2.0.0'), edit('1.0.0', '2.0.0', 'b.toml', 1)];
    expect(() => write(tree, both, state, a)).toThrow(/b\.toml:1: [^]*\n\n/);
    expect(afterwards(tree)).toBe(manifest);
    expect(state.written.size).toBe(0);
  });
});

it('takes a tree for a repository, with what was written and without what was deleted', async () => {
  const tree = treeWith({ 'b.txt': 'é', 'a/one.txt': '1' });
  tree.delete('.prettierrc');
  const repo = await treeSnapshot(tree);
  expect(repo.files).toEqual(['a/one.txt', 'b.txt']);
  expect(repo.text('b.txt')).toEqual({ ok: true, value: 'é' });
  expect(repo.text('none.txt')).toBeUndefined();
});
