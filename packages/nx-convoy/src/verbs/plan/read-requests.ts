import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { isSpecifier } from '../../planning/numbers/decide.ts';
import type { LevelRequest, Request, Requests } from '../../planning/asked/requests.ts';
import { readVersionPlans, type VersionPlan } from '../../planning/asked/version-plans.ts';

/** All that is asked for beside what the commits ask: by options, and by the version plans of the repository. */
export interface Wanted {
  readonly requests: Requests;
  readonly levelRequests: readonly LevelRequest[];
  readonly versionPlans: readonly VersionPlan[];
  readonly problems: readonly Problem[];
}

export function readRequests(words: readonly string[], graph: Graph, config: Config, repo: Snapshot): Wanted {
  const said = readSpecifiers(words, graph, config);
  const { plans, requests, problems } = readVersionPlans(repo, graph.units, config);
  return {
    requests: said.requests,
    levelRequests: requests,
    versionPlans: plans,
    problems: [...said.problems, ...problems],
  };
}

/** `--specifier=minor`, `--specifier=core=1.2.0,app=major`: the last sign of equality splits, for ids may hold one. */
function readSpecifiers(
  words: readonly string[],
  graph: Graph,
  { release }: Config,
): { requests: Requests; problems: readonly Problem[] } {
  const requests: Request[] = [];
  const problems: Problem[] = [];
  const known = new Set([
    ...graph.units.flatMap(({ id, name, project }) => [id, name, project]),
    ...Object.keys(release?.groups ?? {}),
  ]);
  for (const word of words) {
    const split = word.lastIndexOf('=');
    const [whom, specifier] = split < 0 ? [undefined, word] : [word.slice(0, split), word.slice(split + 1)];
    if (!isSpecifier(specifier)) problems.push(unreadable(specifier));
    else if (whom !== undefined && !known.has(whom)) problems.push(nobody(whom));
    else requests.push({ ...(whom === undefined ? {} : { whom }), specifier, text: `${specifier} is asked for` });
  }
  return { requests, problems };
}

const unreadable = (specifier: string): Problem => ({
  code: 'SPECIFIER_UNREADABLE',
  severity: 'error',
  what: `"${specifier}" is neither a version nor major, minor, patch, prerelease or release.`,
  fix: 'Write --specifier=minor, or --specifier=unit=1.2.0.',
});

const nobody = (whom: string): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `--specifier names "${whom}", but no unit, project or group is called so.`,
  fix: 'See all units: nx-convoy graph.',
});
