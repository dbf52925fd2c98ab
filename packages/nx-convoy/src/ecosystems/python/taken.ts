import type { Target } from '../../model/claim.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { join, parents } from '../../paths/inside.ts';
import { readJson } from '../../text/json/read.ts';
import { readToml, stringOf, tableOf, type TomlTable } from '../../text/toml/read.ts';

/** The version of the crate or npm package that a wheel takes its own from; read only where a pin asks for it. */
export function takenVersion(target: Target, repo: Snapshot): string | undefined {
  if (!('path' in target)) return undefined;
  return target.ecosystem === 'cargo' ? crateVersion(target.path, repo) : packageVersion(target.path, repo);
}

function crateVersion(folder: string, repo: Snapshot): string | undefined {
  const own = tableOf(cargoToml(folder, repo)?.package);
  if (tableOf(own.version).workspace !== true) return stringOf(own.version);
  for (const above of [folder, ...parents(folder)]) {
    const workspace = cargoToml(above, repo)?.workspace;
    if (workspace !== undefined) return stringOf(tableOf(tableOf(workspace).package).version);
  }
  return undefined;
}

function cargoToml(folder: string, repo: Snapshot): TomlTable | undefined {
  const file = join(folder, 'Cargo.toml');
  const text = repo.text(file);
  const toml = text?.ok === true ? readToml(text.value, file) : undefined;
  return toml?.ok === true ? toml.value.data : undefined;
}

function packageVersion(folder: string, repo: Snapshot): string | undefined {
  const file = join(folder, 'package.json');
  const text = repo.text(file);
  const json = text?.ok === true ? readJson(text.value, file) : undefined;
  const data: unknown = json?.ok === true ? json.value.data : undefined;
  if (typeof data !== 'object' || data === null || !('version' in data)) return undefined;
  return typeof data.version === 'string' ? data.version : undefined;
}
