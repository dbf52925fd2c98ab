import type { EdgeKind } from '../../model/claim.ts';
import type { Place } from '../../model/problem.ts';
import { entriesOf } from '../../text/cfg/read.ts';
import { tableOf, type TomlValue } from '../../text/toml/read.ts';
import type { Expression } from '../../text/py/expression.ts';
import type { Naming } from './naming.ts';
import { isDynamic, tableAt, type Project } from './project.ts';
import { argumentOf } from './setup.ts';

/** A requirement in the words of the file that has it, most often those of PEP 508. */
export interface Need {
  readonly kind: EdgeKind;
  readonly text: string;
  readonly at: Place;
  /** Of an extra. */
  readonly optional?: boolean;
}

/** Every requirement of a project, from whichever of its files its build tool reads. */
export function needsOf(project: Project, { form }: Naming, lists: readonly List[]): readonly Need[] {
  const legacy = (field: string): boolean =>
    form === 'setup' || form === 'cfg' || (form === 'project' && isDynamic(project, field));
  return [
    ...lists.flatMap((list) => needsIn(project, list)),
    ...(legacy('dependencies') ? legacyNeeds(project, 'install_requires', 'runtime') : []),
    ...(legacy('optional-dependencies') ? legacyExtras(project) : []),
    ...(form === 'poetry' || form === 'flit' ? [] : legacyNeeds(project, 'setup_requires', 'build')),
    ...(form === 'poetry' || form === 'flit' ? [] : legacyNeeds(project, 'tests_require', 'dev')),
  ];
}

export interface List {
  readonly path: readonly string[];
  readonly kind: EdgeKind;
  readonly value: TomlValue;
  readonly optional: boolean;
}

/** The lists of pyproject.toml that hold requirements, by the standards and by the tools that came before them. */
export function listsOf(project: Project): readonly List[] {
  if (project.pyproject === undefined) return [];
  const lists: List[] = [];
  const list = (kind: EdgeKind, ...path: readonly string[]): void => {
    const value = tableAt(project, ...path.slice(0, -1))[path.at(-1) ?? ''];
    if (value !== undefined) lists.push({ path, kind, value, optional: false });
  };
  const tableOfLists = (kind: EdgeKind, ...path: readonly string[]): void => {
    const optional = kind === 'runtime';
    for (const [key, value] of Object.entries(tableAt(project, ...path)))
      if (value !== undefined) lists.push({ path: [...path, key], kind, value, optional });
  };
  list('runtime', 'project', 'dependencies');
  tableOfLists('runtime', 'project', 'optional-dependencies');
  tableOfLists('dev', 'dependency-groups');
  list('build', 'build-system', 'requires');
  list('dev', 'tool', 'uv', 'dev-dependencies');
  list('dev', 'tool', 'rye', 'dev-dependencies');
  tableOfLists('dev', 'tool', 'pdm', 'dev-dependencies');
  list('runtime', 'tool', 'flit', 'metadata', 'requires');
  tableOfLists('runtime', 'tool', 'flit', 'metadata', 'requires-extra');
  for (const hook of Object.keys(tableAt(project, 'tool', 'hatch', 'metadata', 'hooks'))) {
    list('runtime', 'tool', 'hatch', 'metadata', 'hooks', hook, 'dependencies');
    tableOfLists('runtime', 'tool', 'hatch', 'metadata', 'hooks', hook, 'optional-dependencies');
  }
  for (const [name, environment] of Object.entries(tableAt(project, 'tool', 'hatch', 'envs'))) {
    for (const key of ['dependencies', 'extra-dependencies']) {
      if (tableOf(environment)[key] !== undefined) list('dev', 'tool', 'hatch', 'envs', name, key);
    }
  }
  return lists;
}

/** Tables in such a list, as `{ include-group = "x" }`, bring in what stands elsewhere in the same file. */
function needsIn(project: Project, { path, kind, value, optional }: List): readonly Need[] {
  if (!Array.isArray(value) || project.pyproject === undefined) return [];
  const { file, content } = project.pyproject;
  return value.flatMap((text, index) =>
    typeof text === 'string' ? [{ kind, text, optional, at: lazyPlace(file, () => content.line(...path, index)) }] : [],
  );
}

/** Most requirements come from an index and are never pointed at: their lines need not be counted. */
function lazyPlace(file: string, line: () => number): Place {
  return {
    file,
    get line() {
      return line();
    },
  };
}

function legacyNeeds({ setup, cfg }: Project, key: string, kind: EdgeKind): readonly Need[] {
  return [
    ...givenNeeds(setup, argumentOf(setup?.content, key), kind),
    ...entriesOf(cfg?.content.value('options', key), ';').map(({ text, line }) => ({
      kind,
      text,
      at: { file: cfg?.file ?? '', line },
    })),
  ];
}

function legacyExtras({ setup, cfg }: Project): readonly Need[] {
  const { evaluation } = setup?.content ?? {};
  const given = [...(evaluation?.entries(argumentOf(setup?.content, 'extras_require')) ?? [])];
  const configured = [...(cfg?.content.sections.get('options.extras_require')?.values() ?? [])];
  return [
    ...given.flatMap(([, list]) => givenNeeds(setup, list, 'runtime').map((need) => ({ ...need, optional: true }))),
    ...configured.flatMap((value) =>
      entriesOf(value, ';').map(({ text, line }) => ({
        kind: 'runtime' as const,
        text,
        optional: true,
        at: { file: cfg?.file ?? '', line },
      })),
    ),
  ];
}

/** Where only the version of a requirement is computed, its name still counts: `f"sibling=={version}"`. */
function givenNeeds(setup: Project['setup'], list: Expression | undefined, kind: EdgeKind): readonly Need[] {
  return (setup?.content.evaluation.texts(list) ?? []).flatMap(({ text, line, cut }) => {
    const known = cut === true ? /^\s*([\w.-]+\s*(?:\[[^\]]*\])?)\s*[(=<>!~]/.exec(text)?.[1] : text;
    return known === undefined ? [] : [{ kind, text: known, at: { file: setup?.file ?? '', line } }];
  });
}
