import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { inside } from '../../paths/inside.ts';
import { readToml, stringOf, tableOf, type TomlValue } from '../../text/toml/read.ts';
import { backendOf, has, tableAt, type Project } from './project.ts';
import { valueInvalid } from './problems.ts';
import { textOf, type Setup } from './setup.ts';

/** Which file says what a folder's package is called, and in which form its build tool reads it. */
export interface Naming {
  readonly name: string;
  readonly manifest: string;
  readonly form: 'project' | 'poetry' | 'flit' | 'crate' | 'setup' | 'cfg';
}

export type Named =
  | { readonly is: 'named'; readonly naming: Naming }
  | { readonly is: 'nameless' }
  | { readonly is: 'invalid'; readonly problem: Problem };

/** A build tool that reads pyproject.toml goes before setup.py, and what setup() is given goes before setup.cfg. */
export function nameOfProject(project: Project, repo: Snapshot): Named {
  const { pyproject, setup, cfg } = project;
  if (pyproject !== undefined) {
    const written = writtenName(project, repo);
    if (written !== undefined) return written;
  }
  const given = textOf(setup?.content, 'name')?.text;
  if (setup !== undefined && given !== undefined && given !== '') return named(given, setup.file, 'setup');
  const configured = cfg?.content.value('metadata', 'name')?.text;
  if (cfg !== undefined && configured !== undefined && configured !== '') return named(configured, cfg.file, 'cfg');
  return { is: 'nameless' };
}

const named = (name: string, manifest: string, form: Naming['form']): Named => ({
  is: 'named',
  naming: { name, manifest, form },
});

function writtenName(project: Project, repo: Snapshot): Named | undefined {
  const { project: table } = project.pyproject?.content.data ?? {};
  if (table !== undefined && (typeof table !== 'object' || Array.isArray(table)))
    return wrong(project, ['project'], 'a table');
  const poetry = tableAt(project, 'tool', 'poetry');
  const flit = tableAt(project, 'tool', 'flit', 'metadata');
  const candidates: readonly (readonly [Naming['form'], TomlValue | undefined, readonly string[]])[] = [
    ['project', tableAt(project, 'project').name, ['project', 'name']],
    ['poetry', poetry.name, ['tool', 'poetry', 'name']],
    [
      'flit',
      flit['dist-name'] ?? flit.module,
      ['tool', 'flit', 'metadata', flit['dist-name'] === undefined ? 'module' : 'dist-name'],
    ],
    ['crate', crateName(project, repo), []],
  ];
  for (const [form, name, path] of candidates) {
    if (name === undefined || name === '') continue;
    if (typeof name !== 'string') return wrong(project, path, 'a text');
    return named(name, project.pyproject?.file ?? '', form);
  }
  return undefined;
}

const wrong = (project: Project, path: readonly string[], kind: string): Named => ({
  is: 'invalid',
  problem: valueInvalid(
    `${path.join('.')} is not ${kind}, so the package has no name.`,
    { file: project.pyproject?.file ?? '', line: project.pyproject?.content.line(...path) ?? 1 },
    kind === 'a table' ? 'Write [project] and name = "..." below it.' : 'Put the name between quotes.',
  ),
});

/** Maturin takes all that [project] does not say from the crate. */
function crateName(project: Project, repo: Snapshot): string | undefined {
  if (!backendOf(project).startsWith('maturin') || has(project, 'project')) return undefined;
  const manifest = inside(
    project.folder,
    stringOf(tableAt(project, 'tool', 'maturin')['manifest-path']) ?? 'Cargo.toml',
  );
  const text = manifest === undefined ? undefined : repo.text(manifest);
  const crate = text?.ok === true ? readToml(text.value, manifest ?? '') : undefined;
  return crate?.ok === true ? stringOf(tableOf(crate.value.data.package).name) : undefined;
}

/** Why a file of a folder without a package is no unit. */
export function whyIgnored(project: Project, file: string): string {
  if (file === project.setup?.file) return whyNoSetup(project.setup.content);
  if (file === project.cfg?.file) return onlySettings;
  if (has(project, 'tool', 'uv', 'workspace')) return 'the root of a uv workspace, without a package of its own';
  if (tableAt(project, 'tool', 'poetry')['package-mode'] === false) return 'package-mode = false, and no name';
  return has(project, 'project') ? '[project] has no name' : onlySettings;
}

const onlySettings = 'holds no package, only settings of tools';

function whyNoSetup(setup: Setup): string {
  if (setup.arguments === undefined) return 'calls no setup()';
  const computed = setup.arguments.open || setup.arguments.named.has('name');
  return computed ? 'computes the name of the package; it is never run' : 'gives setup() no name';
}
