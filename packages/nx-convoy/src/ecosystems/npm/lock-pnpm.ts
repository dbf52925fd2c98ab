import type { Change, Edit } from '../../model/edit.ts';
import { folderOf, inside } from '../../paths/inside.ts';
import { replace, type Field } from '../../text/splice/blocks.ts';
import type { Value } from '../../text/splice/value.ts';
import { yamlValues } from '../../text/splice/yaml.ts';
import type { Locals, Moved } from './lock-local.ts';

/** pnpm-lock.yaml repeats the requirements of each member as `specifier`; versions of members do not stand in it. */
export function pnpmLockEdits(
  file: string,
  text: string,
  locals: Locals,
  catalogs: Catalogs,
  changes: readonly Change[],
): readonly Edit[] {
  return [...catalogued(file, text, changes), ...specifiers(file, text, locals, catalogs)];
}

/** A catalog tells the version that its range led to: that of a member, where members link to it by the catalog. */
function catalogued(file: string, text: string, changes: readonly Change[]): readonly Edit[] {
  const catalogs = partOf(text, 'catalogs');
  const importers = catalogs === undefined ? undefined : partOf(text, 'importers');
  if (catalogs === undefined || importers === undefined) return [];
  const said = new Map(yamlValues(importers.text).map((value) => [value.path.join('\n'), value.text]));
  const linked = new Set(
    [...said].flatMap(([path, version]) => {
      const catalog = /^catalog:(.*)$/.exec(said.get(path.replace(/version$/, 'specifier')) ?? '')?.[1];
      const isLink = path.endsWith('\nversion') && version.startsWith('link:') && catalog !== undefined;
      return isLink ? [`${catalog === '' ? 'default' : catalog}\n${path.split('\n').at(-2) ?? ''}`] : [];
    }),
  );
  return yamlValues(catalogs.text).flatMap((value) => {
    const [, catalog = '', name = '', key] = value.path.map(String);
    const change = changes.find((each) => each.name === name && each.from === value.text);
    if (key !== 'version' || change === undefined || !linked.has(`${catalog}\n${name}`)) return [];
    return replace(file, shifted(value, catalogs.start), change.to, `locks ${name}`);
  });
}

function specifiers(file: string, text: string, locals: Locals, catalogs: Catalogs): readonly Edit[] {
  return ['importers', 'catalogs', 'specifiers'].flatMap((section) => {
    const part = partOf(text, section);
    if (part === undefined) return [];
    return yamlValues(part.text).flatMap((value) => {
      const path = value.path.map(String);
      const moved = movedAt(path, value.text, (folder) => inside(folderOf(file), folder), locals, catalogs);
      if (moved === undefined || value.text !== moved.before || !value.holds(moved.after)) return [];
      return replace(
        file,
        shifted(value, part.start),
        moved.after,
        `requires ${path.at(-1) === 'specifier' ? (path.at(-2) ?? '') : (path.at(-1) ?? '')}`,
      );
    });
  });
}

const shifted = ({ start, end, text }: Value, by: number): Field => ({ start: start + by, end: end + by, text });

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
