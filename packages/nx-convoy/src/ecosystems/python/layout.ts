import { inside } from '../../paths/inside.ts';
import { entriesOf, pairsOf } from '../../text/cfg/read.ts';
import { stringOf, stringsOf, tableOf } from '../../text/toml/read.ts';
import { callsOf } from '../../text/py/module.ts';
import { tableAt, type Project } from './project.ts';
import { argumentOf } from './setup.ts';
import type { Layout } from './version/code.ts';

/** A folder that a manifest takes packages from, as written there, and the line that says so. */
export interface Mapped {
  /** The package that is mapped; empty where all are looked for there. */
  readonly module: string;
  readonly path: string;
  readonly file: string;
  readonly line: number;
}

/** `package_dir` and `find(where=...)` in all their spellings. */
export function mappedFolders(project: Project): readonly Mapped[] {
  return [...inToml(project), ...inCfg(project), ...inSetup(project)];
}

function inToml(project: Project): readonly Mapped[] {
  const { pyproject } = project;
  if (pyproject === undefined) return [];
  const { file, content } = pyproject;
  const base = ['tool', 'setuptools'];
  const folders = Object.entries(tableAt(project, ...base, 'package-dir')).flatMap(([module, path]) =>
    typeof path === 'string' ? [{ module, path, file, line: content.line(...base, 'package-dir', module) }] : [],
  );
  const { where } = tableOf(tableAt(project, ...base, 'packages').find);
  const found = stringsOf(where).map((path) => ({
    module: '',
    path,
    file,
    line: content.line(...base, 'packages', 'find', 'where'),
  }));
  const poetry = stringOf(tableAt(project, 'tool', 'pdm', 'build')['package-dir']);
  const pdm =
    poetry === undefined
      ? []
      : [{ module: '', path: poetry, file, line: content.line('tool', 'pdm', 'build', 'package-dir') }];
  return [...folders, ...found, ...pdm];
}

function inCfg({ cfg }: Project): readonly Mapped[] {
  if (cfg === undefined) return [];
  const { file, content } = cfg;
  const folders = pairsOf(content.value('options', 'package_dir')).map(({ key, value, line }) => ({
    module: key,
    path: value,
    file,
    line,
  }));
  const where = entriesOf(content.value('options.packages.find', 'where'), ',');
  return [...folders, ...where.map(({ text, line }) => ({ module: '', path: text, file, line }))];
}

function inSetup({ setup }: Project): readonly Mapped[] {
  if (setup?.content.arguments === undefined) return [];
  const { file, content } = setup;
  const { evaluation, module } = content;
  const folders = [...evaluation.entries(argumentOf(content, 'package_dir'))].flatMap(([name, value]) => {
    const path = evaluation.text(value);
    return path === undefined ? [] : [{ module: name, path: path.text, file, line: path.line }];
  });
  const finds = ['find_packages', 'find_namespace_packages'].flatMap((name) => callsOf(module, name));
  const found = finds.flatMap(({ given }) => {
    const path = evaluation.text(
      given.find(({ name }, at) => name === 'where' || (name === undefined && at === 0))?.value,
    );
    return path === undefined ? [] : [{ module: '', path: path.text, file, line: path.line }];
  });
  return [...folders, ...found];
}

/** Where the modules of a project may lie: where it says, else in `src` or beside the manifest. */
export function layoutOf(project: Project): Layout {
  const said = mappedFolders(project).flatMap(({ module, path }) => {
    const folder = inside(project.folder, withoutHere(path));
    return folder === undefined ? [] : [{ module, folder }];
  });
  const usual = ['src', '.', 'lib', 'python'].map((path) => inside(project.folder, path) ?? project.folder);
  return {
    folders: [...new Set([...said.filter(({ module }) => module === '').map(({ folder }) => folder), ...usual])],
    mapped: new Map(said.filter(({ module }) => module !== '').map(({ module, folder }) => [module, folder])),
  };
}

export const withoutHere = (path: string): string => path.replace(/^\$\{PROJECT_ROOT\}/, '.');
