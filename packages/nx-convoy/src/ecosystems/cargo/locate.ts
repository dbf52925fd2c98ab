import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok, type Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import { withoutUser } from '../../paths/address.ts';
import { join, upwards } from '../../paths/inside.ts';
import { readToml, stringOf, tableOf } from '../../text/toml/read.ts';

/** The index that cargo itself asks. */
const usual = 'sparse+https://index.crates.io/';

/** crates.io, a name of cargo's own settings, or the address of an index. */
export const locate: NonNullable<Ecosystem['locate']> = (word = 'crates-io', { name, root }, repo, user) => {
  const index = indexOf(word, root, repo, user);
  if (index === undefined) return fail(undescribed(word, name));
  if (!/^sparse\+https?:\/\//.test(index) || !URL.canParse(index.slice('sparse+'.length)))
    return fail(unaskable(word, name));
  return ok({ registry: { protocol: 'crates', url: withoutUser(index.slice('sparse+'.length)) }, name });
};

function indexOf(word: string, root: string, repo: Snapshot, user: ClientSettings | undefined): string | undefined {
  if (word === 'crates-io' || word === 'crates.io') return usual;
  if (word.includes('://')) return word;
  const variable = `CARGO_REGISTRIES_${word.toUpperCase().replaceAll('-', '_')}_INDEX`;
  return user?.variable(variable) ?? settingOf(word, root, repo) ?? ofUser(word, user);
}

/** cargo's own folder comes last. */
function ofUser(word: string, user: ClientSettings | undefined): string | undefined {
  const home = user?.variable('CARGO_HOME') ?? '~/.cargo';
  const files = ['config', 'config.toml'].map((name) => `${home}/${name}`);
  return files.map((file) => indexIn(user?.file(file), file, word)).find((index) => index !== undefined);
}

function indexIn(text: string | undefined, file: string, word: string): string | undefined {
  const toml = text === undefined ? undefined : readToml(text, file);
  const table = toml?.ok === true ? tableOf(tableOf(toml.value.data.registries)[word]) : {};
  return stringOf(table.index);
}

/** cargo reads its settings from the folder it stands in upwards; the nearest wins. */
function settingOf(word: string, root: string, repo: Snapshot): string | undefined {
  for (const folder of upwards(root)) {
    // Where both are there, cargo takes the one without ending.
    for (const name of ['.cargo/config', '.cargo/config.toml']) {
      const file = join(folder, name);
      const text = repo.text(file);
      const index = indexIn(text?.ok === true ? text.value : undefined, file, word);
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
