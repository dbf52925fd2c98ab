import type { Claim, Target } from '../../model/claim.ts';
import { folderOf, inside, join, nameOf, upwards } from '../../paths/inside.ts';
import { isObject } from '../../text/json/narrow.ts';
import { isBuiltWith, tableOf, type Package } from './manifest.ts';
import { calls, type Call } from './scripts.ts';

/** The crates that a package's scripts compile into it: by napi, neon or wasm-pack. */
export function bundlesOf(pkg: Package, files: ReadonlySet<string>): readonly Claim[] {
  const table = tableOf(pkg);
  const claim = (to: Target, ...path: readonly string[]): Claim => ({
    from: pkg.file,
    kind: 'bundles',
    to,
    at: { file: pkg.file, line: pkg.content.line(...path) },
  });
  const claims = calls(pkg, toolWord).flatMap((call) => {
    const crate = crateOf(call, files);
    return crate === undefined ? [] : [claim(crate, 'scripts', call.script)];
  });
  if (claims.length > 0) return claims;
  // The build is started from elsewhere; what the package is made of stands beside it nevertheless.
  const key = ['napi', 'neon'].find((word) => isObject(table[word]));
  const isNative = key !== undefined || isBuiltWith(pkg, '@napi-rs/cli') || isBuiltWith(pkg, 'cargo-cp-artifact');
  return isNative && files.has(join(pkg.folder, 'Cargo.toml'))
    ? [claim({ path: pkg.folder, ecosystem: 'cargo' }, key ?? 'devDependencies')]
    : [];
}

const toolWord = /napi|neon|cargo-cp-artifact|wasm-pack/;

/** What compiles a crate; of wasm-pack, the first word that is no option names it. */
const tools: readonly { readonly is: readonly string[]; readonly takesPath?: boolean }[] = [
  { is: ['napi', 'build'] },
  { is: ['neon', 'build'] },
  { is: ['neon', 'dist'] },
  { is: ['cargo-cp-artifact'] },
  { is: ['wasm-pack', 'build'], takesPath: true },
];

function crateOf({ words, folder }: Call, files: ReadonlySet<string>): Target | undefined {
  if (folder === undefined) return undefined;
  for (const { is, takesPath } of tools) {
    const at = words.findIndex((_, index) => is.every((word, offset) => words[index + offset] === word));
    if (at < 0) continue;
    const rest = words.slice(at + is.length);
    const manifest = valueOf(rest, ['--manifest-path']);
    if (manifest !== undefined) return crateAt(inside(folder, manifest), files);
    const from = inside(
      folder,
      valueOf(rest, ['--cargo-cwd', '--cwd']) ?? (takesPath === true ? pathAmong(rest) : '.'),
    );
    const named = valueOf(rest, ['--package', '-p']);
    return named === undefined ? crateAt(from, files) : memberOf(from, named, files);
  }
  return undefined;
}

function crateAt(path: string | undefined, files: ReadonlySet<string>): Target | undefined {
  const folder = path !== undefined && nameOf(path) === 'Cargo.toml' ? folderOf(path) : path;
  return folder !== undefined && files.has(join(folder, 'Cargo.toml'))
    ? { path: folder, ecosystem: 'cargo' }
    : undefined;
}

/** `-p name` is cargo's: a crate of the workspace that the folder lies in. */
function memberOf(from: string | undefined, name: string, files: ReadonlySet<string>): Target | undefined {
  const roots = from === undefined ? [] : [...upwards(from)].filter((folder) => files.has(join(folder, 'Cargo.toml')));
  const root = roots.at(-1);
  return root === undefined ? undefined : { files: root, mentions: [{ ecosystem: 'cargo', name }] };
}

function valueOf(words: readonly string[], options: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (options.includes(word)) return words[index + 1];
    const option = options.find((name) => word.startsWith(`${name}=`));
    if (option !== undefined) return word.slice(option.length + 1);
  }
  return undefined;
}

/** The first word that is neither an option nor the value of one: wasm-pack's crate. */
function pathAmong(words: readonly string[]): string {
  const withValue = /^(?:--target|-t|--out-dir|-d|--out-name|--scope|-s|--mode|-m|--profile)$/;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') break;
    if (withValue.test(word)) at += 1;
    else if (word !== '' && !word.startsWith('-')) return word;
  }
  return '.';
}
