import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { join } from '../../paths/inside.ts';
import { listOf, readToml, stringOf, tableOf, type TomlTable } from '../../text/toml/read.ts';

/** Whether others can depend on its code. */
export const hasLibrary = (unit: Pick<Unit, 'root' | 'manifest'>, repo: Snapshot): boolean =>
  repo.text(join(unit.root, 'src/lib.rs')) !== undefined || manifestOf(unit, repo).lib !== undefined;

/** The programs that `cargo install` gives to a user: those that want a feature are left out without a word. */
export function installedPrograms(unit: Unit, repo: Snapshot): readonly string[] {
  const wanting = new Set(
    listOf(manifestOf(unit, repo).bin)
      .map(tableOf)
      .filter((bin) => listOf(bin['required-features']).length > 0)
      .map(({ name }) => stringOf(name)),
  );
  return (unit.programs ?? []).filter((program) => !wanting.has(program));
}

function manifestOf({ manifest }: Pick<Unit, 'manifest'>, repo: Snapshot): TomlTable {
  const text = repo.text(manifest);
  const toml = text?.ok === true ? readToml(text.value, manifest) : undefined;
  return toml?.ok === true ? toml.value.data : {};
}
