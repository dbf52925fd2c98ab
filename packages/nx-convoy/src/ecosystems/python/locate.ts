import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { withoutUser } from '../../paths/address.ts';
import { join, upwards } from '../../paths/inside.ts';
import { listOf, readToml, stringOf, tableOf, type TomlTable } from '../../text/toml/read.ts';

interface Place {
  readonly url: string;
  readonly upload?: string;
}

const pypi: Place = { url: 'https://pypi.org/simple/', upload: 'https://upload.pypi.org/legacy/' };
const testPypi: Place = { url: 'https://test.pypi.org/simple/', upload: 'https://test.pypi.org/legacy/' };

/** What twine, uv and pip call them; where files are uploaded is not where they are looked for. */
const known: Readonly<Record<string, Place>> = {
  pypi,
  testpypi: testPypi,
  'https://pypi.org/simple': pypi,
  'https://test.pypi.org/simple': testPypi,
  'https://upload.pypi.org/legacy': pypi,
  'https://test.pypi.org/legacy': testPypi,
};

/** PyPI, an index that a manifest names (`[[tool.uv.index]]`, `[[tool.poetry.source]]`), or the address of a simple index. */
export const locate: NonNullable<Ecosystem['locate']> = (word = 'pypi', { name, root }, repo) => {
  const { url, upload } = placeOf(word, root, repo) ?? {};
  if (url !== undefined && isAddress(url)) {
    // Upload addresses end as they are written: some answer only with the slash.
    const sent = upload === undefined || !isAddress(upload) ? {} : { upload: shown(upload) };
    return ok({ registry: { protocol: 'pypi', url: withoutUser(url), ...sent }, name });
  }
  return fail({
    code: 'REGISTRY_UNDESCRIBED',
    severity: 'warning',
    what: `The package ${name} goes to the index "${word}", which nothing in this repository describes.`,
    fix: `Add to pyproject.toml: [[tool.uv.index]] name = "${word}", url = "https://…/simple/"; or to the plugin's options: "registries": { "${word}": "https://…/simple/" }.`,
  });
};

const isAddress = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);
const shown = (upload: string): string => `${withoutUser(upload)}${upload.endsWith('/') ? '/' : ''}`;

function placeOf(word: string, root: string, repo: Snapshot): Place | undefined {
  const named = known[word.toLowerCase().replace(/\/+$/, '')];
  if (named !== undefined) return named;
  for (const folder of upwards(root)) {
    const file = join(folder, 'pyproject.toml');
    const text = repo.text(file);
    const toml = text?.ok === true ? readToml(text.value, file) : undefined;
    const index = indexes(toml?.ok === true ? toml.value.data : {}).find(
      (one) => stringOf(one.name) === word || stringOf(one['publish-url']) === word,
    );
    const [url, upload] = [stringOf(index?.url), stringOf(index?.['publish-url'])];
    if (url !== undefined) return { url, ...(upload === undefined ? {} : { upload }) };
  }
  return word.includes('://') ? { url: word } : undefined;
}

const indexes = ({ tool }: TomlTable): readonly TomlTable[] => {
  const { uv, poetry, pdm } = tableOf(tool);
  return [tableOf(uv).index, tableOf(poetry).source, tableOf(pdm).source].flatMap((list) => listOf(list).map(tableOf));
};
