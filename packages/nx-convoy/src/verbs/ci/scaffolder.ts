import { ecosystems } from '../../ecosystems/index.ts';
import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import { scaffoldCi } from '../../scaffolding/workflows/scaffold.ts';
import { gatherConfig } from '../gathering/gather.ts';
import type { Scaffolder } from '../scaffolding/scaffolder.ts';
import { doorsOf } from './doors.ts';
import { mainBranch } from './branch.ts';
import { ciOptions } from './options.ts';
import { wishesOf } from './wishes.ts';

export const ci: Scaffolder<typeof ciOptions> = {
  name: 'ci',
  summary:
    'Writes the workflows of CI: a plan in each pull request; a release that is built on many machines, and published from one.',
  options: ciOptions,
  async scaffold(options, world) {
    const repo = await world.snapshot();
    const { config, problems } = await gatherConfig(repo);
    if (problems.some(({ severity }) => severity === 'error')) return { files: [], choices: [], problems, next: [] };
    const graph = contract(discover(repo, config, ecosystems), world.projects);
    const { doors, problems: unknown } = doorsOf(graph, repo, config);
    const wanted = wishesOf(options, repo, await mainBranch(world));
    const found = scaffoldCi({ repo, graph, config, doors, tool: world.tool }, wanted);
    return { ...found, problems: [...problems, ...unknown, ...found.problems] };
  },
};
