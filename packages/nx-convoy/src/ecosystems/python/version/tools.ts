import { inside, folderOf } from '../../../paths/inside.ts';
import { listOf, stringOf, stringsOf, tableOf, type TomlValue } from '../../../text/toml/read.ts';
import { backendOf, has, tableAt } from '../project.ts';
import { attributeVersion, computed, fileVersion, patternVersion } from './files.ts';
import type { Reader, Versioned } from './versioned.ts';

const tags: Versioned = { source: { is: 'tags' } };

/** Maturin takes the crate's version where [project] has none. */
export function maturinVersion({ project }: Reader): Versioned | undefined {
  if (!backendOf(project).startsWith('maturin')) return undefined;
  const written = stringOf(tableAt(project, 'tool', 'maturin')['manifest-path']);
  const manifest = inside(project.folder, written ?? 'Cargo.toml');
  const file = project.pyproject?.file ?? '';
  const line = project.pyproject?.content.line(
    ...(written === undefined ? ['build-system', 'build-backend'] : ['tool', 'maturin', 'manifest-path']),
  );
  const at = { file, ...(line === undefined ? {} : { line }) };
  return manifest === undefined
    ? computed('its crate lies outside of the workspace', at)
    : { source: { is: 'of', target: { path: folderOf(manifest), ecosystem: 'cargo' }, at } };
}

export function hatchVersion(reader: Reader): Versioned | undefined {
  const { project } = reader;
  if (!has(project, 'tool', 'hatch', 'version')) return undefined;
  const table = tableAt(project, 'tool', 'hatch', 'version');
  const source = stringOf(table.source) ?? 'regex';
  const path = stringOf(table.path);
  if (/^(vcs|versioningit|uv-dynamic-versioning|git|dunamai)$/.test(source)) return tags;
  if (source === 'nodejs') return nodeVersion(reader, path ?? 'package.json');
  if (source === 'code' && path !== undefined)
    return attributeVersion(reader, path, stringOf(table.expression) ?? '__version__');
  if (/^regex/.test(source) && path !== undefined) return patternVersion(reader, path, stringOf(table.pattern));
  if (path === undefined && /^(regex|code)/.test(source))
    return computed('[tool.hatch.version] names no file', at(reader, 'tool', 'hatch', 'version'));
  return computed(`hatch takes it from its source "${source}"`, at(reader, 'tool', 'hatch', 'version'));
}

/** A package of Jupyter or the like: its version is that of the package.json beside it. */
function nodeVersion(reader: Reader, path: string): Versioned {
  const file = inside(reader.project.folder, path);
  const place = at(reader, 'tool', 'hatch', 'version', 'source');
  return file === undefined
    ? computed(`${path} lies outside of the workspace`, place)
    : { source: { is: 'of', target: { path: folderOf(file), ecosystem: 'npm' }, at: place } };
}

export function pdmVersion(reader: Reader): Versioned | undefined {
  const { project } = reader;
  const table = tableAt(project, 'tool', 'pdm', 'version');
  const source = stringOf(table.source);
  if (source === 'scm' || table.use_scm === true) return tags;
  const path = stringOf(table.path) ?? stringOf(table.from);
  if (path !== undefined) return attributeVersion(reader, path, '__version__');
  return source === undefined
    ? undefined
    : computed(`pdm takes it from its source "${source}"`, at(reader, 'tool', 'pdm', 'version'));
}

/** A provider of scikit-build-core: a regular expression, git, or a plugin of the repository. */
export function scikitVersion(reader: Reader): Versioned | undefined {
  const { project } = reader;
  const table = tableOf(tableAt(project, 'tool', 'scikit-build', 'metadata').version);
  const provider = stringOf(table.provider);
  if (provider === undefined) return undefined;
  if (/setuptools_scm|hatch_vcs/.test(provider)) return tags;
  const input = stringOf(table.input);
  if (provider === 'scikit_build_core.metadata.regex' && input !== undefined) {
    return patternVersion(reader, input, stringOf(table.regex)?.replace('(?P<value>', '(?P<version>'));
  }
  return computed(`${provider} computes it`, at(reader, 'tool', 'scikit-build', 'metadata', 'version', 'provider'));
}

/** Flit reads `__version__` of the module that the package is called after. */
export function flitVersion(reader: Reader): Versioned | undefined {
  const { project, naming } = reader;
  if (!backendOf(project).startsWith('flit')) return undefined;
  const module =
    stringOf(tableAt(project, 'tool', 'flit', 'module').name) ??
    stringOf(tableAt(project, 'tool', 'flit', 'metadata').module) ??
    naming.name.replaceAll('-', '_');
  const file = reader.code.moduleFile(module);
  const found = file === undefined ? undefined : reader.code.attribute(file, '__version__');
  if (found === undefined) return computed(`flit reads __version__ of ${module}, which no file gives as a text`);
  return { version: found.text, source: { is: 'written', at: { file: found.file, line: found.line } } };
}

export function setuptoolsVersion(reader: Reader): Versioned | undefined {
  const dynamic = tableAt(reader.project, 'tool', 'setuptools', 'dynamic');
  if (!Object.hasOwn(dynamic, 'version')) return undefined;
  const { attr, file } = tableOf(dynamic.version);
  if (typeof attr === 'string') return attributeVersion(reader, undefined, attr);
  const [only, ...more] = filesIn(file);
  if (only !== undefined && more.length === 0) return fileVersion(reader, only);
  return computed('setuptools takes it from several files', at(reader, 'tool', 'setuptools', 'dynamic', 'version'));
}

const filesIn = (file: TomlValue | undefined): readonly string[] =>
  typeof file === 'string' ? [file] : stringsOf(listOf(file) as TomlValue[]);

const at = ({ project }: Reader, ...path: readonly string[]) => ({
  file: project.pyproject?.file ?? '',
  line: project.pyproject?.content.line(...path) ?? 1,
});
