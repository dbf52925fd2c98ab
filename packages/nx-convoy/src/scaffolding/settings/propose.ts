import { readConfig } from '../../config/read.ts';
import type { Message } from '../../history/message.ts';
import type { Config } from '../../model/config.ts';
import type { Ancestry, Tag } from '../../model/history.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { Choice, Scaffold } from '../../model/scaffold.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { releaseGroups } from '../../planning/tags/release-groups.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { rewrittenOf, withSetting, type SettingsFile } from '../settings-file.ts';
import { settleBump, type Explained } from './bump.ts';
import { settleGroups } from './groups.ts';
import { changesetsFile, heldTogether } from './held-together.ts';
import { openForPlugin } from './plugin.ts';
import { isSamePlan } from './same.ts';
import { nothingSettled, together, type Setting, type Settled } from './settled.ts';
import { settleVersioning, type Versioning } from './versioning.ts';

/** All that the settings are found from. */
export interface Seen {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly units: readonly Unit[];
  readonly tags: readonly Tag[];
  readonly ancestry: Ancestry;
  readonly messages: readonly Message[];
  /** Absent where nobody looked at the past. */
  readonly explained?: Explained;
  readonly wishes: Wishes;
}

export interface Wishes {
  readonly adopt: boolean;
  readonly versioning?: Versioning;
  /** Nx is to run it, also where there is no nx.json yet; the plugin comes from there. */
  readonly nx?: { readonly plugin: string };
}

/** The settings of a repository, each with its reason. What somebody has said already stays, and is told. */
export async function propose(seen: Seen): Promise<Result<Scaffold>> {
  const { repo, config, units, wishes, explained } = seen;
  const opened = openForPlugin(repo, wishes.nx);
  if (!opened.ok) return opened;
  const { settings, others, next, isByNx, choices } = opened.value;
  const groups = settleGroups({ ...seen, held: heldTogether(repo, units), adopt: wishes.adopt });
  const versioning = settleVersioning(repo, config, {
    messages: seen.messages,
    ...(explained === undefined ? {} : { replayed: explained }),
    ...(wishes.versioning === undefined ? {} : { wanted: wishes.versioning }),
  });
  const bump = versioning.by === 'commits' ? settleBump(config, explained) : bumpByPlans(seen);
  const actions = isByNx && !groups.isSaid ? versionActions(config) : nothingSettled;
  // What a person wrote for nx release goes on as it went: nothing of how it counts is added.
  const counting = groups.isSaid && wishes.versioning === undefined ? { ...versioning, settings: [] } : versioning;
  const whole = written(settings, together([groups, counting, bump, actions]).settings);
  const differs = await difference(whole, seen, groups.expected);
  const final = differs === undefined ? whole : written(settings, together([counting, bump]).settings);
  return ok({
    files: [...others, rewrittenOf(final)],
    choices: [
      ...choices,
      ...(units.length === 0 ? [nothingYet] : []),
      ...groups.choices,
      ...(differs === undefined ? [] : [differs]),
      ...versioning.choices,
      ...bump.choices,
      ...(differs === undefined ? actions.choices : []),
    ],
    problems: [...groups.problems, ...groups.expected.problems, ...versioning.problems] satisfies readonly Problem[],
    next,
  });
}

const nothingYet: Choice = { what: 'no groups', why: 'there is no unit yet: no manifest that a registry would take' };

const written = (settings: SettingsFile, said: readonly Setting[]): SettingsFile =>
  said.reduce((file, { part, path, value }) => withSetting(file, part, path, value), settings);

/** Settings that would plan something else than what is there are worse than none. */
async function difference(
  settings: SettingsFile,
  seen: Seen,
  expected: ReturnType<typeof releaseGroups>,
): Promise<Choice | undefined> {
  const { config } = await readConfig(
    settings.file === 'nx.json' ? { nxJson: settings.text } : { convoyJson: settings.text },
  );
  const differing = isSamePlan(expected, releaseGroups(seen.units, config, seen.tags, seen.ancestry));
  return differing === undefined
    ? undefined
    : {
        what: 'groups and tags are not written',
        why: `said in Nx's words, ${differing}; they are found anew each time`,
      };
}

/** So that nx release versions what is no npm package, by the code that makes our plan. */
function versionActions({ release }: Config): Settled {
  if (objectOf(release?.raw.version).versionActions !== undefined) return nothingSettled;
  return {
    settings: [{ part: 'release', path: ['version', 'versionActions'], value: 'nx-convoy/version-actions' }],
    choices: [
      { what: 'version actions of nx release: nx-convoy/version-actions', why: 'those of Nx know npm packages only' },
    ],
  };
}

/** Changesets takes a dependent along where its requirement no longer admits the version. */
function bumpByPlans({ repo, config }: Seen): Settled {
  const why = 'version plans tell how far';
  if (config.bump !== undefined || !repo.files.includes(changesetsFile))
    return { settings: [], choices: [{ what: 'bump rule, the usual one', why }] };
  return {
    settings: [{ part: 'options', path: ['bump', 'dependents'], value: 'auto' }],
    choices: [
      {
        what: 'bump rule: dependents auto',
        why: `${why}; as changesets has it, who needs a unit follows where its requirement no longer admits it`,
      },
    ],
  };
}
