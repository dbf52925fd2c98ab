import type { Rewriting } from '../../model/edit.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { join } from '../../paths/inside.ts';
import { objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { readJson } from '../../text/json/read.ts';
import { sections } from './manifest.ts';

/** What a lock says of the packages of this repository, as their manifests were and as they will be. */
export interface Locals {
  /** The version of the package of a folder, where it changes. */
  version(folder: string): Moved | undefined;
  /** What a range becomes by which the package of a folder requires another; it may require it in several sections. */
  range(folder: string, name: string, before: string): Moved | undefined;
}

export interface Moved {
  readonly before: string;
  readonly after: string;
}

export function localsOf({ before, after }: Rewriting): Locals {
  const known = new Map<string, { was: JsonObject; is: JsonObject }>();
  const at = (folder: string): { was: JsonObject; is: JsonObject } => {
    const found = known.get(folder) ?? { was: manifest(before, folder), is: manifest(after, folder) };
    known.set(folder, found);
    return found;
  };
  const moved = (was: unknown, is: unknown): Moved | undefined => {
    const [from, to] = [stringOf(was), stringOf(is)];
    return from === undefined || to === undefined || from === to ? undefined : { before: from, after: to };
  };
  return {
    version: (folder) => moved(at(folder).was.version, at(folder).is.version),
    range: (folder, name, written) => {
      const { was, is } = at(folder);
      return sections
        .map(([section]) => moved(objectOf(was[section])[name], objectOf(is[section])[name]))
        .find((found) => found?.before === written);
    },
  };
}

function manifest(repo: Snapshot, folder: string): JsonObject {
  const file = join(folder, 'package.json');
  const text = repo.text(file);
  const json = text?.ok === true ? readJson(text.value, file) : undefined;
  return objectOf(json?.ok === true ? json.value.data : undefined);
}
