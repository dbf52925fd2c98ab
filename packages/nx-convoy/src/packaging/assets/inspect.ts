import type { AssetConfig } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import { isPlain, type Member } from '../archive/member.ts';
import { readBinary, runsOn } from '../formats/read.ts';
import { problem } from './problems.ts';
import type { WantedAsset } from './wanted.ts';

/** A file on its way into an asset, with what it has to be. */
export interface AssetMember extends Member {
  readonly is: 'program' | 'library' | 'file';
}

/** What is wrong with what goes in: another machine's program, one that is none, two files in one place. */
export function inspectMembers(asset: WantedAsset, members: readonly AssetMember[]): readonly Problem[] {
  const paths = members.map(({ path }) => path);
  const double = paths.find((path, at) => paths.indexOf(path) < at);
  return [
    ...(members.length === 0 ? [holdsNothing(asset)] : []),
    ...(double === undefined ? [] : [same(asset, double)]),
    ...paths.filter((path) => !isPlain(path)).map((path) => strange(asset, path)),
    ...members.flatMap((member) => foreign(asset, member)),
  ];
}

function foreign(asset: WantedAsset, { path, bytes, is, link }: AssetMember): readonly Problem[] {
  if (link !== undefined) return [];
  const binary = readBinary(bytes);
  if (binary === undefined) return is === 'file' ? [] : [noBinary(asset, path, is)];
  const { platform, config } = asset;
  const told = `${binary.format} for ${binary.archs.join(' and ')}`;
  if (platform !== undefined && !runsOn(binary, platform)) return [other(asset, path, told, platform.target)];
  return config.strip === true && is !== 'file' && binary.hasSymbols === true ? [symbols(asset, path)] : [];
}

/** Bytes at least and at most. */
export function inspectSize({ name, unit }: WantedAsset, size: number, config: AssetConfig): readonly Problem[] {
  const { min = 0, max = Infinity } = config.size ?? {};
  if (size >= min && size <= max) return [];
  return [
    problem(
      size < min ? 'ASSET_TOO_SMALL' : 'ASSET_TOO_LARGE',
      `${name} of ${unit} has ${size} bytes; ${size < min ? `it should have ${min} at least` : `${max} are the most`}.`,
      size < min
        ? 'Look for what is missing in it, or lower "size": { "min" } of the asset.'
        : 'Take something out ("strip": true takes names of functions), or raise "size": { "max" } of the asset.',
    ),
  ];
}

const holdsNothing = ({ name, unit }: WantedAsset): Problem =>
  problem(
    'ASSET_EMPTY',
    `${name} of ${unit} would hold nothing.`,
    'Say what goes in: "files", "programs" or "libraries".',
  );

const same = ({ name, unit }: WantedAsset, path: string): Problem =>
  problem(
    'ASSET_FILE_TWICE',
    `${name} of ${unit} would hold ${path} twice.`,
    'A file keeps its path from the folder above the first wildcard: "{a,b}/**" keeps a and b apart, "a/**" and "b/**" do not.',
  );

const strange = ({ name, unit }: WantedAsset, path: string): Problem =>
  problem(
    'ASSET_PATH',
    `${name} of ${unit} would hold ${JSON.stringify(path)}, which not every system can unpack.`,
    'Rename the file.',
  );

const noBinary = ({ name, unit }: WantedAsset, path: string, is: string): Problem =>
  problem(
    'ASSET_NO_BINARY',
    `${path} in ${name} of ${unit} is no ${is}: it has no format of any system.`,
    'See package.log for what the compiler made; package again with --clean.',
  );

const other = ({ name, unit }: WantedAsset, path: string, told: string, target: string): Problem =>
  problem(
    'ASSET_PLATFORM',
    `${name} of ${unit} is for ${target}, and ${path} in it is ${told}.`,
    'Give each target the files that were built for it: {target} in "files" stands for its name.',
  );

const symbols = ({ name, unit }: WantedAsset, path: string): Problem =>
  problem(
    'ASSET_UNSTRIPPED',
    `${path} in ${name} of ${unit} was to be stripped and has its symbols.`,
    'A profile or RUSTFLAGS of the repository may say otherwise: look for strip in Cargo.toml and .cargo/config.toml.',
    'warning',
  );
