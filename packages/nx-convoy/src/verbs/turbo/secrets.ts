import { variablesRead } from '../../credentials/variables.ts';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Entry } from '../../model/credential.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { folderOf, isWithin } from '../../paths/inside.ts';
import { addressesOf } from '../gathering/addresses.ts';

/**
 * The variables that may open the registries of each unit, by its id: as the repository alone tells them, for what this user's clients know
 * is not what others' do.
 */
export function secretsFor(
  units: readonly Unit[],
  repo: Snapshot,
  config: Config,
): ReadonlyMap<string, readonly string[]> {
  const read = (path: string): string | undefined => {
    const text = repo.text(path);
    return text?.ok === true ? text.value : undefined;
  };
  const settled = repo.files
    .filter((file) => settings.test(file))
    .map((file) => folderOf(file.replace(/\.cargo\/[^/]+$/, '')));
  const known = new Map<string, readonly string[]>();
  return new Map(
    units
      .filter((unit) => !unit.private)
      .map((unit) => [unit.id, [...new Set(entriesOf(unit, repo, config).flatMap(ask))]]),
  );

  /** Once for all that go to the same place and have the same settings. */
  function ask(entry: Entry): readonly string[] {
    const { registry, word, name, root = '.' } = entry;
    const isAlone = settled.some((folder) => folder !== '.' && isWithin(root, folder));
    const key = JSON.stringify([
      registry,
      word,
      name.split('/').length > 1 ? name.split('/')[0] : '',
      isAlone ? root : '',
    ]);
    const found = known.get(key) ?? variablesRead(entry, read);
    known.set(key, found);
    return found;
  }
}

/** Where clients keep settings of a folder. */
const settings = /(?:^|\/)(?:\.npmrc|\.yarnrc\.yml|\.cargo\/config(?:\.toml)?)$/;

function entriesOf(unit: Unit, repo: Snapshot, config: Config): readonly Entry[] {
  const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
  if (ecosystem === undefined) return [];
  return addressesOf(unit, ecosystem, repo, config).flatMap((place) => {
    if (!place.ok) return [];
    const { registry, name, word } = place.value;
    return [{ registry, name, root: unit.root, ...(word === undefined ? {} : { word }) }];
  });
}
