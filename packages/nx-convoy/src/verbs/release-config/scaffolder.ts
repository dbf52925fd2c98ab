import { z } from 'zod';
import { homeOf } from '../../planning/changelog/home.ts';
import { releaseGroups } from '../../planning/tags/release-groups.ts';
import type { Problem } from '../../model/problem.ts';
import type { Scaffold } from '../../model/scaffold.ts';
import type { World } from '../../model/world.ts';
import { branchProposals } from '../../scaffolding/proposals/branches.ts';
import type { Proposal } from '../../scaffolding/proposals/proposal.ts';
import { referenceProposals } from '../../scaffolding/proposals/references.ts';
import { registryProposals } from '../../scaffolding/proposals/registries.ts';
import { tagProposals } from '../../scaffolding/proposals/tags.ts';
import { changelogsToBegin } from '../../scaffolding/runbook/changelogs.ts';
import { callIn } from '../../scaffolding/runbook/usage.ts';
import { openSettings, rewrittenOf, withSetting, type SettingsFile } from '../../scaffolding/settings-file.ts';
import { gatherPast, type Past } from '../gathering/gather-history.ts';
import { askOne } from '../gathering/git-state.ts';
import type { Scaffolder } from '../scaffolding/scaffolder.ts';
import { gatherBranches, homeOrOrigin, viewOf, type View } from './gather.ts';
import { runbookIn } from './runbook-in.ts';

const options = z.strictObject({
  registry: z
    .string()
    .optional()
    .describe(
      'Where images go of which nobody says it, such as ghcr.io/acme; else where the others go, or beside the repository.',
    ),
  charts: z
    .string()
    .optional()
    .describe(
      'Where charts go of which nobody says it, such as oci://ghcr.io/acme/charts or https://charts.example.com.',
    ),
  runbook: z.boolean().default(true).describe('Whether RELEASE.md is made as well; --no-runbook leaves it alone.'),
});

type Options = z.infer<typeof options>;

export const releaseConfig: Scaffolder<typeof options> = {
  name: 'release-config',
  summary: 'Says what a repository has not said of its releases yet, and writes RELEASE.md, the runbook of its team.',
  options,
  async scaffold(asked, world) {
    const disk = await world.snapshot();
    const opened = openSettings(disk);
    if (!opened.ok) return nothingBut(opened.problems);
    const first = await viewOf(disk, opened.value, world);
    const errors = first.problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return nothingBut(errors);
    const past = await gatherPast(world);
    const registries = await whereTo(first, asked, world);
    const named = settled(opened.value, registries);
    const second = await viewOf(disk, named, world);
    const rest = await whatElse(second, past, world);
    const settings = settled(named, rest);
    const view = await viewOf(disk, settings, world);
    const begun = await changelogs(view, past, world);
    const runbook = asked.runbook ? runbookIn(view) : undefined;
    if (runbook?.ok === false) return nothingBut(runbook.problems);
    const isSaid = settings.text !== opened.value.text;
    const files = [
      ...(isSaid ? [rewrittenOf(settings)] : []),
      ...begun.map(({ file }) => file),
      ...(runbook === undefined ? [] : [runbook.value]),
    ];
    const isNew = files.some(({ before, after }) => before !== after);
    return {
      files,
      choices: [...registries, ...rest, ...begun].map(({ choice }) => choice),
      problems: [],
      next: isNew ? ['git diff', callIn(disk)('plan')] : [],
    };
  },
};

const nothingBut = (problems: readonly Problem[]): Scaffold => ({ files: [], choices: [], problems, next: [] });

const settled = (settings: SettingsFile, proposals: readonly Proposal[]): SettingsFile =>
  proposals.reduce(
    (said, { setting }) =>
      setting === undefined ? said : withSetting(said, setting.part, setting.path, setting.value),
    settings,
  );

async function whereTo(view: View, { registry, charts }: Options, world: World): Promise<readonly Proposal[]> {
  const home = await homeOrOrigin(view, world);
  return registryProposals({ ...view, units: view.graph.units, home, registry, charts });
}

async function whatElse({ repo, config, graph }: View, past: Past, world: World): Promise<readonly Proposal[]> {
  const groups = releaseGroups(graph.units, config, past.tags, past.ancestry);
  const tagged = new Map(
    groups.groups.flatMap(({ name, units }) => {
      const base = groups.bases.get(name);
      const tag = base?.latest?.tag.name;
      return tag === undefined ? [] : units.map(({ id }) => [id, { tag, prefix: base?.prefix ?? '' }] as const);
    }),
  );
  return [
    ...tagProposals({ ...groups, units: graph.units, tags: past.tags, config }),
    ...branchProposals(config.branches === undefined ? await gatherBranches(world) : [], config),
    ...referenceProposals({ repo, graph, config, home: homeOf(repo, graph.units)?.url, tagged }),
  ];
}

async function changelogs(
  { repo, graph, config }: View,
  past: Past,
  world: World,
): Promise<ReturnType<typeof changelogsToBegin>> {
  const groups = releaseGroups(graph.units, config, past.tags, past.ancestry);
  const roots = await askOne(world, 'rev-list', '--max-parents=0', 'HEAD');
  const firstCommit = roots?.split('\n').at(-1);
  return changelogsToBegin({ repo, graph, config, groups, home: homeOf(repo, graph.units), firstCommit });
}
