import type { Tree } from '@nx/devkit';
import { discover } from '../../graph/discover.ts';
import type { Graph } from '../../model/graph.ts';
import type { BumpRule } from '../../planning/rule.ts';
import { ruleOf } from '../../planning/settings.ts';
import { gatherConfig } from '../../verbs/gather.ts';
import { treeSnapshot } from './tree-snapshot.ts';

/** A workspace as it stood when a release began, and what was written into it since. */
export interface Workspace {
  readonly graph: Graph;
  readonly rule: BumpRule;
  /** What stands now where the survey saw another value, by file, line, that value and whose it is. */
  readonly written: Map<string, Written>;
}

export interface Written {
  readonly now: string;
  /** The project whose own version this is; absent for a requirement, which several may move. */
  readonly owner?: string;
}

/** Nx makes one object per project; the repository is surveyed once for all of them. */
const kept = new WeakMap<Tree, Promise<Workspace>>();
const validated = new WeakSet<Tree>();

export function workspaceOf(tree: Tree): Promise<Workspace> {
  const known = kept.get(tree);
  if (known !== undefined) return known;
  const workspace = read(tree);
  kept.set(tree, workspace);
  return workspace;
}

/** Commands that run before versions are written may have made manifests: then everything is surveyed anew, once. */
export function validatedWorkspaceOf(tree: Tree): Promise<Workspace> {
  if (!validated.has(tree)) kept.delete(tree);
  validated.add(tree);
  return workspaceOf(tree);
}

async function read(tree: Tree): Promise<Workspace> {
  const repo = await treeSnapshot(tree);
  const { config } = await gatherConfig(repo);
  return { graph: discover(repo, config), rule: ruleOf(config), written: new Map() };
}
