import type { Snapshot } from '../../../model/snapshot.ts';
import { inside, folderOf, join } from '../../../paths/inside.ts';
import { evaluationOf, type Evaluation, type Located } from '../../../text/py/evaluate.ts';
import type { Expression } from '../../../text/py/expression.ts';
import { readModule, type Imported, type Module } from '../../../text/py/module.ts';

/** A text with the file that holds it. */
export interface Sourced extends Located {
  readonly file: string;
}

export interface Code {
  readonly file: string;
  readonly module: Module;
  readonly evaluation: Evaluation;
}

/** Where a package's modules lie: folders that are looked through, and packages that are mapped to one. */
export interface Layout {
  readonly folders: readonly string[];
  readonly mapped: ReadonlyMap<string, string>;
}

/** Imports that lead from one to the next: a package re-exports what a module of it took from a third. */
const farthest = 6;
/** Larger than any file that is there to hold a version. */
const largest = 400_000;

export interface SourceCode {
  /** What an attribute of a module file amounts to, through its imports. */
  attribute(file: string, name: string): Sourced | undefined;
  /** The file of `a.b.c`. */
  moduleFile(module: string): string | undefined;
  value(code: Code, expression: Expression): Sourced | undefined;
  readonly exists: (file: string) => boolean;
}

export function sourceCode(repo: Snapshot, { folders, mapped }: Layout): SourceCode {
  const exists = (file: string): boolean => repo.text(file) !== undefined;
  return {
    attribute: (file, name) => attribute(file, name, 0),
    moduleFile,
    value: (code, expression) => value(code, expression, 0),
    exists,
  };

  function attribute(file: string, name: string, depth: number): Sourced | undefined {
    const text = depth > farthest ? undefined : repo.text(file);
    if (text?.ok !== true || text.value.length > largest || !text.value.includes(name)) return undefined;
    const module = readModule(text.value);
    return value({ file, module, evaluation: evaluationOf(module) }, { is: 'name', name, line: 1 }, depth);
  }

  function value(code: Code, expression: Expression, depth: number): Sourced | undefined {
    if (depth > farthest) return undefined;
    const known = code.evaluation.text(expression);
    if (known !== undefined) return { ...known, file: code.file };
    if (expression.is === 'call' && expression.callee.is === 'name' && expression.callee.name === 'str') {
      const inner = expression.given[0]?.value;
      return inner === undefined ? undefined : value(code, inner, depth + 1);
    }
    const path = dotted(expression);
    const [first, ...members] = path;
    if (first === undefined) return undefined;
    const imported = code.module.imported.get(first);
    if (imported !== undefined) return fromImport(code.file, imported, members, depth + 1);
    const assigned = code.module.assigned.get(first) ?? [];
    return assigned.length === 1 && assigned[0] !== undefined && members.length === 0
      ? value(code, assigned[0], depth + 1)
      : undefined;
  }

  /** `from a import b` may bring a name of a or a module below it; `import a` is followed by `.b.name`. */
  function fromImport(
    from: string,
    { module, name, level }: Imported,
    members: readonly string[],
    depth: number,
  ): Sourced | undefined {
    const parts = [
      ...module.split('.').filter((part) => part !== ''),
      ...(name === undefined ? [] : [name]),
      ...members,
    ];
    const attributeName = parts.pop();
    if (attributeName === undefined) return undefined;
    const file = level > 0 ? relative(from, parts, level) : moduleFile(parts.join('.'));
    return file === undefined ? undefined : attribute(file, attributeName, depth);
  }

  function relative(from: string, parts: readonly string[], level: number): string | undefined {
    const base = inside(folderOf(from), '../'.repeat(level - 1));
    return base === undefined ? undefined : fileOf(base, parts);
  }

  function moduleFile(module: string): string | undefined {
    const parts = module === '' ? [] : module.split('.');
    const target = mapped.get(parts[0] ?? '');
    const found = target === undefined ? undefined : fileOf(target, parts.slice(1));
    if (found !== undefined) return found;
    for (const folder of folders) {
      const file = fileOf(folder, parts);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  function fileOf(base: string, parts: readonly string[]): string | undefined {
    const path = parts.reduce(join, base);
    const candidates = [join(path, '__init__.py'), ...(parts.length === 0 ? [] : [`${path}.py`])];
    return candidates.find(exists);
  }
}

/** `a.b.c` as its parts; empty for anything else. */
function dotted(expression: Expression): readonly string[] {
  if (expression.is === 'name') return [expression.name];
  if (expression.is !== 'member') return [];
  const before = dotted(expression.of);
  return before.length === 0 ? [] : [...before, expression.name];
}
