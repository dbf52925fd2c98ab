import type { Config } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';
import { folderOf, join, nameOf } from '../../paths/inside.ts';
import { matches } from '../groups/groups.ts';
import type { Released } from '../plan.ts';
import { changelogSettings, usual, usualWorkspace, type ChangelogSetting } from './settings.ts';

/** Some units of a release and the file that tells of them. */
export interface Place {
  readonly file: string;
  readonly released: Released;
  readonly units: readonly Unit[];
  readonly setting: ChangelogSetting;
}

export interface Surroundings {
  readonly config: Config;
  readonly units: readonly Unit[];
  readonly released: readonly Released[];
  readonly existing: ExistingIn;
  /** Whether a file that is there only says where the changelog is. */
  readonly isSignpost: (file: string) => boolean;
  /** Whether a file that is there tells of this release's line. */
  readonly isAbout: (file: string, released: Released) => boolean;
}

/** Which changelogs tell of what: as configured, else those that are there, else one for each unit or group that ships. */
export function placesOf(around: Surroundings): readonly Place[] {
  const siblings = around.units.some(({ root }) => root !== '.' && around.existing(root) !== undefined);
  const top = around.existing('.');
  return around.released.flatMap((released) => {
    const { units, workspace } = changelogSettings(around.config, groupNameOf(released, around.config));
    const unitsSaid = units === undefined ? undefined : units === 'none' ? [] : configured(released, units);
    const workspaceSaid =
      workspace === undefined ? undefined : workspace === 'none' ? [] : wholeOf(released, workspace, around);
    if (unitsSaid !== undefined || workspaceSaid !== undefined) return [...(unitsSaid ?? []), ...(workspaceSaid ?? [])];
    return implied(released, around, siblings || top === undefined);
  });
}

/** An independent group is one of its units; the configuration knows the name that they share. */
function groupNameOf({ group }: Released, { release, units }: Config): string {
  const [first] = group.units;
  const said = first === undefined ? undefined : units[first.id]?.group;
  const named = Object.entries(release?.groups ?? {}).find(
    ([name, { projects }]) =>
      name === group.name ||
      (first !== undefined && matches(typeof projects === 'string' ? [projects] : projects, first)),
  );
  return said ?? named?.[0] ?? group.name;
}

function configured(released: Released, setting: ChangelogSetting): readonly Place[] {
  const byFile = new Map<string, Unit[]>();
  for (const unit of released.group.units) {
    const file = interpolate(setting.file, unit, released.group.name);
    byFile.set(file, [...(byFile.get(file) ?? []), unit]);
  }
  return [...byFile].map(([file, units]) => ({ file, released, units, setting }));
}

/** Nx writes the workspace's changelog where all that is released shares one version. */
function wholeOf(released: Released, setting: ChangelogSetting, { released: all }: Surroundings): readonly Place[] {
  const isOne = all.every(({ decision }) => decision.to === released.decision.to);
  const file = interpolate(setting.file, undefined, released.group.name);
  return isOne ? [{ file, released, units: released.group.units, setting }] : [];
}

export function interpolate(pattern: string, unit: Unit | undefined, group: string): string {
  const words: Readonly<Record<string, string>> = {
    projectRoot: unit?.root ?? '.',
    projectName: unit?.project ?? group,
    workspaceRoot: '.',
    releaseGroupName: group,
  };
  return pattern
    .replaceAll(/\{(\w+)\}/g, (found, word: string) => words[word] ?? found)
    .replaceAll(/(^|\/)\.(?=\/)/g, '')
    .replace(/^\/+/, '');
}

function implied(released: Released, around: Surroundings, mayMake: boolean): readonly Place[] {
  const { units } = released.group;
  const own = units.flatMap((unit): readonly Place[] => {
    const file = unit.root === '.' ? undefined : around.existing(unit.root);
    return file === undefined || around.isSignpost(file) ? [] : [{ file, released, units: [unit], setting: usual }];
  });
  const folder = commonFolder(units.map(({ root }) => root));
  const shared = above(folder, around.existing).find((file) => !own.some((place) => place.file === file));
  const isOurs = shared !== undefined && !around.isSignpost(shared) && around.isAbout(shared, released);
  const whole = isOurs ? [{ file: shared, released, units, setting: usualWorkspace }] : [];
  const found = [...byFile(own), ...whole];
  const isTaken = around.existing(folder) !== undefined;
  if (found.length > 0 || !mayMake || isTaken || units.every((unit) => unit.private)) return found;
  return [{ file: join(folder, 'CHANGELOG.md'), released, units, setting: units.length > 1 ? usualWorkspace : usual }];
}

/** Units that share a folder share its changelog. */
function byFile(places: readonly Place[]): readonly Place[] {
  const found = new Map<string, Place>();
  for (const place of places) {
    const known = found.get(place.file);
    found.set(place.file, known === undefined ? place : { ...known, units: [...known.units, ...place.units] });
  }
  return [...found.values()];
}

const names = [
  'CHANGELOG.md',
  'Changelog.md',
  'changelog.md',
  'ChangeLog.md',
  'CHANGES.md',
  'Changes.md',
  'HISTORY.md',
  'History.md',
];

/** The changelog of a folder, if it has one. */
export type ExistingIn = (folder: string) => string | undefined;

/** Units ask again and again for folders without any: the files are looked through once. */
export function existingIn(files: readonly string[]): ExistingIn {
  const found = new Map<string, string>();
  for (const file of files) {
    const rank = names.indexOf(nameOf(file));
    if (rank < 0) continue;
    const folder = folderOf(file);
    const other = found.get(folder);
    if (other === undefined || rank < names.indexOf(nameOf(other))) found.set(folder, file);
  }
  return (folder) => found.get(folder);
}

function above(folder: string, existing: ExistingIn): readonly string[] {
  const file = existing(folder);
  return [...(file === undefined ? [] : [file]), ...(folder === '.' ? [] : above(folderOf(folder), existing))];
}

function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => (folder === '.' ? [] : folder.split('/')));
  const length = others.reduce((shared, next) => {
    const end = first.slice(0, shared).findIndex((part, at) => part !== next[at]);
    return end < 0 ? shared : end;
  }, first.length);
  return length === 0 ? '.' : first.slice(0, length).join('/');
}
