import type { Snapshot } from '../../model/snapshot.ts';
import type { EdgeKind } from '../../model/claim.ts';
import { folderOf, inside, join, nameOf, parents } from '../../paths/inside.ts';
import { entriesOf } from '../../text/cfg/read.ts';
import { stringsOf, tableOf, type TomlValue } from '../../text/toml/read.ts';
import { manifests, type Ground } from './locals.ts';
import { tableAt, type Project } from './project.ts';
import { argumentOf } from './setup.ts';
import { touchedBy } from './version/reads.ts';

/** A line of a requirement file. */
export interface Line {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly kind: EdgeKind;
}

const fileName = /^(?:.*[-_.])?requirements?(?:[-_.].*)?\.(?:txt|in|pip)$/i;

/** The requirement files of each folder, by one pass over all files: `requirements-dev.txt`, `requirements/test.in`. */
export function requirementFiles(repo: Snapshot): ReadonlyMap<string, readonly string[]> {
  const byFolder = new Map<string, string[]>();
  for (const file of repo.files) {
    if (!/\.(txt|in|pip)$/.test(file) || !file.includes('equirement')) continue;
    const folder = folderOf(file);
    const owner =
      nameOf(folder) === 'requirements' ? folderOf(folder) : fileName.test(nameOf(file)) ? folder : undefined;
    if (owner === undefined) continue;
    const list = byFolder.get(owner);
    if (list === undefined) byFolder.set(owner, [file]);
    else list.push(file);
  }
  return byFolder;
}

/**
 * The lines of a unit's requirement files. A file that the manifest takes its dependencies from is part of the package, all others
 * are for those who work on it. What `-r` names is read as part of the file that names it.
 */
export function linesOf(project: Project, files: readonly string[], repo: Snapshot, ground: Ground): readonly Line[] {
  const lines: Line[] = [];
  const seen = new Set<string>();
  const taken = files.length === 0 ? [] : takenFrom(project, ground);
  for (const file of taken) read(file, 'runtime');
  for (const file of files) read(file, 'dev');
  return lines;

  function read(file: string, kind: EdgeKind): void {
    if (seen.has(file)) return;
    seen.add(file);
    const text = repo.text(file);
    if (text?.ok !== true || !/^\s*(-|\.|[\w[\],-]*\s*@|[\w.-]+\/)|==/m.test(text.value)) return;
    text.value.split('\n').forEach((raw, index) => {
      const content = raw
        .replace(/^\uFEFF/, '')
        .replace(/(^|\s)#.*$/, '')
        .trim();
      const included = /^(?:-r|--requirement)[\s=]*(.+)$/.exec(content)?.[1];
      const path = included === undefined ? undefined : inside(folderOf(file), included);
      if (path !== undefined) read(path, kind);
      else if (content !== '' && included === undefined) lines.push({ text: content, file, line: index + 1, kind });
    });
  }
}

/** The requirement files that a manifest reads its dependencies from. */
function takenFrom(project: Project, ground: Ground): readonly string[] {
  const { cfg, setup, folder } = project;
  const dynamic = tableAt(project, 'tool', 'setuptools', 'dynamic');
  const extras = Object.values(tableOf(dynamic['optional-dependencies']));
  const hook = tableAt(project, 'tool', 'hatch', 'metadata', 'hooks', 'requirements_txt');
  const written = [
    ...[dynamic.dependencies, ...extras].flatMap((value) => filesIn(tableOf(value).file)),
    ...filesIn(hook.files),
    ...Object.values(tableOf(hook['optional-dependencies'])).flatMap(filesIn),
    ...entriesOf(cfg?.content.value('options', 'install_requires'), ';').flatMap(({ text }) =>
      (/^file\s*:\s*(.*)$/.exec(text)?.[1] ?? '').split(',').map((file) => file.trim()),
    ),
  ];
  const named = written.flatMap((path) => (path === '' ? [] : (inside(folder, path) ?? [])));
  if (setup === undefined) return named;
  const expressions = ['install_requires', 'extras_require'].flatMap((name) => argumentOf(setup.content, name) ?? []);
  const touched = expressions.flatMap((expression) => [
    ...touchedBy(setup.content.module, expression, folder, (file) => ground.files.has(file)).files,
  ]);
  return [...named, ...touched.filter((file) => /\.(txt|in|pip)$/.test(file))];
}

const filesIn = (value: TomlValue | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : stringsOf(value);

/**
 * The folder that a path of a requirement file is relative to. Installers take the one that they are run in: most often the unit's,
 * else the file's own, or one further up for a path that does not climb itself.
 */
export function baseOf(path: string, file: string, project: Project, ground: Ground): string {
  const above = path.startsWith('..') ? [] : parents(project.folder);
  return (
    [project.folder, folderOf(file), ...above].find((base) => isProject(inside(base, path), ground)) ?? project.folder
  );
}

const isProject = (folder: string | undefined, { keyAt, files }: Ground): boolean =>
  folder !== undefined && (keyAt.has(folder) || manifests.some((name) => files.has(join(folder, name))));
