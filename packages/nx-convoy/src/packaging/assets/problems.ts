import type { AssetConfig } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import { platformOf } from '../../platforms/rust.ts';
import type { Naming, WantedAsset } from './wanted.ts';

/** What is wrong with an entry of the settings, whatever is built. */
export function entryProblems(config: AssetConfig, naming: Naming): readonly Problem[] {
  const { unit } = naming;
  const kinds = [
    ...(config.programs === undefined || config.programs === false ? [] : ['programs']),
    ...(config.libraries === undefined ? [] : ['libraries']),
    ...(config.source === true ? ['source'] : []),
  ];
  const strange = [...(config.targets ?? naming.targets)].filter((target) => platformOf(target) === undefined);
  const programs = Array.isArray(config.programs) ? (config.programs as string[]) : [];
  return [
    ...(kinds.length > 1 ? [mixed(unit, kinds)] : []),
    ...(kinds.length === 0 && (config.files ?? []).length === 0 ? [empty(unit)] : []),
    ...(kinds.includes('programs') && naming.programs.length === 0 ? [programless(unit)] : []),
    ...strange.map((target) => noTarget(unit, target)),
    ...programs
      .filter((program) => naming.programs.length > 0 && !naming.programs.includes(program))
      .map((program) => noProgram(naming, program)),
  ];
}

/** Words that nobody can fill in are told when the file is made, not before: where it is for one machine, that one tells. */
export const unfilled = ({ unit, name }: WantedAsset): Problem | undefined => {
  const word = /\{\w+\}/.exec(name)?.[0];
  if (word === undefined) return undefined;
  const isTag = word === '{tag}';
  return problem(
    'ASSET_NAME',
    `Nothing tells ${word} in the name of an asset of ${unit}: ${name}.`,
    isTag
      ? 'Make the tag first (nx-convoy tag), or name the asset by {version}.'
      : 'Known are {name}, {version}, {tag}, {program}; and with "targets" {os}, {arch}, {abi}, {target}, {archive}, {exe}.',
  );
};

/** The second of one name would take the place of the first. */
export function twice(assets: readonly Pick<WantedAsset, 'name' | 'unit'>[]): readonly Problem[] {
  const byName = new Map<string, Pick<WantedAsset, 'unit'>[]>();
  for (const asset of assets) byName.set(asset.name, [...(byName.get(asset.name) ?? []), asset]);
  return [...byName].flatMap(([name, same]) => {
    if (same.length < 2) return [];
    const units = [...new Set(same.map(({ unit }) => unit))];
    return [
      problem(
        'ASSET_TWICE',
        units.length > 1
          ? `${units.join(' and ')} would both hand out ${name}.`
          : `${units[0] ?? ''} would hand out ${same.length} files that are called ${name}.`,
        units.length > 1
          ? 'Tell them apart by a name of their own: "name": "{name}-{version}.tar.gz" below "assets" in the plugin\'s options.'
          : 'Tell them apart in "name" below "assets": {program}, {os}, {arch}, {abi} or {target}.',
      ),
    ];
  });
}

const mixed = (unit: string, kinds: readonly string[]): Problem =>
  problem(
    'ASSET_MIXED',
    `An asset of ${unit} is told to hold ${kinds.join(' and ')}.`,
    'Make two assets of it: each holds programs, libraries or the source, and any files beside.',
  );

const empty = (unit: string): Problem =>
  problem(
    'ASSET_EMPTY',
    `Nothing tells what an asset of ${unit} holds.`,
    'Say "programs": true, "libraries": ["cdylib"], "source": true, or "files": ["results/**"].',
  );

const programless = (unit: string): Problem =>
  problem(
    'ASSET_PROGRAM_UNKNOWN',
    `An asset of ${unit} is to hold programs, and none is known of it.`,
    'Only crates with src/main.rs, src/bin or [[bin]] have programs; other files are told by "files".',
  );

const noProgram = ({ unit, programs }: Naming, program: string): Problem =>
  problem(
    'ASSET_PROGRAM_UNKNOWN',
    `${unit} has no program ${program}.`,
    `Write ${programs.join(' or ')} below "programs" of its asset.`,
  );

const noTarget = (unit: string, target: string): Problem =>
  problem(
    'TARGET_UNKNOWN',
    `${target} is no Rust target, but an asset of ${unit} is to be built for it.`,
    'Write one that rustc --print target-list names, such as x86_64-unknown-linux-gnu.',
  );

export const problem = (code: string, what: string, fix: string, severity: Problem['severity'] = 'error'): Problem => ({
  code,
  severity,
  what,
  fix,
});
