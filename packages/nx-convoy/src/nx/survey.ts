import { discover } from '../graph/discover.ts';
import type { Config } from '../model/config.ts';
import type { Graph } from '../model/graph.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { nameOf } from '../paths/inside.ts';
import { diskSnapshot } from '../shell/disk.ts';
import { isObject } from '../text/json/narrow.ts';
import { readJsonc } from '../text/json/read.ts';
import { gatherConfig } from '../verbs/gathering/gather.ts';

export interface Surveyed {
  readonly graph: Graph;
  readonly config: Config;
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
  const named = ['project.json', 'package.json'].some((file) => givesName(repo, file));
  const taken = new Set(graph.units.map(({ project }) => project));
  const candidates = ['workspace', 'workspace-root', `${nameOf(workspaceRoot)}-root`];
  return { graph, config, rootName: named ? undefined : candidates.find((name) => !taken.has(name)) };
}

/** A package.json without a name is usual at the root of a workspace, and names no project. */
function givesName(repo: Snapshot, file: string): boolean {
  const text = repo.text(file);
  const json = text?.ok === true ? readJsonc(text.value, file) : undefined;
  return json?.ok === true && isObject(json.value.data) && typeof json.value.data.name === 'string';
}
