import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import { neighbourhood } from '../../graph/neighbourhood.ts';
import type { Graph } from '../../model/graph.ts';
import { gatherConfig } from '../gathering/gather.ts';
import type { Verb } from '../verb.ts';
import { graphOptions } from './options.ts';
import { report } from './report.ts';

export const graph: Verb<typeof graphOptions, Graph> = {
  name: 'graph',
  summary: 'Shows the units of the repository, what they need of each other, and the order they are published in.',
  options: graphOptions,
  async run(options, world) {
    const repo = await world.snapshot();
    const { config, problems } = await gatherConfig(repo);
    const whole = contract(discover(repo, config), world.projects);
    const { graph: shown, unknown } = neighbourhood(whole, options.units);
    const result: Graph = { ...shown, problems: [...problems, ...unknown, ...shown.problems] };
    const text = report(result, options, world.columns);
    if (options.out !== undefined) await world.save(options.out, text);
    return {
      value: result,
      text: options.out === undefined ? text : `The graph is in ${options.out}.\n`,
      problems: result.problems,
      ok: result.problems.every((problem) => problem.severity !== 'error'),
    };
  },
};
