import { noConfig, type Config } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';

const textOf = (repo: Snapshot, path: string): string | undefined => {
  const text = repo.text(path);
  return text?.ok === true ? text.value : undefined;
};

/** The configuration of a repository. Its reader is loaded only where there is something to read: most runs have none. */
export async function gatherConfig(repo: Snapshot): Promise<{ config: Config; problems: readonly Problem[] }> {
  const [nxJson, convoyJson] = [textOf(repo, 'nx.json'), textOf(repo, 'convoy.json')];
  if (nxJson === undefined && convoyJson === undefined) return { config: noConfig, problems: [] };
  const { readConfig } = await import('../../config/read.ts');
  return readConfig({
    ...(nxJson === undefined ? {} : { nxJson }),
    ...(convoyJson === undefined ? {} : { convoyJson }),
  });
}
