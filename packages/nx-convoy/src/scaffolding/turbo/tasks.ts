import type { Config } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';
import { assetSlug } from '../../packaging/assets/slug.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { commitInput, dryRunMark } from './marks.ts';
import { plainly, whilePackaging, whilePublishing } from './variables.ts';

/** A task as turbo.json has it. */
export interface Task {
  readonly dependsOn?: readonly string[];
  readonly cache?: false;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly env?: readonly string[];
  readonly passThroughEnv?: readonly string[];
}

/** What a task of ours says itself; whatever else stands in it is the user's. */
export const ownKeys = ['dependsOn', 'cache', 'inputs', 'outputs', 'env', 'passThroughEnv'] as const;

export interface Making {
  readonly folder: string;
  readonly units: readonly Unit[];
  readonly before: readonly string[];
}

export interface Around {
  readonly config: Config;
  /** Variables that open the registries of a unit, by its id. */
  readonly secrets: ReadonlyMap<string, readonly string[]>;
}

export const planTask: Task = { cache: false, passThroughEnv: [dryRunMark, ...plainly] };

/**
 * What a task that publishes may see: whatever opens the registries of any unit, and tells where they are. Each looks by itself whether what it
 * needs is out, wherever that goes.
 */
export const seenByPublishing = (units: readonly Unit[], around: Around): readonly string[] =>
  whilePublishing(units, around.config, secretsOf(units, around));

/** `cache: false`: a memory of having uploaded is worth nothing. */
export const publishTask = (before: readonly string[], passThroughEnv: readonly string[]): Task => ({
  ...dependsOn(before),
  cache: false,
  passThroughEnv,
});

/**
 * What is packaged is a commit: git's own list of where HEAD has been tells that it is another one. What git ignores may go into assets, and
 * no cache knows of it.
 */
export function packageTask({ folder, units, before }: Making, around: Around): Task {
  const { config } = around;
  const up = folder === '.' ? '' : '../'.repeat(folder.split('/').length);
  const { env, passThroughEnv } = whilePackaging(units, config, secretsOf(units, around));
  const handsOut = units.filter(({ id }) => (config.assets?.[id] ?? []).length > 0);
  return {
    ...dependsOn(before),
    ...(handsOut.length > 0 ? { cache: false } : {}),
    inputs: ['$TURBO_DEFAULT$', `${up}.git/HEAD`, `${up}${commitInput}`],
    outputs: [
      ...units.map((unit) => `${up}dist/release/${unitFolder(unit)}/**`),
      ...handsOut.map((unit) => `${up}dist/release/assets/${assetSlug(unit)}/**`),
    ],
    env,
    passThroughEnv,
  };
}

const dependsOn = (tasks: readonly string[]): Task => (tasks.length === 0 ? {} : { dependsOn: tasks });

const secretsOf = (units: readonly Unit[], { secrets }: Around): readonly string[] =>
  units.flatMap(({ id }) => secrets.get(id) ?? []);
