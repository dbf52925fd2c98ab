import type { Snapshot } from '../../model/snapshot.ts';
import { listOf, stringOf, tableOf } from '../../text/toml/read.ts';
import { packageTable, type Crate } from './manifest.ts';

/** The programs that cargo would build from a crate, declared or found where it looks for them. */
export function programsIn(repo: Snapshot): (crate: Crate) => readonly string[] {
  const sources = sourcesByFolder(repo);
  return (crate) => {
    const table = packageTable(crate);
    const name = stringOf(table?.name);
    const declared = listOf(crate.content.data.bin).map((bin) => stringOf(tableOf(bin).name));
    const programs = new Set(declared.filter((bin) => bin !== undefined));
    if (table?.autobins !== false) {
      for (const file of sources.get(crate.folder) ?? []) {
        if (file !== 'main.rs') programs.add(file.replace(/^bin\//, '').replace(/(\/main)?\.rs$/, ''));
        else if (name !== undefined && declared.length === 0) programs.add(name);
      }
    }
    return [...programs];
  };
}

const program = /^(?:(.*)\/)?src\/(main\.rs|bin\/[^/]+\.rs|bin\/[^/]+\/main\.rs)$/;

function sourcesByFolder(repo: Snapshot): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>();
  for (const path of repo.files) {
    if (!path.endsWith('.rs')) continue;
    const match = program.exec(path);
    if (match === null) continue;
    const folder = match[1] ?? '.';
    sources.set(folder, [...(sources.get(folder) ?? []), match[2] ?? '']);
  }
  return sources;
}
