import type { Edit } from '../../model/edit.ts';
import { folderOf, inside, join } from '../../paths/inside.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { readJsonc } from '../../text/json/read.ts';
import { replace } from '../../text/splice/blocks.ts';
import { jsonValues } from '../../text/splice/json.ts';
import type { Value } from '../../text/splice/value.ts';
import type { Locals, Moved } from './lock-local.ts';

/** package-lock.json of every version, npm-shrinkwrap.json, and bun.lock: packages of the workspace stand there by their folder. */
export function jsonLockEdits(file: string, text: string, locals: Locals): readonly Edit[] {
  const json = readJsonc(text, file);
  if (!json.ok) return [];
  const data = objectOf(json.value.data);
  const linked = new Map(
    Object.entries(objectOf(data.dependencies)).flatMap(([name, entry]) => {
      const path = /^file:(.*)$/.exec(stringOf(objectOf(entry).version) ?? '')?.[1];
      return path === undefined ? [] : [[name, path] as const];
    }),
  );
  return jsonValues(text).flatMap((value) => {
    const moved = movedAt(value, linked, (path) => inside(folderOf(file), path), locals);
    // What the lock says otherwise was not made from this manifest.
    return moved === undefined || value.text !== moved.before || !value.holds(moved.after)
      ? []
      : replace(file, value, moved.after, `locks ${nameIn(value)}`);
  });
}

function movedAt(
  { path: [top, ...path], text }: Value,
  linked: ReadonlyMap<string, string>,
  folderAt: (path: string) => string | undefined,
  locals: Locals,
): Moved | undefined {
  const [entry = '', key = '', name] = path.map(String);
  // "version" of the lock itself is that of the package beside it.
  const written = top === 'version' ? '' : top === 'dependencies' ? linked.get(entry) : entry;
  const folder = written === undefined || /(^|\/)node_modules\//.test(written) ? undefined : folderAt(written);
  if (folder === undefined || !/^(version|packages|workspaces|dependencies)$/.test(String(top))) return undefined;
  if (top === 'version' ? path.length === 0 : key === 'version' && path.length === 2 && top !== 'dependencies')
    return locals.version(folder);
  const isRequired =
    /^((optional|peer|dev)?[dD]ependencies|requires)$/.test(key) && name !== undefined && path.length === 3;
  return isRequired ? locals.range(folder, name, text) : undefined;
}

const nameIn = ({ path }: Value): string =>
  String(path.find((part) => part !== '' && part !== 'packages') ?? join('.', ''));
