import picomatch from 'picomatch';
import type { z } from 'zod';
import { ecosystems } from '../../ecosystems/index.ts';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import { commonGround } from '../../history/ground.ts';
import type { Config } from '../../model/config.ts';
import { allProblems, type Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { assemble } from '../../planning/written/assemble.ts';
import { canonicalJson } from '../../planning/written/canonical.ts';
import { evidenceRequests } from '../../planning/asked/evidence.ts';
import { documentsOf, noDocuments } from '../../planning/written/documents.ts';
import { groupsOf } from '../../planning/groups/groups.ts';
import { tagsOfLine } from '../../planning/tags/lines.ts';
import { matrixOf } from '../../planning/matrix/matrix.ts';
import { plan as makePlan } from '../../planning/plan.ts';
import { releaseGroups, type ReleaseGroups } from '../../planning/tags/release-groups.ts';
import { levelOf } from '../../planning/rules/rule.ts';
import { ruleOf, typesOf } from '../../planning/rules/settings.ts';
import { splitPlans, usedUp } from '../../planning/asked/version-plans.ts';
import { gatherCommits, gatherPast, type Past } from '../gathering/gather-history.ts';
import { gatherConfig } from '../gathering/gather.ts';
import type { World } from '../../model/world.ts';
import type { Verb } from '../verb.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import { checkoutProblems, cloneProblems } from './checkout.ts';
import { groupSpellings, obstacles } from './obstacles.ts';
import { planOptions } from './options.ts';
import { readRequests } from './read-requests.ts';
import { withReferences } from './references.ts';
import { registryProblems } from './registries.ts';
import { now, ofHead } from './released.ts';
import { deliver } from './report.ts';
import { restrict } from './restrict.ts';
import { since } from './since.ts';
import { passedOver, steer } from './steer.ts';
import { tagProblems } from './tags.ts';
import { unheardSettings } from './unheard.ts';

export const plan: Verb<typeof planOptions, Plan> = {
  name: 'plan',
  summary: 'Plans the next release: which units, from which version to which, why, and what has to change for it.',
  options: planOptions,
  async run(asked, given) {
    const { options, world, problems: unknown } = asked.released ? await ofHead(asked, given) : now(asked, given);
    const [disk, past, from] = await Promise.all([world.snapshot(), gatherPast(world), since(options.since, world)]);
    const repo = inOrder(disk);
    const { config, problems } = await gatherConfig(repo);
    const asking = steer(options, past, config, world);
    const graph = contract(discover(repo, config, ecosystems), world.projects);
    const { recorded, problems: steering, ...kind } = await asking;
    const requests = readRequests(options.specifier ?? [], graph, config, repo);
    const tags = tagsOfLine(past.tags, kind.line, ({ commit }) => past.ancestry.at.has(commit));
    const groups = releaseGroups(graph.units, config, tags, past.ancestry);
    const proven = evidenceRequests({ repo, units: graph.units, ...groups, ...past, ...config.evidence });
    const floorCommits = from.commit === undefined ? floor(groups, past) : [from.commit];
    const [rule, types] = [ruleOf(config), typesOf(config)];
    const commits = await gatherCommits(world, graph, repo, past, floorCommits, {
      isIgnored: ignored(config.ignore),
      matters: (message) => levelOf(message, rule.patch, types) !== 'none',
    });
    const whole = makePlan({
      graph,
      ecosystems,
      config,
      ...past,
      groups,
      commits,
      rule,
      types,
      requests: requests.requests,
      levelRequests: [...requests.levelRequests, ...proven.requests],
      ...kind,
      date: world.today(),
    });
    const names = groupsOf(graph.units, config).map(({ name }) => name);
    const { planned, problems: partial } = restrict(whole, options, {
      graph,
      groupNames: names,
      ecosystems,
      config,
    });
    const isSnapshot = kind.snapshot !== undefined;
    const documents = isSnapshot ? noDocuments : await documentsOf({ ...planned, graph, config, ...past, repo });
    const references = withReferences(planned, documents, { repo, graph, config });
    const assembled = assemble(
      { ...planned, edits: references.edits, problems: [...groupSpellings(planned), ...references.problems] },
      {
        graph,
        checkout: past.checkout,
        options: { ...askedOf(options), ...passedOver(planned), ...recorded },
        config: world.hash(canonicalJson(config)),
        tool: world.tool,
        date: world.today(),
        versionPlans: isSnapshot ? [] : usedUp(requests.versionPlans, planned),
        documents,
        settings: config,
        ...(options.type === undefined ? {} : { type: options.type }),
        hash: (text) => world.hash(text),
        problems: [
          ...problems,
          ...unheardSettings(config, repo),
          ...from.problems,
          ...steering,
          ...requests.problems,
          ...proven.problems,
          ...splitPlans(requests.versionPlans, planned),
          ...partial,
          ...(await checkoutProblems(past.checkout, repo, ecosystems, world)),
          ...tagProblems(tags, planned, options.firstRelease),
          ...registryProblems(planned, ecosystems, repo, config),
          ...obstacles(graph, planned),
        ],
        clone: planned.released.length === 0 ? [] : cloneProblems(past.checkout),
      },
    );
    const value = options.checkRegistries ? await withRegistries(assembled, { repo, config }, world) : assembled;
    const useScope = config.release?.conventionalCommits?.useCommitScope !== false;
    const told = { plan: value, planned, graph, options: { rule, types, useScope }, left: references.left };
    const ok = allProblems(value).every(({ severity }) => severity !== 'error');
    return {
      value,
      text:
        unknown.length > 0
          ? tellProblems(unknown, painter(world.isColoured))
          : await deliver(told, (ci) => matrixOf({ plan: value, graph, repo, config, ci }), options, world),
      problems: unknown,
      ok: ok && unknown.length === 0,
      ...(ok && options.exitCode && value.units.length > 0 ? { code: 2 } : {}),
    };
  },
};

/** What registries say now; its code is loaded only where somebody asks. */
async function withRegistries(
  made: Plan,
  { repo, config }: { readonly repo: Snapshot; readonly config: Config },
  world: World,
): Promise<Plan> {
  const { checkRegistries } = await import('./checks.ts');
  const registries = await checkRegistries({ units: made.units, ecosystems, repo, config }, world);
  return { ...made, checks: { ...made.checks, registries } };
}

/** Of two units that could be meant, the first in order is: whoever lists the files must not change the plan. */
const inOrder = (repo: Snapshot): Snapshot =>
  repo.files.every((file, at) => at === 0 || (repo.files[at - 1] ?? '') < file)
    ? repo
    : { files: [...repo.files].sort(), text: (path) => repo.text(path) };

/** The options that change what is planned, not how it is shown. */
const askedOf = ({ projects, groups, specifier, since: after, firstRelease }: z.infer<typeof planOptions>): object =>
  Object.fromEntries(
    Object.entries({ projects, groups, specifier, since: after, firstRelease }).filter(
      ([, value]) => value !== undefined,
    ),
  );

const ignored = (globs: readonly string[]): ((path: string) => boolean) | undefined =>
  globs.length === 0 ? undefined : picomatch([...globs], { dot: true });

/** Commits that every group has released already need not be read: what all of their bases have in common. */
function floor({ bases }: ReleaseGroups, { ancestry }: Past): readonly string[] {
  return commonGround(
    ancestry,
    [...bases.values()].map(({ stable, latest }) => (stable ?? latest)?.tag).map((tag) => tag?.beside ?? tag?.commit),
  );
}
