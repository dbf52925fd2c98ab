import type { Inquiry, Question, Said } from '../../model/proof.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf } from '../../paths/inside.ts';
import { readToml, tableOf, type TomlTable, type TomlValue } from '../../text/toml/read.ts';
import { complaintIn, concernedLocks, inFolder, named, proven, refuted, textsOf, unproven } from '../asking.ts';
import { written } from './settings-text.ts';

const argv = ['cargo', 'metadata', '--locked', '--offline', '--format-version=1'];

/**
 * `cargo metadata` builds nothing, but it asks a compiler for its version, and a toolchain file or a setting of the repository may name
 * that one: neither is shown to it. Of sources it sees that there are some, for targets are told by the names of files.
 */
export function inquire(repo: Snapshot, touched: ReadonlySet<string>): Inquiry {
  const locks = concernedLocks(repo, touched, named('Cargo.lock'), named('Cargo.toml'));
  if (locks.length === 0) return { files: new Map(), questions: [] };
  const files = textsOf(repo, named('Cargo.toml', 'Cargo.lock', '.cargo-checksum.json'));
  for (const file of repo.files) {
    if (targetFile.test(file)) files.set(file, '');
    if (/(^|\/)\.cargo\/config(\.toml)?$/.test(file)) files.set(file, onlySources(repo, file));
  }
  return { files, questions: locks.map(question) };
}

const targetFile = /(?:^|\/)(?:src\/(?:lib|main)|(?:src\/bin|examples|tests|benches)\/[^/]+(?:\/main)?)\.rs$/;

const question = (lock: string): Question => ({
  lock,
  client: 'cargo',
  argv,
  cwd: folderOf(lock),
  env: { RUSTC_WRAPPER: '', RUSTC_WORKSPACE_WRAPPER: '', CARGO_TERM_COLOR: 'never', RUSTUP_AUTO_INSTALL: '0' },
  command: inFolder(folderOf(lock), 'cargo metadata --locked --format-version=1 > /dev/null'),
  judge,
});

function judge({ code, text }: Said) {
  if (code === 0) return proven;
  return /--locked was passed|needs to be updated/.test(text) ? refuted(complaintIn(text)) : unproven(text);
}

/** Where crates come from decides what a lock says; nothing else of the settings does. */
function onlySources(repo: Snapshot, file: string): string {
  const text = repo.text(file);
  const toml = text?.ok === true ? readToml(text.value, file) : undefined;
  if (toml?.ok !== true) return '';
  const { source, registries, registry, patch, paths, resolver } = toml.value.data;
  const indices = Object.fromEntries(
    Object.entries(tableOf(registries)).map(([name, one]) => [name, withoutRest(tableOf(one), ['index'])]),
  );
  return written({
    source,
    registries: indices,
    registry: withoutRest(tableOf(registry), ['default']),
    patch,
    paths,
    resolver,
  });
}

const withoutRest = (table: TomlTable, keys: readonly string[]): Record<string, TomlValue> =>
  Object.fromEntries(keys.flatMap((key) => (table[key] === undefined ? [] : [[key, table[key]]])));
