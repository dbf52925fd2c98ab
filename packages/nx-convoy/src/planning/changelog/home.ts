import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { readJson } from '../../text/json/read.ts';
import { stringOf as tomlString, tableOf, readToml } from '../../text/toml/read.ts';
import { readRepository, type Repository } from './repository.ts';

/** Enough to find an address where there is one, without reading thousands of manifests where there is none. */
const most = 40;

/**
 * Where the repository is at home, as its own manifests say, the topmost first. The clone's remote is not asked: a fork or a mirror
 * would write other bytes.
 */
export function homeOf(repo: Snapshot, units: readonly Unit[]): Repository | undefined {
  const manifests = units.map(({ manifest }) => manifest).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const workspaces = units.flatMap(({ workspace }) => workspace ?? []).sort();
  const files = new Set(['package.json', 'Cargo.toml', 'pyproject.toml', ...workspaces, ...manifests]);
  for (const file of [...files].slice(0, most)) {
    const text = repo.text(file);
    if (text?.ok !== true) continue;
    const found = addressesIn(file, text.value)
      .map(readRepository)
      .find((one) => one !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

const depth = (file: string): number => file.split('/').length;

function addressesIn(file: string, text: string): readonly string[] {
  if (file.endsWith('package.json')) return inPackageJson(text, file);
  if (file.endsWith('Cargo.toml')) return inCargoToml(text, file);
  if (file.endsWith('pyproject.toml')) return inPyproject(text, file);
  return file.endsWith('Chart.yaml') ? inChart(text) : [];
}

const present = (values: readonly (string | undefined)[]): readonly string[] =>
  values.filter((value) => value !== undefined);

function inPackageJson(text: string, file: string): readonly string[] {
  const json = readJson(text, file);
  if (!json.ok) return [];
  const { repository } = objectOf(json.value.data);
  return present([stringOf(repository) ?? stringOf(objectOf(repository).url)]);
}

function inCargoToml(text: string, file: string): readonly string[] {
  const toml = readToml(text, file);
  if (!toml.ok) return [];
  const own = tableOf(toml.value.data.package);
  const shared = tableOf(tableOf(toml.value.data.workspace).package);
  return present([
    tomlString(own.repository),
    tomlString(shared.repository),
    tomlString(own.homepage),
    tomlString(shared.homepage),
  ]);
}

/** People call the same address many names; a documentation site is none of them, and its host tells. */
function inPyproject(text: string, file: string): readonly string[] {
  const toml = readToml(text, file);
  if (!toml.ok) return [];
  const urls = tableOf(tableOf(toml.value.data.project).urls);
  const poetry = tableOf(tableOf(toml.value.data.tool).poetry);
  const named = Object.entries(urls)
    .map(([name, url]) => [name.toLowerCase(), tomlString(url)] as const)
    .sort(([a], [b]) => Number(/repo|source|code/.test(b)) - Number(/repo|source|code/.test(a)));
  return present([...named.map(([, url]) => url), tomlString(poetry.repository), tomlString(poetry.homepage)]);
}

const inChart = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:home:|sources:\s*\n(?:\s*#.*\n)*\s*-|\s*-)[ \t]+["']?(https?:\/\/[^\s"'#]+)/gm)].map(
    ([, url = '']) => url,
  );
