import type { Claim } from '../../model/claim.ts';
import { inside } from '../../paths/inside.ts';
import { isObject, objectOf, stringOf } from '../../text/json/narrow.ts';
import { tableOf, type Package } from './manifest.ts';
import { calls } from './scripts.ts';

/** A package that only one platform installs: it holds a binary. */
export const isPlatform = (pkg: Package): boolean => Array.isArray(tableOf(pkg).os) || Array.isArray(tableOf(pkg).cpu);

/**
 * napi writes its platform packages into the requirements of the main package when that is published, not before. Which they
 * are, its configuration and the folder tell: `npm/<platform>`, each named after the main package.
 */
export function platformsOf(pkg: Package, byFolder: ReadonlyMap<string, readonly Package[]>): readonly Claim[] {
  const { napi, name } = tableOf(pkg);
  if (!isObject(napi)) return [];
  const prefix = stringOf(napi.packageName) ?? stringOf(objectOf(napi.package).name) ?? stringOf(name);
  const folder = inside(pkg.folder, npmFolder(pkg));
  if (prefix === undefined || folder === undefined) return [];
  return (byFolder.get(folder) ?? [])
    .filter((candidate) => isPlatform(candidate) && stringOf(tableOf(candidate).name)?.startsWith(`${prefix}-`))
    .map((candidate) => ({
      from: pkg.file,
      kind: 'runtime',
      to: { key: candidate.file },
      at: { file: pkg.file, line: pkg.content.line('napi') },
    }));
}

/** Where `napi create-npm-dirs` puts them. */
function npmFolder(pkg: Package): string {
  for (const { words } of calls(pkg, /napi/)) {
    const at = words.indexOf('napi');
    const option = at < 0 ? -1 : words.findIndex((word, index) => index > at && word === '--npm-dir');
    if (option > 0) return words[option + 1] ?? 'npm';
  }
  return 'npm';
}
