import type { AssetConfig } from '../../model/config.ts';
import { platformOf, programSuffix, type Platform } from '../../platforms/rust.ts';

/** One file that is to be handed out, with the name that it will have, as far as it is known by now. */
export interface WantedAsset {
  readonly unit: string;
  readonly name: string;
  readonly config: AssetConfig;
  readonly kind: 'programs' | 'libraries' | 'source' | 'files';
  /** Programs that are in it. */
  readonly programs: readonly string[];
  /** Absent where it is for all machines, or where nobody said for which. */
  readonly platform?: Platform;
  readonly words: Readonly<Record<string, string>>;
}

export interface Naming {
  readonly unit: string;
  readonly name: string;
  /** As its registry writes it. */
  readonly version: string;
  readonly tag?: string;
  readonly programs: readonly string[];
  /** Of the unit; those of an asset come before. */
  readonly targets: readonly string[];
}

/** What is usual where nobody says a name. */
const usual: Readonly<Record<WantedAsset['kind'], string>> = {
  programs: '{program}-v{version}-{os}-{arch}.{archive}',
  libraries: '{name}-v{version}-{os}-{arch}.{archive}',
  source: '{name}-{version}.tar.gz',
  files: '{name}-{version}.tar.gz',
};

export const kindOf = ({ programs, libraries, source }: AssetConfig): WantedAsset['kind'] =>
  programs !== undefined && programs !== false
    ? 'programs'
    : libraries !== undefined
      ? 'libraries'
      : source === true
        ? 'source'
        : 'files';

/** The files that one entry of the settings stands for: one for each target, and for each program that the name tells apart. */
export function wantedOf(config: AssetConfig, naming: Naming): readonly WantedAsset[] {
  const kind = kindOf(config);
  const pattern = config.name ?? usual[kind];
  const programs =
    kind !== 'programs' ? [] : Array.isArray(config.programs) ? (config.programs as string[]) : naming.programs;
  const isCompiled = kind === 'programs' || kind === 'libraries';
  const isTold = /\{(?:os|arch|abi|target|exe|archive)\}/.test([pattern, config.top, ...(config.files ?? [])].join());
  const targets = isCompiled || isTold ? (config.targets ?? naming.targets) : [];
  const platforms = targets.length === 0 ? [undefined] : targets.map(platformOf);
  const sets = pattern.includes('{program}') && programs.length > 0 ? programs.map((one) => [one]) : [programs];
  return platforms.flatMap((platform) =>
    sets.map((set) => {
      const words = wordsOf(naming, config, set, platform);
      return {
        unit: naming.unit,
        name: named(pattern, words),
        config,
        kind,
        programs: set,
        ...(platform === undefined ? {} : { platform }),
        words,
      };
    }),
  );
}

/** Whose machine makes it: a Rust target, or any. */
export const assetPlatform = ({ platform }: WantedAsset): string => platform?.target ?? 'any';

/** A word that only the machine knows is whatever it says. */
export const isNamedAs = ({ name: told }: WantedAsset, name: string): boolean =>
  told === name ||
  new RegExp(
    `^${told
      .split(/\{\w+\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]+')}$`,
  ).test(name);

function wordsOf(
  { name, version, tag }: Naming,
  { words = {} }: AssetConfig,
  programs: readonly string[],
  platform: Platform | undefined,
): Readonly<Record<string, string>> {
  const told = (word: string): string => words[word] ?? word;
  return {
    name,
    version,
    ...(tag === undefined ? {} : { tag }),
    ...(programs.length === 1 ? { program: programs[0] ?? '' } : {}),
    ...(platform === undefined
      ? {}
      : {
          ...{ os: told(platform.os), arch: told(platform.arch), abi: told(platform.abi), target: platform.target },
          archive: platform.os === 'windows' ? 'zip' : 'tar.gz',
          exe: programSuffix(platform),
        }),
  };
}

/** What is not known stays as it is. A name is no path, and nothing that is filled in leads up. */
export const named = (
  pattern: string,
  words: Readonly<Record<string, string>>,
  is: 'name' | 'path' = 'name',
): string => {
  const filled = pattern.replaceAll(/\{(\w+)\}/g, (found, word: string) =>
    (words[word] ?? found).replaceAll(/[\\/:]/g, '-'),
  );
  return is === 'path' ? filled : filled.replaceAll(/[\\/:]/g, '-');
};
