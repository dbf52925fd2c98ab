import { posix } from 'node:path';
import { isObject, objectOf, stringOf, stringsOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';

/** The commands of a package by name: one that is called as the package, a list, a table, or all files of a folder. */
export function programs(told: JsonObject, files: readonly string[]): Readonly<Record<string, string>> | undefined {
  const { bin, directories } = told;
  const folder = stringOf(objectOf(directories).bin);
  const entries =
    typeof bin === 'string' && bin !== ''
      ? [[stringOf(told.name) ?? '', bin] as const]
      : Array.isArray(bin)
        ? stringsOf(bin).map((path) => [posix.basename(path), path] as const)
        : isObject(bin)
          ? textsOf(bin)
          : folder === undefined
            ? []
            : inFolder(within(folder), files);
  const safe = entries
    .map(([name, path]) => [posix.basename(within(name)), within(path)] as const)
    .filter(([name, path]) => name !== '' && path !== '');
  return safe.length === 0 ? undefined : Object.fromEntries(safe);
}

const inFolder = (folder: string, files: readonly string[]): readonly (readonly [string, string])[] =>
  files.flatMap((file) => {
    const name = posix.basename(file);
    return file.startsWith(`${folder}/`) && !file.slice(folder.length + 1).startsWith('.')
      ? [[name, file] as const]
      : [];
  });

/** Nothing leads out of the package. */
export const within = (path: string): string => posix.join('/', path.replaceAll(/\\|:/g, '/')).slice(1);
