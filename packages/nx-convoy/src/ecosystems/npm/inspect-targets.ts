import picomatch from 'picomatch';
import type { Problem } from '../../model/problem.ts';
import { isObject, objectOf, stringOf, stringsOf, textsOf } from '../../text/json/narrow.ts';
import type { Tarball } from './tarball.ts';

/** A file that the manifest promises: by which key, and as it is written there. */
interface Promised {
  readonly key: string;
  readonly path: string;
  readonly severity: Problem['severity'];
}

/** Files that the manifest names and the tarball does not hold. Nothing tells so before users find out. */
export function inspectTargets(tarball: Tarball): readonly Problem[] {
  const there = new Set(tarball.paths);
  const missing = [...mainOf(tarball), ...binsOf(tarball), ...exportsOf(tarball), ...typesOf(tarball)].filter(
    ({ path, key }) => !isThere(path, key, there, tarball.paths),
  );
  const distinct = new Map(missing.map((promise) => [`${promise.key}\n${promise.path}`, promise]));
  return [...[...distinct.values()].map((promise) => absent(promise, tarball)), ...emptyPatterns(tarball)];
}

/** Node takes index.js where main leads to nothing, and says that it will not for ever. */
function mainOf({ manifest, paths }: Tarball): readonly Promised[] {
  const main = stringOf(manifest.main) ?? '';
  if (main === '') return [];
  return [{ key: 'main', path: main, severity: paths.includes('index.js') ? 'warning' : 'error' }];
}

function binsOf({ manifest }: Tarball): readonly Promised[] {
  const { bin } = manifest;
  if (typeof bin === 'string') return [{ key: 'bin', path: bin, severity: 'error' }];
  return textsOf(bin).map(([name, path]) => ({ key: `bin.${name}`, path, severity: 'error' }));
}

const typesOf = ({ manifest }: Tarball): readonly Promised[] =>
  (['types', 'typings', 'module'] as const).flatMap((key) => {
    const path = stringOf(manifest[key]);
    return path === undefined || path === '' ? [] : [{ key, path, severity: 'warning' as const }];
  });

/** Conditions that Node knows, and what bundlers and TypeScript ask for. Any other is of the workspace itself, such as one that leads to sources. */
const byNode = new Set(['import', 'require', 'node', 'node-addons', 'module-sync', 'default']);
const byOthers = /^(?:types(?:@.*)?|browser|module|worker|deno|bun|react-native|production)$/;

function exportsOf({ manifest }: Tarball): readonly Promised[] {
  const found: Promised[] = [];
  const visit = (value: unknown, key: string, severity: Problem['severity']): void => {
    if (typeof value === 'string') found.push({ key, path: value, severity });
    // Of a list the first that is a path is taken, whether it is there or not.
    else if (Array.isArray(value))
      visit(
        value.find((each) => typeof each === 'string' || isObject(each)),
        key,
        severity,
      );
    else
      for (const [condition, inner] of Object.entries(objectOf(value))) {
        if (condition.startsWith('.')) visit(inner, `exports["${condition}"]`, severity);
        else if (byNode.has(condition)) visit(inner, `${key}.${condition}`, severity);
        else if (byOthers.test(condition)) visit(inner, `${key}.${condition}`, 'warning');
      }
  };
  visit(manifest.exports, 'exports', 'error');
  return found;
}

function isThere(written: string, key: string, there: ReadonlySet<string>, paths: readonly string[]): boolean {
  const path = written.replace(/^\.?\/+/, '').replace(/\/{2,}/g, '/');
  if (path.includes('*')) {
    const [before = '', after = ''] = path.split('*');
    return paths.some(
      (each) => each.startsWith(before) && each.endsWith(after) && each.length > before.length + after.length,
    );
  }
  if (path.endsWith('/') && key.startsWith('exports')) return paths.some((each) => each.startsWith(path));
  const bare = path.replace(/\/$/, '');
  const tried =
    key === 'main' || key === 'module'
      ? ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node']
      : [''];
  if (key === 'types' || key === 'typings') tried.push('.d.ts', '.ts', '/index.d.ts');
  return tried.some((end) => there.has(bare === '' || bare === '.' ? end.replace(/^\//, '') : `${bare}${end}`));
}

/** A pattern that takes nothing in is a file that was moved, or a build that did not run. What begins with `!` takes out. */
function emptyPatterns(tarball: Tarball): readonly Problem[] {
  const { manifest, paths, file, made } = tarball;
  return stringsOf(manifest.files).flatMap((pattern) => {
    const bare = pattern.replace(/^\.?\/+/, '').replace(/\/$/, '');
    if (bare.startsWith('!') || bare === '' || bare === '.') return [];
    const matches = picomatch([bare, `${bare}/**`, `**/${bare}`], { dot: true });
    if (paths.some((path) => matches(path))) return [];
    return [
      {
        code: 'NPM_FILES_EMPTY',
        severity: 'warning' as const,
        what: `Nothing in ${file.name} matches ${JSON.stringify(pattern)}, which its manifest lists in files.`,
        where: { file: made.unit.manifest },
        fix: `Take it out of files, or correct it. ${built(tarball)}`,
      },
    ];
  });
}

const absent = ({ key, path, severity }: Promised, tarball: Tarball): Problem => ({
  code: 'NPM_FILE_MISSING',
  severity,
  what: `${tarball.file.name} does not hold ${path}, which its manifest names as ${key}.`,
  where: { file: tarball.made.unit.manifest },
  fix: `Let files in the manifest take it in, or correct ${key.replace(/[.[].*$/, '')}. ${built(tarball)}`,
});

const built = ({ made: { unit } }: Tarball): string =>
  `What a build makes is not committed, and made in the copy: "scripts": { "prepack": "npm run build" } in the manifest, or "units": { "${unit.id}": { "build": [["npm", "run", "build"]] } }.`;
