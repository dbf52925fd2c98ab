import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { World } from '../../model/world.ts';
import { canonical } from '../../versions/canonical.ts';
import { gatherPast } from '../gathering/gather-history.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { differencesOf, type Differences } from './differences.ts';
import type { Asked } from './settle.ts';

/** What is out of step in a snapshot: the disk, or Nx's tree, beside the history of the checkout. */
export async function gatherDifferences(
  repo: Snapshot,
  world: World,
  to: readonly string[] = [],
): Promise<Differences> {
  const [{ config, problems }, past] = await Promise.all([gatherConfig(repo), gatherPast(world)]);
  const graph = contract(discover(repo, config), world.projects);
  const { asked, problems: wrong } = readAsked(to, graph.units);
  const errors = [...problems.filter(({ severity }) => severity === 'error'), ...wrong];
  if (errors.length > 0) return { edits: [], files: [], problems: errors };
  return differencesOf({ repo, config, graph, past, asked });
}

function readAsked(to: readonly string[], units: readonly Unit[]): { asked: Asked; problems: readonly Problem[] } {
  const versions = new Map<string, string>();
  const problems: Problem[] = [];
  for (const word of to) {
    const [, name = '', version = ''] = /^(?:(.+)=)?([^=]*)$/.exec(word) ?? [];
    const read = canonical(version);
    const isKnown = name === '' || units.some(({ id, name: own, project }) => [id, own, project].includes(name));
    if (read === undefined || !isKnown)
      problems.push(
        notUnderstood(word, read === undefined ? `"${version}" is no version` : `no unit is called ${name}`),
      );
    else versions.set(name, read);
  }
  const asked: Asked = ({ id, name, project }) =>
    versions.get(id) ?? versions.get(name) ?? versions.get(project) ?? versions.get('');
  return { asked, problems };
}

const notUnderstood = (word: string, why: string): Problem => ({
  code: 'USAGE',
  severity: 'error',
  what: `--to=${word} is not understood: ${why}.`,
  fix: 'Write --to=1.2.0 or --to=cargo:core=1.2.0; nx-convoy graph shows the units.',
});
