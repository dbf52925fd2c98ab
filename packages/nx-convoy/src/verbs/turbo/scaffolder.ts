import { z } from 'zod';
import { discover } from '../../graph/discover.ts';
import { turboTasks } from '../../scaffolding/turbo/scaffold.ts';
import { gatherConfig } from '../gathering/gather.ts';
import type { Scaffolder } from '../scaffolding/scaffolder.ts';
import { secretsFor } from './secrets.ts';

const options = z.strictObject({
  shims: z
    .boolean()
    .default(false)
    .describe('Also make a package.json where a crate, wheel, image or chart has none: one that only carries tasks.')
    .meta({ prompt: 'Make a package.json, for tasks alone, where a crate, wheel, image or chart has none?' }),
});

export const turbo: Scaffolder<typeof options> = {
  name: 'turbo',
  summary: 'Gives a Turborepo workspace tasks that plan, package and publish, each after exactly those it needs.',
  options,
  async scaffold({ shims }, world) {
    const repo = await world.snapshot();
    const { config, problems } = await gatherConfig(repo);
    const graph = discover(repo, config);
    const wrong = [...problems, ...graph.problems].filter(({ severity }) => severity === 'error');
    if (wrong.length > 0) return { files: [], choices: [], problems: wrong, next: [] };
    return turboTasks(repo, { graph, config, shims, secrets: secretsFor(graph.units, repo, config) });
  },
};
