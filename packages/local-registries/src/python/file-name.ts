import { Refused } from '../server/refusal.ts';
import { normalised, quoted } from './names.ts';
import { versionOf } from './version.ts';

export type Kind = 'sdist' | 'bdist_wheel';

/** What a file's name says about what is in it. */
export interface FileName {
  readonly kind: Kind;
  /** As it stands there, which is not how the project spells itself. */
  readonly name: string;
  readonly version: string;
  /** `py3` of `py3-none-any`. */
  readonly python: string;
  /** One tag for each platform that it runs on. */
  readonly platforms: readonly string[];
}

/** Reads the name of a wheel (PEP 427) or of a source distribution (PEP 625); tells what is wrong with it. */
export function readFileName(file: string): FileName {
  if (file.endsWith('.whl')) return wheel(file.slice(0, -'.whl'.length));
  const stem = /^(.*)\.(?:tar\.gz|zip)$/s.exec(file)?.[1];
  if (stem === undefined) {
    throw new Refused(
      'invalid',
      'Invalid file extension: Use .tar.gz, .whl or .zip extension. See https://www.python.org/dev/peps/pep-0527 and https://peps.python.org/pep-0625 for more information',
    );
  }
  const dash = stem.lastIndexOf('-');
  const [name, version] = [stem.slice(0, Math.max(0, dash)), stem.slice(dash + 1)];
  if (dash === -1) throw new Refused('invalid', `Invalid sdist filename: ${quoted(file)}`);
  if (name === '') throw new Refused('invalid', `Invalid sdist filename (empty project name): ${quoted(file)}`);
  if (versionOf(version) === undefined)
    throw new Refused('invalid', `Invalid sdist filename (invalid version): ${quoted(file)}`);
  return { kind: 'sdist', name, version, python: 'source', platforms: [] };
}

function wheel(stem: string): FileName {
  const wrong = (why: string): Refused => new Refused('invalid', `${why} ${quoted(stem)}`);
  const parts = stem.split('-');
  if (parts.length !== 5 && parts.length !== 6) throw wrong('Invalid wheel filename (wrong number of parts):');
  const [name = '', version = ''] = parts;
  const [python = '', abi = '', platform = ''] = parts.slice(-3);
  if (name.includes('__') || !/^[\p{L}\p{N}._]+$/u.test(name)) throw wrong('Invalid project name:');
  if (versionOf(version) === undefined) throw wrong('Invalid wheel filename (invalid version):');
  const build = parts.length === 6 ? (parts[2] ?? '') : '0';
  if (!/^\d/.test(build)) throw wrong(`Invalid build number: ${build} in`);
  const tags = [python, abi, platform].map((tag) => tag.split('.'));
  if (tags.flat().some((tag) => !/^\w+$/.test(tag))) throw wrong('Invalid wheel filename (invalid tag component):');
  return { kind: 'bdist_wheel', name, version, python, platforms: tags[2] ?? [] };
}

/** Whether the file is of this project, in any spelling that was ever usual. */
export const isOf = (file: FileName, project: string): boolean => normalised(file.name) === project;

/**
 * Platforms that the public index takes. A plain `linux_x86_64` is none of them: nobody else's machine is told what it needs, which
 * is why such wheels are repaired to `manylinux`.
 */
const platforms = [
  /^any$/,
  /^win32$|^win_(amd64|arm64|ia64)$/,
  /^linux_armv[67]l$/,
  /^(manylinux(1|2010|2014)|(many|musl)linux_\d+_\d+)_(x86_64|i686|aarch64|armv7l|ppc64|ppc64le|s390x|riscv64|loongarch64)$/,
  /^macosx_\d+_\d+_(ppc|ppc64|i386|x86_64|intel|fat|fat3|fat32|fat64|universal|universal2|arm64)$/,
  /^ios_\d+_\d+_(arm64|x86_64)_iphone(os|simulator)$/,
  /^android_\d+_(armeabi_v7a|arm64_v8a|x86|x86_64)$/,
  /^(pyodide|pyemscripten)_\d{4}_\d+_wasm32$/,
];

export function checkPlatforms(file: string, { platforms: wanted }: FileName): void {
  const strange = wanted.find((tag) => !platforms.some((one) => one.test(tag)));
  if (strange === undefined) return;
  throw new Refused('invalid', `Binary wheel ${quoted(file)} has an unsupported platform tag ${quoted(strange)}.`);
}
