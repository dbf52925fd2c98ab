import { ecosystems } from '../../ecosystems/index.ts';
import { discover } from '../../graph/discover.ts';
import { readMessage, type Message } from '../../history/message.ts';
import type { Scaffold } from '../../model/scaffold.ts';
import type { World } from '../../model/world.ts';
import type { Explained } from '../../scaffolding/settings/bump.ts';
import { propose } from '../../scaffolding/settings/propose.ts';
import { gatherPast } from '../gathering/gather-history.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { replay } from '../replay/verb.ts';
import type { Scaffolder } from '../scaffolding/scaffolder.ts';
import { initOptions } from './options.ts';

export const init: Scaffolder<typeof initOptions> = {
  name: 'init',
  summary: 'Sets a repository up for releases, by what is there and how it was released, and says why.',
  options: initOptions,
  async scaffold({ adopt, versioning, nx, plugin, steps }, world) {
    const [repo, past, messages] = await Promise.all([world.snapshot(), gatherPast(world), newestMessages(world)]);
    const { config, problems } = await gatherConfig(repo);
    if (problems.some(({ severity }) => severity === 'error')) return unsettled(problems);
    if (past.checkout.isShallow) return unsettled([shallow]);
    const graph = discover(repo, config, ecosystems);
    const explained = steps === 0 || past.tags.length === 0 ? undefined : await explain(steps, world);
    const found = await propose({
      repo,
      config,
      units: graph.units,
      ...past,
      messages,
      ...(explained === undefined ? {} : { explained }),
      wishes: {
        adopt,
        ...(versioning === undefined ? {} : { versioning }),
        ...(nx ? { nx: { plugin: plugin ?? world.tool } } : {}),
      },
    });
    return found.ok ? { ...found.value, problems: [...problems, ...found.value.problems] } : unsettled(found.problems);
  },
};

const unsettled = (problems: Scaffold['problems']): Scaffold => ({ files: [], choices: [], problems, next: [] });

/** As many as show a habit. */
const asked = 500;

async function newestMessages(world: World): Promise<readonly Message[]> {
  let text = '';
  const args = ['log', `--max-count=${asked}`, '--no-merges', '--format=%B%x00', 'HEAD', '--', '.'];
  const { code } = await world.git(args, (part) => (text += part));
  if (code !== 0) return [];
  return text.split('\0').flatMap((message) => (message.trim() === '' ? [] : [readMessage(message.trim())]));
}

async function explain(limit: number, world: World): Promise<Explained> {
  const { value } = await replay.run(replay.options.parse({ limit, format: 'json' }), world);
  return { steps: value.steps.length, best: value.best, equal: value.equal, usual: value.configured.equal };
}

const shallow: Scaffold['problems'][number] = {
  code: 'SHALLOW_CLONE',
  severity: 'error',
  what: 'This clone holds only the newest commits: how releases were made cannot be seen.',
  fix: 'git fetch --unshallow --tags (in CI: fetch-depth: 0).',
};
