import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok, type Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { withoutUser } from '../../paths/address.ts';
import { join, upwards } from '../../paths/inside.ts';
import { readToml, stringOf, tableOf } from '../../text/toml/read.ts';

/** The index that cargo itself asks. */
const usual = 'sparse+https://index.crates.io/';

/** crates.io, a name of cargo's own settings, or the address of an index. */
export const locate: NonNullable<Ecosystem['locate']> = (word = 'crates-io', { name, root }, repo) => {
  const index = indexOf(word, root, repo);
  if (index === undefined) return fail(undescribed(word, name));
  if (!/^sparse\+https?:\/\//.test(index) || !URL.canParse(index.slice('sparse+'.length)))
    return fail(unaskable(word, name));
  return ok({ registry: { protocol: 'crates', url: withoutUser(index.slice('sparse+'.length)) }, name });
};

function indexOf(word: string, root: string, repo: Snapshot): string | undefined {
  if (word === 'crates-io' || word === 'crates.io') return usual;
  return word.includes('://') ? word : settingOf(word, root, repo);
}

/** cargo reads its settings from the folder it stands in upwards; the nearest wins. */
function settingOf(word: string, root: string, repo: Snapshot): string | undefined {
  for (const folder of upwards(root)) {
    // Where both are there, cargo takes the one without ending.
    for (const name of ['.cargo/config', '.cargo/config.toml']) {
      const file = join(folder, name);
      const text = repo.text(file);
      const toml = text?.ok === true ? readToml(text.value, file) : undefined;
      const table = toml?.ok === true ? tableOf(tableOf(toml.value.data.registries)[word]) : {};
      const index = stringOf(table.index);
      if (index !== undefined) return index;
    }
  }
  return undefined;
}

const undescribed = (word: string, name: string): Problem => ({
  code: 'REGISTRY_UNDESCRIBED',
  severity: 'warning',
  what: `The crate ${name} goes to the registry "${word}", which nothing in this repository describes.`,
  fix: `Add to .cargo/config.toml: [registries.${word}] index = "sparse+https://…/"; or set CARGO_REGISTRIES_${word.toUpperCase().replaceAll('-', '_')}_INDEX where it is published.`,
});

const unaskable = (word: string, name: string): Problem => ({
  code: 'REGISTRY_UNASKABLE',
  severity: 'warning',
  what: `The registry "${word}" has its index in git, which only cargo asks.`,
  fix: `Ask it by hand: cargo info ${name} --registry ${word}; or name its sparse index in the plugin's options: "registries": { "${word}": "sparse+https://…/" }.`,
});
