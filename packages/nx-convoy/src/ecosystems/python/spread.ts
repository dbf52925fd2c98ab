import type { Config } from '../../model/config.ts';
import type { Spread, WheelKind } from '../../model/matrix.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { folderOf, inside, join, upwards } from '../../paths/inside.ts';
import { readToml, stringOf, stringsOf, tableOf, type TomlTable } from '../../text/toml/read.ts';
import { admits } from '../../versions/pep440.ts';
import { compiles } from './compiled.ts';
import { backendOf, readProjects, tableAt, type Project } from './project.ts';

/** Pythons that get fixes, and the one that has just ceased to: devguide.python.org/versions, 2026-11-20. */
const supported = ['3.10', '3.11', '3.12', '3.13', '3.14'];

/** A wheel without compiled code is made once; others for each target, and the source distribution once for all. */
export function spreadDistribution(unit: Unit, repo: Snapshot, { units }: Config): Spread | undefined {
  const project = readProjects(repo).projects.find(({ folder }) => folder === unit.root);
  if (project === undefined) return undefined;
  const pythons = pythonsOf(project);
  if (!compiles(project)) return { platforms: [], hasCommon: false, wheels: { by: 'any', pythons } };
  return { platforms: units[unit.id]?.targets ?? [], hasCommon: true, wheels: kindOf(project, repo, pythons) };
}

/** As `requires-python` has it; all where it says nothing, or nothing that is supported. */
function pythonsOf(project: Project): readonly string[] {
  const range = stringOf(tableAt(project, 'project')['requires-python']);
  if (range === undefined) return supported;
  // A range may begin or end within a line of releases.
  const fitting = supported.filter((one) => [0, 99].some((patch) => admits(range, `${one}.${patch}`) === true));
  return fitting.length === 0 ? supported : fitting;
}

/** What a crate is bound to Python by tells how many Pythons one wheel serves. */
function kindOf(project: Project, repo: Snapshot, pythons: readonly string[]): WheelKind {
  if (!backendOf(project).startsWith('maturin')) return { by: 'version', pythons };
  const settings = tableAt(project, 'tool', 'maturin');
  const bindings = stringOf(settings.bindings);
  const crate = crateOf(project, repo);
  const isBound = bindings === undefined ? crate.pyo3 !== undefined : bindings === 'pyo3';
  if (!isBound) return { by: 'any', pythons };
  const features = [...(crate.pyo3 ?? []), ...stringsOf(settings.features).flatMap(crate.featureOf)];
  const stable = features.flatMap((feature) => /^(?:pyo3\/)?abi3(?:-py3(\d+))?$/.exec(feature) ?? []);
  if (stable.length === 0) return { by: 'version', pythons };
  const lowest = features.flatMap((feature) => /^(?:pyo3\/)?abi3-py3(\d+)$/.exec(feature)?.[1] ?? []).map(Number);
  const first = lowest.length === 0 ? undefined : Math.min(...lowest);
  return { by: 'abi3', pythons: first === undefined ? pythons : from(first, pythons) };
}

/** From the Python on that the crate names, which may be older than any that is supported. */
const from = (minor: number, pythons: readonly string[]): readonly string[] => [
  `3.${minor}`,
  ...pythons.filter((python) => Number(python.slice(2)) > minor),
];

interface Crate {
  /** Features of pyo3 that it asks for; undefined where it does not need it. */
  readonly pyo3?: readonly string[];
  /** What one of its own features switches on. */
  readonly featureOf: (name: string) => readonly string[];
}

function crateOf(project: Project, repo: Snapshot): Crate {
  const manifest = inside(
    project.folder,
    stringOf(tableAt(project, 'tool', 'maturin')['manifest-path']) ?? 'Cargo.toml',
  );
  const crate = manifest === undefined ? {} : tomlAt(manifest, repo);
  const features = tableOf(crate.features);
  const featureOf = (name: string): readonly string[] => [name, ...stringsOf(features[name])];
  const written = tableOf(crate.dependencies).pyo3;
  if (written === undefined || manifest === undefined) return { featureOf };
  const shared = tableOf(written).workspace === true ? inherited(manifest, repo) : {};
  const byDefault = stringsOf(features.default).flatMap(featureOf);
  return {
    pyo3: [...stringsOf(shared.features), ...stringsOf(tableOf(written).features), ...byDefault],
    featureOf,
  };
}

/** The entry of the workspace's table that members inherit. */
function inherited(manifest: string, repo: Snapshot): TomlTable {
  for (const folder of upwards(folderOf(manifest))) {
    const { workspace } = tomlAt(join(folder, 'Cargo.toml'), repo);
    if (workspace !== undefined) return tableOf(tableOf(tableOf(workspace).dependencies).pyo3);
  }
  return {};
}

function tomlAt(file: string, repo: Snapshot): TomlTable {
  const text = repo.text(file);
  const read = text?.ok === true ? readToml(text.value, file) : undefined;
  return read?.ok === true ? read.value.data : {};
}
