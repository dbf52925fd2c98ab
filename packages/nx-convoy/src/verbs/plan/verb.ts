import picomatch from 'picomatch';
import { ecosystems } from '../../ecosystems/index.ts';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Graph } from '../../model/graph.ts';
import type { Plan } from '../../model/plan.ts';
import type { World } from '../../model/world.ts';
import { assemble } from '../../planning/assemble.ts';
import { basesOf } from '../../planning/bases.ts';
import { canonicalJson } from '../../planning/canonical.ts';
import { groupsOf } from '../../planning/groups.ts';
import { plan as makePlan } from '../../planning/plan.ts';
import { ruleOf, typesOf } from '../../planning/settings.ts';
import { splitPlans, usedUp } from '../../planning/version-plans.ts';
import { gatherCommits, gatherPast, type Past } from '../gather-history.ts';
import { gatherConfig } from '../gather.ts';
import type { Verb } from '../verb.ts';
import { planOptions } from './options.ts';
import { readRequests } from './read-requests.ts';
import { report } from './report.ts';
import { restrict } from './restrict.ts';
import { warnings } from './warnings.ts';

export const plan: Verb<typeof planOptions, Plan> = {
  name: 'plan',
  summary: 'Plans the next release: which units, from which version to which, why, and what has to change for it.',
  options: planOptions,
  async run(options, world) {
    const [repo, past] = await Promise.all([world.snapshot(), gatherPast(world)]);
    const { config, problems } = await gatherConfig(repo);
    const graph = contract(discover(repo, config, ecosystems), world.projects);
    const requests = readRequests(options.specifier ?? [], graph, config, repo);
    const commits = await gatherCommits(
      world,
      graph.units,
      past,
      await floor(world, graph, past, config, options.since),
      ignored(config.ignore),
    );
    const planned = makePlan({
      graph,
      ecosystems,
      config,
      ...past,
      commits,
      rule: ruleOf(config),
      types: typesOf(config),
      requests: requests.requests,
      levelRequests: requests.levelRequests,
      ...(options.preid === undefined ? {} : { preid: options.preid }),
    });
    const chosen = restrict(planned, options, graph);
    const { format: _, out: __, explain: ___, exitCode: ____, ...asked } = options;
    const value = assemble(chosen.planned, {
      graph,
      checkout: past.checkout,
      options: asked,
      config: world.hash(canonicalJson(config)),
      tool: world.tool,
      date: world.today(),
      versionPlans: usedUp(requests.versionPlans, chosen.planned),
      hash: (text) => world.hash(text),
      problems: [
        ...problems,
        ...requests.problems,
        ...splitPlans(requests.versionPlans, chosen.planned),
        ...chosen.problems,
        ...warnings(past, graph, chosen.planned, options.firstRelease),
      ],
    });
    const text = report(value, chosen.planned, options, world.columns);
    if (options.out !== undefined) await world.save(options.out, text);
    const ok = value.problems.every(({ severity }) => severity !== 'error');
    return {
      value,
      text: options.out === undefined ? text : `The plan is in ${options.out}.\n`,
      problems: [],
      ok,
      ...(ok && options.exitCode && value.units.length > 0 ? { code: 2 } : {}),
    };
  },
};

const ignored = (globs: readonly string[]): ((path: string) => boolean) | undefined =>
  globs.length === 0 ? undefined : picomatch([...globs], { dot: true });

/** Commits that every group has released already need not be read: what all of their bases have in common. */
async function floor(
  world: World,
  graph: Graph,
  { tags, ancestry }: Past,
  config: Parameters<typeof groupsOf>[1],
  since: string | undefined,
): Promise<readonly string[]> {
  if (since !== undefined) return [since];
  const groups = groupsOf(graph.units, config);
  const bases = [...basesOf(groups, tags, ancestry).bases.values()].map(
    ({ stable, latest }) => (stable ?? latest)?.tag.commit,
  );
  const commits = [...new Set(bases)];
  if (commits.length === 0 || commits.includes(undefined)) return [];
  const [first, ...others] = commits.filter((commit) => commit !== undefined);
  if (first === undefined || others.length === 0) return first === undefined ? [] : [first];
  let answer = '';
  const { code } = await world.git(['merge-base', '--octopus', first, ...others], (text) => (answer += text));
  return code === 0 ? [answer.trim()] : [];
}
