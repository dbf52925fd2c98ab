import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { withoutUser } from '../../paths/address.ts';
import { join, upwards } from '../../paths/inside.ts';
import { listOf, readToml, stringOf, tableOf, type TomlTable } from '../../text/toml/read.ts';

/** What twine, uv and pip call them; where files are uploaded is not where they are looked for. */
const known: Readonly<Record<string, string>> = {
  pypi: 'https://pypi.org/simple/',
  testpypi: 'https://test.pypi.org/simple/',
  'https://upload.pypi.org/legacy': 'https://pypi.org/simple/',
  'https://test.pypi.org/legacy': 'https://test.pypi.org/simple/',
};

/** PyPI, an index that a manifest names (`[[tool.uv.index]]`, `[[tool.poetry.source]]`), or the address of a simple index. */
export const locate: NonNullable<Ecosystem['locate']> = (word = 'pypi', { name, root }, repo) => {
  const url = addressOf(word, root, repo);
  if (url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url))
    return ok({ registry: { protocol: 'pypi', url: withoutUser(url) }, name });
  return fail({
    code: 'REGISTRY_UNDESCRIBED',
    severity: 'warning',
    what: `The package ${name} goes to the index "${word}", which nothing in this repository describes.`,
    fix: `Add to pyproject.toml: [[tool.uv.index]] name = "${word}", url = "https://…/simple/"; or to the plugin's options: "registries": { "${word}": "https://…/simple/" }.`,
  });
};

function addressOf(word: string, root: string, repo: Snapshot): string | undefined {
  const named = known[word.toLowerCase().replace(/\/+$/, '')];
  if (named !== undefined) return named;
  for (const folder of upwards(root)) {
    const file = join(folder, 'pyproject.toml');
    const text = repo.text(file);
    const toml = text?.ok === true ? readToml(text.value, file) : undefined;
    const index = indexes(toml?.ok === true ? toml.value.data : {}).find(
      (one) => stringOf(one.name) === word || stringOf(one['publish-url']) === word,
    );
    const url = stringOf(index?.url);
    if (url !== undefined) return url;
  }
  return word.includes('://') ? word : undefined;
}

const indexes = ({ tool }: TomlTable): readonly TomlTable[] => {
  const { uv, poetry, pdm } = tableOf(tool);
  return [tableOf(uv).index, tableOf(poetry).source, tableOf(pdm).source].flatMap((list) => listOf(list).map(tableOf));
};
