import type { Snapshot } from '../../../model/snapshot.ts';
import { stringOf } from '../../../text/toml/read.ts';
import { layoutOf } from '../layout.ts';
import { isPlaceholder } from '../names.ts';
import type { Naming } from '../naming.ts';
import { buildsWith, has, tableAt, type Project } from '../project.ts';
import { cfgVersion } from './cfg.ts';
import { sourceCode, type SourceCode } from './code.ts';
import { setupVersion } from './setup.ts';
import type { Reader, Versioned } from './versioned.ts';
import { flitVersion, hatchVersion, maturinVersion, pdmVersion, scikitVersion, setuptoolsVersion } from './tools.ts';

export function readerOf(project: Project, naming: Naming, repo: Snapshot): Reader {
  let code: SourceCode | undefined;
  return {
    project,
    naming,
    repo,
    get code() {
      return (code ??= sourceCode(repo, layoutOf(project)));
    },
  };
}

/** The version that the build tool would give, by the first of its rules that applies. */
export function versionOf(reader: Reader): Versioned {
  const { project, naming } = reader;
  const found =
    (naming.form === 'project' ? writtenVersion(project, ['project']) : undefined) ??
    gitTells(project) ??
    (naming.form === 'project' || naming.form === 'poetry' ? writtenVersion(project, ['tool', 'poetry']) : undefined) ??
    (naming.form === 'setup' || naming.form === 'cfg' ? undefined : toolVersion(reader)) ??
    (naming.form === 'poetry' || naming.form === 'flit' ? undefined : (setupVersion(reader) ?? cfgVersion(reader))) ??
    tagged(project);
  return withoutPlaceholder(found ?? { source: { is: 'computed', why: 'no file of the package tells it' } });
}

const toolVersion = (reader: Reader): Versioned | undefined =>
  maturinVersion(reader) ??
  hatchVersion(reader) ??
  pdmVersion(reader) ??
  scikitVersion(reader) ??
  flitVersion(reader) ??
  setuptoolsVersion(reader);

/** The plugin replaces what pyproject.toml says, which is a placeholder by its own advice. */
const gitTells = (project: Project): Versioned | undefined =>
  tableAt(project, 'tool', 'poetry-dynamic-versioning').enable === true ? { source: { is: 'tags' } } : undefined;

export function writtenVersion({ pyproject, ...rest }: Project, path: readonly string[]): Versioned | undefined {
  if (pyproject === undefined) return undefined;
  const version = stringOf(tableAt({ pyproject, ...rest }, ...path).version);
  if (version === undefined) return undefined;
  return {
    version,
    source: { is: 'written', at: { file: pyproject.file, line: pyproject.content.line(...path, 'version') } },
  };
}

const scm =
  /^(setuptools[-_.]scm|setuptools[-_.]git[-_.]versioning|hatch[-_.]vcs|versioningit|versioneer|uv[-_.]dynamic[-_.]versioning|pbr)\b/i;

/** Tools that take the version from git, told by their table or by what the build requires. */
const tagged = (project: Project): Versioned | undefined =>
  ['setuptools_scm', 'setuptools-git-versioning', 'versioningit', 'versioneer'].some((tool) =>
    has(project, 'tool', tool),
  ) ||
  (project.cfg?.content.sections.has('versioneer') ?? false) ||
  buildsWith(project, scm)
    ? { source: { is: 'tags' } }
    : undefined;

function withoutPlaceholder(found: Versioned): Versioned {
  if (found.version === undefined || !isPlaceholder(found.version)) return found;
  const at = 'at' in found.source ? found.source.at : undefined;
  const why = `${found.version} is a placeholder`;
  return { source: at === undefined ? { is: 'computed', why } : { is: 'computed', why, at } };
}
