import { createTree } from '@nx/devkit/testing';
import generate from './release-config.ts';

type Tree = ReturnType<typeof createTree>;

const manifest = '[package]\nname = "parser"\nversion = "1.2.0"\nrepository = "https://github.com/acme/parser"\n';
const textOf = (tree: Tree, file: string): string => tree.read(file, 'utf-8') ?? '';

function workspace(): Tree {
  const tree = createTree();
  tree.write('Cargo.toml', manifest);
  tree.write('chart/Chart.yaml', 'apiVersion: v2\nname: parser\nversion: 1.2.0\n');
  tree.write('nx.json', '{\n  // ours\n  "plugins": ["nx-convoy"]\n}\n');
  return tree;
}

const changes = (tree: Tree): readonly string[] =>
  tree
    .listChanges()
    .map(({ path }) => path)
    .sort();

it('writes into the tree what the bin would write, once', async () => {
  const tree = workspace();
  await generate(tree, {});
  expect(textOf(tree, 'nx.json')).toContain('// ours');
  expect(textOf(tree, 'nx.json')).toContain('"registries": ["oci://ghcr.io/acme/charts"]');
  expect(textOf(tree, 'RELEASE.md')).toContain('oci://ghcr.io/acme/charts/parser');
  const [settings, runbook] = [textOf(tree, 'nx.json'), textOf(tree, 'RELEASE.md')];
  await generate(tree, {});
  expect([textOf(tree, 'nx.json'), textOf(tree, 'RELEASE.md')]).toEqual([settings, runbook]);
  await generate(tree, { check: true });
});

it('--check fails and writes nothing where something differs', async () => {
  const tree = workspace();
  const before = changes(tree);
  await expect(generate(tree, { check: true })).rejects.toThrow(/RELEASE\.md is not what it would be/);
  expect(changes(tree)).toEqual(before);
});

it('obeys its options', async () => {
  const tree = workspace();
  await generate(tree, { runbook: false, charts: 'https://charts.example.com' });
  expect(tree.exists('RELEASE.md')).toBe(false);
  expect(textOf(tree, 'nx.json')).toContain('"registries": ["https://charts.example.com"]');
});
