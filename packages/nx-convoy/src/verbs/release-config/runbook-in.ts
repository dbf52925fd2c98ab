import { homeOf } from '../../planning/changelog/home.ts';
import { groupsOf } from '../../planning/groups/groups.ts';
import { saidPrefixes } from '../../planning/tags/ownership.ts';
import { isVersioned } from '../../planning/tags/release-groups.ts';
import type { Rewritten } from '../../model/hands.ts';
import { ok, type Result } from '../../model/problem.ts';
import { pipelinesIn } from '../../scaffolding/runbook/pipelines.ts';
import { runbookFile, runbookOf } from '../../scaffolding/runbook/runbook.ts';
import type { Tagging } from '../../scaffolding/runbook/situation.ts';
import { branchIn, callIn } from '../../scaffolding/runbook/usage.ts';
import { destinationsOf, type View } from './gather.ts';

/** The runbook of a repository as it would be with its settings. */
export function runbookIn(view: View): Result<Rewritten> {
  const { repo, config, graph } = view;
  const before = repo.text(runbookFile);
  if (before?.ok === false) return before;
  const situation = {
    repo,
    config,
    graph,
    home: homeOf(repo, graph.units),
    destinations: destinationsOf(view),
    taggings: taggingsOf(view),
    pipelines: pipelinesIn(repo),
    branch: branchIn(repo),
    call: callIn(repo),
  };
  const after = runbookOf(situation, before?.value);
  if (!after.ok) return after;
  return ok({ file: runbookFile, ...(before === undefined ? {} : { before: before.value }), after: after.value });
}

/** As the configuration says, which by now says it of all: what tags a clone has must not change the document. */
const taggingsOf = ({ graph, config }: View): readonly Tagging[] =>
  groupsOf(graph.units, config)
    .filter((group) => isVersioned(group, saidPrefixes(group) !== undefined))
    .flatMap((group) => {
      const prefix = saidPrefixes(group)?.[0];
      return prefix === undefined ? [] : [{ units: group.units, pattern: `${prefix}{version}` }];
    });
