import type { Ecosystem } from '../../model/ecosystem.ts';
import { fail, ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ClientSettings } from '../../model/trial.ts';
import { withoutUser } from '../../paths/address.ts';
import { join, upwards } from '../../paths/inside.ts';
import { readCfg } from '../../text/cfg/read.ts';
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

/**
 * PyPI; an index that a manifest names (`[[tool.uv.index]]`, `[[tool.poetry.source]]`), or the user's uv or twine; or the address of a
 * simple index.
 */
export const locate: NonNullable<Ecosystem['locate']> = (word = 'pypi', { name, root }, repo, user) => {
  const { url, upload } = placeOf(word, root, repo) ?? ofUser(word, user) ?? plain(word) ?? {};
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
    const place = placeIn(indexes(toml?.ok === true ? toml.value.data : {}), word);
    if (place !== undefined) return place;
    const own = repo.text(join(folder, 'uv.toml'));
    const inOwn = inUv(own?.ok === true ? own.value : undefined, word);
    if (inOwn !== undefined) return inOwn;
  }
  return undefined;
}

const plain = (word: string): Place | undefined => (word.includes('://') ? { url: word } : undefined);

function placeIn(indexes: readonly TomlTable[], word: string): Place | undefined {
  const index = indexes.find((one) => stringOf(one.name) === word || stringOf(one['publish-url']) === word);
  const [url, upload] = [stringOf(index?.url), stringOf(index?.['publish-url'])];
  return url === undefined ? undefined : { url, ...(upload === undefined ? {} : { upload }) };
}

/** A file of uv's own has no `tool`. */
function inUv(text: string | undefined, word: string): Place | undefined {
  const toml = text === undefined ? undefined : readToml(text, 'uv.toml');
  return toml?.ok === true ? placeIn(listOf(toml.value.data.index).map(tableOf), word) : undefined;
}

/** What uv and twine of this user call by that name. */
function ofUser(word: string, user: ClientSettings | undefined): Place | undefined {
  if (user === undefined || word.includes('://')) return undefined;
  const home =
    user.os === 'win32'
      ? (user.variable('APPDATA') ?? '~/AppData/Roaming')
      : (user.variable('XDG_CONFIG_HOME') ?? '~/.config');
  const told = user.variable('UV_CONFIG_FILE');
  return inUv(user.file(told ?? `${home}/uv/uv.toml`), word) ?? inPypirc(user.file('~/.pypirc'), word);
}

/** twine is told where files go, and not where they are listed: beside, as PyPI has it, or below, as most others. */
function inPypirc(text: string | undefined, word: string): Place | undefined {
  const cfg = text === undefined ? undefined : readCfg(text, '~/.pypirc');
  const upload = cfg?.ok === true ? cfg.value.sections.get(word)?.get('repository')?.text : undefined;
  if (upload === undefined) return undefined;
  return known[upload.replace(/\/+$/, '')] ?? { url: `${upload.replace(/(?:\/legacy)?\/*$/, '')}/simple/`, upload };
}

const indexes = ({ tool }: TomlTable): readonly TomlTable[] => {
  const { uv, poetry, pdm } = tableOf(tool);
  return [tableOf(uv).index, tableOf(poetry).source, tableOf(pdm).source].flatMap((list) => listOf(list).map(tableOf));
};
