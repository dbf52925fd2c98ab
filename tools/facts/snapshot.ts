import { ok } from '../../packages/nx-convoy/src/model/problem.ts';
import type { Snapshot } from '../../packages/nx-convoy/src/model/snapshot.ts';
import { folderOf, inside } from '../../packages/nx-convoy/src/paths/inside.ts';
import type { Fact } from './fact.ts';

/** A fact's files as a repository in memory. */
export function snapshotOf({ files }: Pick<Fact, 'files'>): Snapshot {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const text: Snapshot['text'] = (path) => {
    const file = byPath.get(path);
    if (file?.linkTo === undefined) return file === undefined ? undefined : ok(file.content.toString('utf8'));
    const target = inside(folderOf(path), file.linkTo);
    return target === undefined ? undefined : text(target);
  };
  return { files: [...byPath.keys()].sort(), text };
}

export const repoOf = (files: Readonly<Record<string, string>>): Snapshot =>
  snapshotOf({ files: Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })) });
