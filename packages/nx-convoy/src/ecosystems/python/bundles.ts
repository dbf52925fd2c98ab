import type { Claim, Target } from '../../model/claim.ts';
import type { Place, Problem } from '../../model/problem.ts';
import { folderOf, inside, isWithin, join, upwards } from '../../paths/inside.ts';
import { callsOf } from '../../text/py/module.ts';
import { listOf, stringOf, stringsOf, tableOf } from '../../text/toml/read.ts';
import { mappedFolders, withoutHere } from './layout.ts';
import { claimOf, type Ground } from './locals.ts';
import { pathMissing, pathOutside } from './problems.ts';
import { backendOf, has, tableAt, type Project } from './project.ts';
import { argumentOf } from './setup.ts';

/** Something from outside of the package that its build compiles or copies in, as the manifest writes it. */
interface Part {
  readonly path: string;
  readonly at: Place;
  readonly crate?: boolean;
}

/** The crates and folders that end up inside the wheel. */
export function bundlesOf(
  project: Project,
  key: string,
  ground: Ground,
): { claims: readonly Claim[]; problems: readonly Problem[] } {
  const claims: Claim[] = [];
  const problems: Problem[] = [];
  for (const part of [...crates(project), ...folders(project)]) {
    const path = inside(project.folder, withoutHere(part.path));
    const what = part.crate === true ? 'The crate' : 'A part of the package';
    if (path === undefined) problems.push(pathOutside(what, part.path, part.at));
    else if (part.crate === true) {
      const manifest = path.endsWith('.toml') ? path : join(path, 'Cargo.toml');
      if (ground.files.has(manifest)) claims.push(bundle(part, key, { path: folderOf(manifest), ecosystem: 'cargo' }));
      else problems.push(pathMissing(what, manifest, false, part.at));
    } else if (isForeign(path, project, ground)) {
      if (ground.files.has(path) || ground.isFolder(path)) claims.push(bundle(part, key, { files: path }));
      else problems.push(pathMissing(what, path, false, part.at));
    }
  }
  return { claims, problems };
}

const bundle = ({ at }: Part, from: string, to: Target): Claim => claimOf({ kind: 'bundles', at }, from, to);

/** Outside of the own folder, or in one below it that has a unit of its own. */
function isForeign(path: string, { folder }: Project, { keyAt }: Ground): boolean {
  if (!isWithin(path, folder)) return true;
  for (const above of upwards(path)) if (keyAt.has(above)) return above !== folder;
  return false;
}

/** What maturin and setuptools-rust compile. */
function crates(project: Project): readonly Part[] {
  const parts: Part[] = [];
  if (backendOf(project).startsWith('maturin')) {
    const written = stringOf(tableAt(project, 'tool', 'maturin')['manifest-path']);
    const at =
      written === undefined
        ? place(project, 'build-system', 'build-backend')
        : place(project, 'tool', 'maturin', 'manifest-path');
    parts.push({ path: written ?? 'Cargo.toml', at, crate: true });
  }
  for (const list of ['ext-modules', 'bins']) {
    listOf(tableAt(project, 'tool', 'setuptools-rust')[list]).forEach((extension, index) => {
      const at = place(project, 'tool', 'setuptools-rust', list, index);
      parts.push({ path: stringOf(tableOf(extension).path) ?? 'Cargo.toml', at, crate: true });
    });
  }
  return [...parts, ...rustExtensions(project)];
}

/** `RustExtension("pkg._native", path="../rust/Cargo.toml")` of setup.py; the path may also be the second argument. */
function rustExtensions({ setup }: Project): readonly Part[] {
  if (setup?.content.arguments === undefined) return [];
  const { module, evaluation } = setup.content;
  return ['RustExtension', 'RustBin'].flatMap((name) =>
    callsOf(module, name).flatMap(({ given, line }): readonly Part[] => {
      const plain = given.filter((each) => each.name === undefined);
      const written = given.find((each) => each.name === 'path')?.value ?? plain[1]?.value;
      const path = written === undefined ? 'Cargo.toml' : evaluation.text(written)?.text;
      return path === undefined
        ? []
        : [{ path, at: { file: setup.file, line: evaluation.text(written)?.line ?? line }, crate: true }];
    }),
  );
}

/** Folders and files that a build takes from elsewhere, in the words of each tool. */
function folders(project: Project): readonly Part[] {
  return [
    ...mappedFolders(project).map(({ path, file, line }) => ({ path, at: { file, line } })),
    ...readers.flatMap(([tool, read]) => (has(project, 'tool', tool) ? read(project) : [])),
    ...skbuildParts(project),
  ];
}

/** Which table of pyproject.toml is read how. */
const readers: readonly (readonly [string, (project: Project) => readonly Part[]])[] = [
  ['hatch', hatchParts],
  ['poetry', poetryParts],
  ['scikit-build', scikitParts],
  ['maturin', (project) => single(project, ['tool', 'maturin', 'python-source'])],
  ['uv', (project) => single(project, ['tool', 'uv', 'build-backend', 'module-root'])],
  ['pdm', (project) => listed(project, ['tool', 'pdm', 'build', 'includes'])],
];

function hatchParts(project: Project): readonly Part[] {
  const build = ['tool', 'hatch', 'build'];
  const targets = Object.keys(tableAt(project, ...build, 'targets')).map((target) => [...build, 'targets', target]);
  return [build, ...targets].flatMap((base) => [
    ...Object.keys(tableAt(project, ...base, 'force-include')).map((path) => ({
      path,
      at: place(project, ...base, 'force-include', path),
    })),
    ...listed(project, [...base, 'packages']),
    ...listed(project, [...base, 'only-include']),
  ]);
}

function poetryParts(project: Project): readonly Part[] {
  const base = ['tool', 'poetry', 'packages'];
  return listOf(tableAt(project, 'tool', 'poetry').packages).flatMap((each, index) => {
    const { include, from } = tableOf(each);
    if (typeof include !== 'string') return [];
    return [{ path: [stringOf(from) ?? '.', fixedPart(include)].join('/'), at: place(project, ...base, index) }];
  });
}

function scikitParts(project: Project): readonly Part[] {
  const base = ['tool', 'scikit-build'];
  const { packages } = tableAt(project, ...base, 'wheel');
  const mapped = Object.entries(Array.isArray(packages) ? {} : tableOf(packages)).flatMap(([name, path]) =>
    typeof path === 'string' ? [{ path, at: place(project, ...base, 'wheel', 'packages', name) }] : [],
  );
  return [
    ...single(project, [...base, 'cmake', 'source-dir']),
    ...listed(project, [...base, 'wheel', 'packages']),
    ...mapped,
  ];
}

/** `skbuild.setup(cmake_source_dir="../core")`. */
function skbuildParts({ setup }: Project): readonly Part[] {
  const found = setup?.content.evaluation.text(argumentOf(setup.content, 'cmake_source_dir'));
  return setup === undefined || found === undefined
    ? []
    : [{ path: found.text, at: { file: setup.file, line: found.line } }];
}

function single(project: Project, path: readonly string[]): readonly Part[] {
  const value = stringOf(tableAt(project, ...path.slice(0, -1))[path.at(-1) ?? '']);
  return value === undefined ? [] : [{ path: value, at: place(project, ...path) }];
}

function listed(project: Project, path: readonly string[]): readonly Part[] {
  const values = stringsOf(tableAt(project, ...path.slice(0, -1))[path.at(-1) ?? '']);
  return values.map((value, index) => ({ path: fixedPart(value), at: place(project, ...path, index) }));
}

/** The folder before the first wildcard. */
const fixedPart = (pattern: string): string => pattern.split(/\/?[^/]*[*?[]/)[0] ?? pattern;

const place = ({ pyproject, folder }: Project, ...path: readonly (string | number)[]): Place => ({
  file: pyproject?.file ?? join(folder, 'pyproject.toml'),
  line: pyproject?.content.line(...path) ?? 1,
});
