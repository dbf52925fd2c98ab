import { discover } from '../graph/discover.ts';
import type { Graph } from '../model/graph.ts';
import { nameOf } from '../paths/inside.ts';
import { diskSnapshot } from '../shell/disk.ts';
import { gatherConfig } from '../verbs/gather.ts';

export interface Surveyed {
  readonly graph: Graph;
  /** A name for the root project where neither a file nor a unit gives one; Nx refuses a project without. */
  readonly rootName: string | undefined;
}

const kept = new Map<string, Promise<Surveyed>>();

/**
 * Nx asks twice for one graph, for its nodes and for its edges: the second time the first answer serves. Nodes are always read
 * anew, since with the daemon this process lives on while files change.
 */
export function survey(workspaceRoot: string, wanted: 'fresh' | 'kept' = 'fresh'): Promise<Surveyed> {
  const known = kept.get(workspaceRoot);
  if (wanted === 'kept' && known !== undefined) return known;
  const answer = read(workspaceRoot);
  kept.set(workspaceRoot, answer);
  return answer;
}

async function read(workspaceRoot: string): Promise<Surveyed> {
  const repo = await diskSnapshot(workspaceRoot);
  const { config } = await gatherConfig(repo);
  const graph = discover(repo, config);
  const named = repo.files.includes('package.json') || repo.files.includes('project.json');
  const taken = new Set(graph.units.map(({ project }) => project));
  const candidates = ['workspace', 'workspace-root', `${nameOf(workspaceRoot)}-root`];
  return { graph, rootName: named ? undefined : candidates.find((name) => !taken.has(name)) };
}
