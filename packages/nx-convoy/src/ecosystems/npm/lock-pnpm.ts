import type { Edit } from '../../model/edit.ts';
import { folderOf, inside } from '../../paths/inside.ts';
import { replace } from '../../text/splice/blocks.ts';
import { yamlValues } from '../../text/splice/yaml.ts';
import type { Locals, Moved } from './lock-local.ts';

/** pnpm-lock.yaml repeats the requirements of each member as `specifier`; versions of members do not stand in it. */
export function pnpmLockEdits(file: string, text: string, locals: Locals, catalogs: Catalogs): readonly Edit[] {
  return ['importers', 'catalogs', 'specifiers'].flatMap((section) => {
    const part = partOf(text, section);
    if (part === undefined) return [];
    return yamlValues(part.text).flatMap((value) => {
      const path = value.path.map(String);
      const moved = movedAt(path, value.text, (folder) => inside(folderOf(file), folder), locals, catalogs);
      if (moved === undefined || value.text !== moved.before || !value.holds(moved.after)) return [];
      const field = { start: value.start + part.start, end: value.end + part.start, text: value.text };
      return replace(
        file,
        field,
        moved.after,
        `requires ${path.at(-1) === 'specifier' ? (path.at(-2) ?? '') : (path.at(-1) ?? '')}`,
      );
    });
  });
}

/** The range of a name in a catalog of pnpm-workspace.yaml, where it changes. */
export type Catalogs = (catalog: string, name: string) => Moved | undefined;

/** `importers.<folder>.<section>.<name>.specifier`; older locks have `specifiers` by name, the oldest of one package only. */
function movedAt(
  path: readonly string[],
  written: string,
  folderAt: (path: string) => string | undefined,
  locals: Locals,
  catalogs: Catalogs,
): Moved | undefined {
  const [top, first = '', second = '', third = ''] = path;
  if (top === 'catalogs') return path.length === 4 && path[3] === 'specifier' ? catalogs(first, second) : undefined;
  const folder = folderAt(top === 'specifiers' ? '.' : first);
  if (folder === undefined) return undefined;
  if (top === 'specifiers') return path.length === 2 ? locals.range(folder, first, written) : undefined;
  if (second === 'specifiers') return path.length === 4 ? locals.range(folder, third, written) : undefined;
  return path.length === 5 && path[4] === 'specifier' ? locals.range(folder, third, written) : undefined;
}

/** One top-level key with all below it: what follows is long, and of others. */
function partOf(text: string, key: string): { readonly start: number; readonly text: string } | undefined {
  const start = new RegExp(`^${key}:`, 'm').exec(text)?.index;
  if (start === undefined) return undefined;
  const line = text.indexOf('\n', start);
  const next = line < 0 ? null : /^[^\s#]/m.exec(text.slice(line + 1));
  return { start, text: text.slice(start, next === null ? text.length : line + 1 + next.index) };
}
