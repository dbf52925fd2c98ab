import type { Credential, Entry, Pockets } from '../model/credential.ts';
import { hostOf, isSame, userIn } from './address.ts';
import { variablesFor } from './by-host.ts';
import type { Clients } from './clients-files.ts';
import { asFound, setIn, type Found, type Keeper } from './finding.ts';
import { machineIn } from './netrc.ts';
import { basicFrom, tokenFrom } from './secret.ts';

/** Variables of twine, uv, maturin and the others; .pypirc; netrc. Keyrings are not asked: they may want a person. */
export const python: Keeper = {
  told(entry, pockets) {
    for (const client of clients) {
      const found = leadsTo(client, entry, pockets) ? credentialIn(client, pockets) : undefined;
      if (found !== undefined) return asFound(found);
    }
    return asFound(byPoetry(entry, pockets)) ?? asFound(byService(entry, pockets));
  },
  kept: (entry, pockets, files) => inPypirc(entry, files) ?? inNetrc(entry, pockets, files),
  advice({ registry, word }) {
    const upload = registry.upload ?? registry.url;
    if (isSame(upload, pypi))
      return 'Set UV_PUBLISH_TOKEN to a token of https://pypi.org/manage/account/token/, or write [pypi] with username = __token__ and password into ~/.pypirc.';
    const section = word !== undefined && !word.includes('://') ? word : 'ours';
    return `Set ${variablesFor(upload).token}, or write into ~/.pypirc: [${section}] with repository = ${upload}, username and password.`;
  },
};

const pypi = 'https://upload.pypi.org/legacy/';
const testPypi = 'https://test.pypi.org/legacy/';
const publicUploads: Readonly<Record<string, string>> = { pypi, testpypi: testPypi };

/** A client's variables: where it uploads to, and by what. Without a place it means PyPI, and so its token is sent nowhere else. */
interface Client {
  readonly address: string;
  readonly index?: string;
  readonly token?: string;
  readonly user: string;
  readonly password: string;
}

const clients: readonly Client[] = [
  {
    address: 'UV_PUBLISH_URL',
    index: 'UV_PUBLISH_INDEX',
    token: 'UV_PUBLISH_TOKEN',
    user: 'UV_PUBLISH_USERNAME',
    password: 'UV_PUBLISH_PASSWORD',
  },
  { address: 'TWINE_REPOSITORY_URL', index: 'TWINE_REPOSITORY', user: 'TWINE_USERNAME', password: 'TWINE_PASSWORD' },
  {
    address: 'MATURIN_REPOSITORY_URL',
    index: 'MATURIN_REPOSITORY',
    token: 'MATURIN_PYPI_TOKEN',
    user: 'MATURIN_USERNAME',
    password: 'MATURIN_PASSWORD',
  },
  { address: 'HATCH_INDEX_REPO', user: 'HATCH_INDEX_USER', password: 'HATCH_INDEX_AUTH' },
  { address: 'PDM_PUBLISH_REPO', user: 'PDM_PUBLISH_USERNAME', password: 'PDM_PUBLISH_PASSWORD' },
  { address: 'FLIT_INDEX_URL', user: 'FLIT_USERNAME', password: 'FLIT_PASSWORD' },
];

/** Some take a name for an address, and the other way round. */
function leadsTo({ address, index }: Client, entry: Entry, pockets: Pockets): boolean {
  const place = setIn(pockets, address) ?? (index === undefined ? undefined : setIn(pockets, index)) ?? 'pypi';
  return isPlace(place, entry);
}

function isPlace(place: string, { registry, word }: Entry): boolean {
  const upload = registry.upload ?? registry.url;
  if (place.includes('://')) return isSame(place, upload);
  const known = publicUploads[place.toLowerCase()];
  return known === undefined ? place === word : isSame(known, upload);
}

function credentialIn(client: Client, pockets: Pockets): Credential | undefined {
  const { address, token, user, password } = client;
  const secret = setIn(pockets, password);
  const inAddress = userIn(setIn(pockets, address) ?? '');
  return (
    (token === undefined ? undefined : tokenFrom(setIn(pockets, token), token)) ??
    // Without a user, all of them take the password for a token.
    basicFrom(setIn(pockets, user), secret, `${user} and ${password}`) ??
    tokenFrom(secret, password) ??
    basicFrom(inAddress?.user, inAddress?.password, address)
  );
}

/** Poetry has variables for each repository. */
function byPoetry(entry: Entry, pockets: Pockets): Credential | undefined {
  const { registry, word } = entry;
  const names = [word, ...Object.keys(publicUploads).filter((name) => isPlace(name, entry))];
  if (registry.upload !== undefined && isSame(registry.upload, pypi)) names.push('pypi');
  for (const name of names) {
    if (name === undefined || name.includes('://')) continue;
    const suffix = name.toUpperCase().replaceAll(/[-.]/g, '_');
    const [token, user, password] = [
      `POETRY_PYPI_TOKEN_${suffix}`,
      `POETRY_HTTP_BASIC_${suffix}_USERNAME`,
      `POETRY_HTTP_BASIC_${suffix}_PASSWORD`,
    ];
    const found =
      tokenFrom(setIn(pockets, token), token) ??
      basicFrom(setIn(pockets, user), setIn(pockets, password), `${user} and ${password}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** As the secrets of workflows are called; no client reads them. */
function byService({ registry }: Entry, pockets: Pockets): Credential | undefined {
  const upload = registry.upload ?? registry.url;
  const names = isSame(upload, pypi) ? ['PYPI_API_TOKEN', 'PYPI_TOKEN'] : ['TEST_PYPI_API_TOKEN', 'TEST_PYPI_TOKEN'];
  if (!isSame(upload, pypi) && !isSame(upload, testPypi)) return undefined;
  const name = names.find((one) => setIn(pockets, one) !== undefined);
  return name === undefined ? undefined : tokenFrom(setIn(pockets, name), name);
}

/** A section that the manifest names, or whose repository it is; two places under one name are two places. */
function inPypirc(entry: Entry, files: Clients): Found | undefined {
  const { registry, word } = entry;
  const sections = files.cfg('~/.pypirc')?.sections ?? new Map<string, never>();
  for (const [name, section] of sections) {
    const repository = section.get('repository')?.text ?? publicUploads[name];
    const isNamed = name === word && registry.upload === undefined;
    if (!isNamed && !isSame(repository, registry.upload ?? registry.url)) continue;
    const from = `[${name}] of ~/.pypirc`;
    const [user, password] = [section.get('username')?.text, section.get('password')?.text];
    const found = user === undefined ? tokenFrom(password, from) : basicFrom(user, password, from);
    if (found !== undefined) return asFound(found, registry.upload === undefined ? repository : undefined);
  }
  return undefined;
}

function inNetrc({ registry }: Entry, pockets: Pockets, files: Clients): Found | undefined {
  const usual = pockets.system === 'windows' ? ['~/_netrc', '~/.netrc'] : ['~/.netrc', '~/_netrc'];
  const told = setIn(pockets, 'NETRC');
  for (const file of told === undefined ? usual : [told]) {
    const { hostname } = new URL(registry.upload ?? registry.url);
    const machine = machineIn(files.text(file) ?? '', hostname);
    const found = basicFrom(machine?.login, machine?.password, `${hostOf(registry.upload ?? registry.url)} in ${file}`);
    if (found !== undefined) return asFound(found);
  }
  return undefined;
}
