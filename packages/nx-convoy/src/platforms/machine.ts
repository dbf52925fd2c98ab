import { platformOf } from './rust.ts';

/** A kind of machine: what a file is made for, or what runs it. */
export interface Machine {
  /** linux, macos, windows, …; as downloads call them. */
  readonly os: string;
  /** amd64, arm64, 386, …; universal2 for both that macOS has. */
  readonly arch: string;
  /** gnu, musl, msvc; empty where that is not told. */
  readonly abi: string;
}

/** Of a Rust target, or of a platform as images have it: `linux/arm/v7`. Undefined where it is neither. */
export function machineOf(platform: string): Machine | undefined {
  const [os = '', arch = '', variant = ''] = platform.split('/');
  if (platform.includes('/')) return { os, arch: arch === 'arm' && variant !== '' ? `arm${variant}` : arch, abi: '' };
  const told = platformOf(platform);
  return told === undefined ? undefined : { os: told.os, arch: told.arch, abi: told.abi };
}

/** The words by which people name a machine, the most exact first. */
export const wordsFor = (platform: string, { os, arch }: Machine): readonly string[] => [
  ...new Set([platform, `${os}/${arch}`, os]),
];
