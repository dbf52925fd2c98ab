import type { z } from 'zod';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { planAt, worldAt } from '../plan-at.ts';
import { baseMissing, hasCommit, isSameRelease, otherPlan, otherVersion, releaseOnHead } from '../release-commit.ts';
import { planOptions } from './options.ts';

type Options = z.infer<typeof planOptions>;

/** What is planned, in which world; and why it cannot be, where it cannot. */
export interface Asked {
  readonly options: Options;
  readonly world: World;
  readonly problems: readonly Problem[];
}

export const now = (options: Options, world: World): Asked => ({ options, world, problems: [] });

/**
 * The release that HEAD is, or that it merged or squashed, as it was planned: so that any job of CI has the plan of a release commit that
 * somebody pushed or tagged. HEAD need not be one: then nothing is planned.
 */
export async function ofHead(options: Options, world: World): Promise<Asked> {
  const nothing = { options: { ...options, projects: [], groups: undefined }, world };
  const release = await releaseOnHead(world);
  if (release === undefined) return { ...nothing, problems: [] };
  const { trailers, commit } = release;
  if (!(await hasCommit(world, trailers.base))) return { ...nothing, problems: [baseMissing(release)] };
  const then = { ...trailers, commit: trailers.base, released: commit };
  const [made, said] = [await planAt(then, world), planOptions.safeParse(trailers.options)];
  if (made === undefined || !said.success || !isSameRelease(made, trailers)) {
    const isOurs = trailers.version === world.tool;
    return { ...nothing, problems: [isOurs ? otherPlan(release, 'plan') : otherVersion(release, world, 'plan')] };
  }
  return {
    options: { ...said.data, ...shownAs(options) },
    world: { ...worldAt(then, world), ...telling(world) },
    problems: [],
  };
}

/** What says how a plan is shown, and nothing of what is planned. */
const shown = new Set(['format', 'matrix', 'out', 'ci', 'explain', 'exitCode', 'checkRegistries']);

const shownAs = (options: Options): Partial<Options> =>
  Object.fromEntries(Object.entries(options).filter(([name, value]) => shown.has(name) && value !== undefined));

/** Only the repository is as it was: the answer goes where this world has it go. */
const telling = (world: World): Partial<World> => ({
  save: (path, text) => world.save(path, text),
  append: (path, text) => world.append(path, text),
  isColoured: world.isColoured,
  ...(world.columns === undefined ? {} : { columns: world.columns }),
  ...(world.outputs === undefined ? {} : { outputs: world.outputs }),
  ...(world.fetch === undefined ? {} : { fetch: world.fetch }),
});
