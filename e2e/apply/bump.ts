import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ecosystems } from '../../packages/nx-convoy/src/ecosystems/index.ts';
import { lockEdits } from '../../packages/nx-convoy/src/ecosystems/locks.ts';
import { discover } from '../../packages/nx-convoy/src/graph/discover.ts';
import { noConfig } from '../../packages/nx-convoy/src/model/config.ts';
import type { Edit } from '../../packages/nx-convoy/src/model/edit.ts';
import type { Result } from '../../packages/nx-convoy/src/model/problem.ts';
import { editsOf } from '../../packages/nx-convoy/src/planning/edits/edits.ts';
import { diskSnapshot } from '../../packages/nx-convoy/src/shell/disk.ts';
import { editedTexts } from '../../packages/nx-convoy/src/text/splice/edited.ts';
import { locateEdits } from '../../packages/nx-convoy/src/text/splice/locate.ts';
import { canonical } from '../../packages/nx-convoy/src/versions/canonical.ts';

/** Brings units of a folder to new versions, manifests and lock files; tells which files changed, or throws what stands against it. */
export async function bump(folder: string, versions: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const repo = await diskSnapshot(folder);
  const graph = discover(repo, noConfig);
  const targets = new Map(
    graph.units.flatMap((unit) => {
      const to = versions[unit.id];
      return to === undefined ? [] : [[unit.id, { unit, to: canonical(to) ?? to, spelling: to }] as const];
    }),
  );
  const missing = Object.keys(versions).filter((id) => !targets.has(id));
  if (missing.length > 0)
    throw new Error(`No unit ${missing.join(', ')} among ${graph.units.map(({ id }) => id).join(', ')}`);
  const planned = editsOf(targets, graph.edges, ecosystems);
  const edits = known(locateEdits(repo, planned.edits));
  const changes = [...targets.values()].map(({ unit, spelling: to }) => ({
    ...unit,
    ...(unit.version === undefined ? {} : { from: unit.version }),
    to,
  }));
  const all: readonly Edit[] = [...edits, ...known(lockEdits(repo, edits, changes))];
  const texts = known(editedTexts(repo, all));
  for (const [file, text] of texts) writeFileSync(join(folder, file), text);
  return [...texts.keys()].sort();
}

function known<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems, undefined, 2));
  return result.value;
}

/** The lines of a file that differ from another text, as `-` and `+`. */
export function changedLines(before: string, folder: string, file: string): readonly string[] {
  const [was, is] = [before.split('\n'), readFileSync(join(folder, file), 'utf8').split('\n')];
  return [
    ...was.filter((line) => !is.includes(line)).map((line) => `- ${line.trim()}`),
    ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
}
