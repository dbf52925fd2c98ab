import { z } from 'zod';
import { withPlugin } from '../../scaffolding/settings/plugin.ts';
import type { Scaffolder } from '../scaffolding/scaffolder.ts';

const options = z.strictObject({});

export const init: Scaffolder<typeof options> = {
  name: 'init',
  summary: 'Sets a repository up for releases, by what is there and how it was released, and says why.',
  options,
  async scaffold(_, world) {
    const repo = await world.snapshot();
    const settings = withPlugin(repo);
    if (!settings.ok) return { files: [], choices: [], problems: settings.problems, next: [] };
    return {
      files: [settings.value.file],
      choices: [settings.value.choice],
      problems: [],
      next: ['nx-convoy plan'],
    };
  },
};
