import type { RegistryRules } from '../../model/ecosystem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { readToml, tableOf } from '../../text/toml/read.ts';

/** What crates.io refuses; cargo itself refuses most of it as well. */
export const registry: RegistryRules = {
  usual: 'crates.io',
  names: [
    {
      holds: /^[A-Za-z][A-Za-z0-9_-]*$/,
      says: 'a name begins with a letter and goes on with letters, digits, - and _',
    },
    { holds: /^.{1,64}$/, says: 'a name has at most 64 letters' },
    {
      holds: /^(?!(?:nul|con|prn|aux|com[1-9]|lpt[1-9])$)/i,
      says: 'Windows has no file of that name',
    },
    {
      holds:
        /^(?!(?:alloc|core|proc[-_]macro|std|test|macro|macros|rustc|rustdoc|unwind|builtins|collections|compiler-builtins)$)/i,
      says: 'the name is kept for Rust itself',
    },
  ],
};

/** The aliases that the repository's own cargo settings define; crates.io needs none. */
export function describedRegistries(repo: Snapshot): ReadonlySet<string> {
  const names = new Set(['crates-io']);
  for (const file of ['.cargo/config.toml', '.cargo/config']) {
    const text = repo.text(file);
    const toml = text?.ok === true ? readToml(text.value, file) : undefined;
    if (toml?.ok === true) for (const name of Object.keys(tableOf(toml.value.data.registries))) names.add(name);
  }
  return names;
}
