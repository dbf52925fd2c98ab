import { isObject, objectOf, stringsOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';
import { hosted } from './hosted.ts';

/** Scripts are texts; some files stand for one. */
export function scriptsOf({ scripts: told, gypfile }: JsonObject, files: readonly string[]): JsonObject {
  const own = textsOf(told).map(([name, line]) => [name, line.replace(/^(?:\.[/\\])?node_modules[/\\].bin[\\/]/, '')]);
  const all: Readonly<Record<string, string>> = Object.fromEntries(own) as Record<string, string>;
  const isBuilt =
    all.install === undefined &&
    all.preinstall === undefined &&
    gypfile !== false &&
    files.some((file) => /^[^/]+\.gyp$/.test(file));
  const isStarted = all.start === undefined && files.includes('server.js');
  const made = {
    ...all,
    ...(isBuilt ? { install: 'node-gyp rebuild' } : {}),
    ...(isStarted ? { start: 'node server.js' } : {}),
  };
  return {
    scripts: isObject(told) || isBuilt || isStarted ? made : undefined,
    ...(isBuilt ? { gypfile: true } : {}),
  };
}

/** The right spelling, as a list; what is in the package is needed by it. */
export function bundlesOf({ bundleDependencies: told, dependencies }: JsonObject, misspelled: unknown): JsonObject {
  const list = told ?? misspelled;
  const names =
    list === false
      ? []
      : list === true
        ? Object.keys(objectOf(dependencies))
        : isObject(list)
          ? Object.keys(list)
          : list;
  return { bundleDependencies: Array.isArray(names) ? stringsOf(names).filter((name) => name !== '') : undefined };
}

/** What it needs, as tables; addresses of git as npm writes them. */
export function needsOf(own: JsonObject): JsonObject {
  const normal = (kind: string): JsonObject | undefined => {
    const told = own[kind];
    const entries =
      typeof told === 'string'
        ? listed(told.trim().split(/[\s,]+/))
        : Array.isArray(told)
          ? listed(stringsOf(told))
          : textsOf(told);
    return told === undefined || told === null
      ? undefined
      : Object.fromEntries(
          entries.map(([name, range]) => [
            name,
            kind === 'optionalDependencies' ? range : (hosted(range, true)?.url ?? range),
          ]),
        );
  };
  const bundled = stringsOf(bundlesOf(own, own.bundledDependencies).bundleDependencies);
  const dependencies = normal('dependencies');
  const missing = bundled.filter((name) => dependencies?.[name] === undefined).map((name) => [name, '*'] as const);
  return {
    dependencies: missing.length === 0 ? dependencies : { ...dependencies, ...Object.fromEntries(missing) },
    devDependencies: normal('devDependencies'),
    optionalDependencies: normal('optionalDependencies'),
  };
}

/** `ship@^1`, `ship >=1`. */
const listed = (lines: readonly string[]): readonly (readonly [string, string])[] =>
  lines.map((line) => {
    const [, name = '', range = ''] = /^\s*(@?[^@\s><=]+)@?\s*(.*?)\s*$/.exec(line) ?? [];
    return [name, range];
  });
