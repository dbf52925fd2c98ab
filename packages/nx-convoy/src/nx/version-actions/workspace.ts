import type { Tree } from '@nx/devkit';
import { discover } from '../../graph/discover.ts';
import type { Change } from '../../model/edit.ts';
import type { Graph } from '../../model/graph.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { BumpRule } from '../../planning/rules/rule.ts';
import { ruleOf } from '../../planning/rules/settings.ts';
import type { Wanted } from '../../text/splice/locate.ts';
import { gatherConfig } from '../../verbs/gathering/gather.ts';
import { treeSnapshot } from './tree-snapshot.ts';

/** A workspace as it stood when a release began, and what was written into it since. */
export interface Workspace {
  readonly repo: Snapshot;
  readonly graph: Graph;
  readonly rule: BumpRule;
  /** What was written where the survey saw another value, by file, line, that value and whose it is. */
  readonly written: Map<string, Written>;
  /** The units that moved, by id. */
  readonly changes: Map<string, Change>;
}

export interface Written {
  /** From what the survey saw to what stands there now. */
  readonly edit: Wanted;
  /** The project whose own version this is; absent for a requirement, which several may move. */
  readonly owner?: string;
}

/** Nx makes one object per project; the repository is surveyed once for all of them. */
const kept = new WeakMap<Tree, Promise<Workspace>>();
const validated = new WeakSet<Tree>();
const latest = new Map<string, Promise<Workspace>>();

export function workspaceOf(tree: Tree): Promise<Workspace> {
  const known = kept.get(tree);
  if (known !== undefined) return known;
  const workspace = read(tree);
  kept.set(tree, workspace);
  latest.set(tree.root, workspace);
  return workspace;
}

/** By its folder: once all is written, Nx hands over no tree. */
export const latestWorkspace = (root: string): Promise<Workspace> | undefined => latest.get(root);

/** Commands that run before versions are written may have made manifests: then everything is surveyed anew, once. */
export function validatedWorkspaceOf(tree: Tree): Promise<Workspace> {
  if (!validated.has(tree)) kept.delete(tree);
  validated.add(tree);
  return workspaceOf(tree);
}

async function read(tree: Tree): Promise<Workspace> {
  const repo = await treeSnapshot(tree);
  const { config } = await gatherConfig(repo);
  return { repo, graph: discover(repo, config), rule: ruleOf(config), written: new Map(), changes: new Map() };
}
