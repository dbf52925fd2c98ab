import picomatch from 'picomatch';
import semver from 'semver';
import type { Config } from '../../model/config.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { listOf, objectOf, stringOf, stringsOf } from '../../text/json/narrow.ts';
import { readJsonc } from '../../text/json/read.ts';

/** Units that another tool of the repository releases as one, or as far as each other. */
export interface HeldTogether {
  readonly units: readonly Unit[];
  readonly how: 'fixed' | 'linked';
  /** The file that says so. */
  readonly file: string;
}

/** What changesets and lerna were told: fixed and linked packages, one version for all. */
export const heldTogether = (repo: Snapshot, units: readonly Unit[]): readonly HeldTogether[] => {
  const packages = units.filter(({ ecosystem, private: isPrivate }) => ecosystem === 'npm' && !isPrivate);
  return [...byChangesets(repo, packages), ...byLerna(repo, packages)].filter((held) => held.units.length > 1);
};

export const changesetsFile = '.changeset/config.json';

function byChangesets(repo: Snapshot, packages: readonly Unit[]): readonly HeldTogether[] {
  const settings = jsonAt(repo, changesetsFile);
  return (['fixed', 'linked'] as const).flatMap((how) =>
    listOf(settings[how]).map((set) => {
      const isIn = picomatch([...stringsOf(set)]);
      return { units: packages.filter(({ name }) => isIn(name)), how, file: changesetsFile };
    }),
  );
}

/** A version that is no word is the version of all. */
function byLerna(repo: Snapshot, packages: readonly Unit[]): readonly HeldTogether[] {
  const { version } = jsonAt(repo, 'lerna.json');
  return semver.valid(stringOf(version)) === null ? [] : [{ units: packages, how: 'fixed', file: 'lerna.json' }];
}

export function jsonAt(repo: Snapshot, file: string): Readonly<Record<string, unknown>> {
  const text = repo.text(file);
  if (text?.ok !== true) return fieldsIn(undefined);
  const read = readJsonc(text.value, file);
  return read.ok ? objectOf(read.value.data) : {};
}

/** As if the user had said so, for the first look; what is written in the end says it in Nx's words. */
export function withHeld(config: Config, held: readonly HeldTogether[]): Config {
  const units = { ...config.units };
  held.forEach(({ units: members, how }, at) => {
    if (how !== 'fixed') return;
    const name = members[0]?.ecosystem ?? '';
    for (const { id } of members) units[id] = { ...units[id], group: at === 0 ? name : `${name}-${at + 1}` };
  });
  return { ...config, units };
}
