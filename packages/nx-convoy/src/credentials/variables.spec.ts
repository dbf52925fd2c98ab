import type { Entry } from '../model/credential.ts';
import { variablesRead } from './variables.ts';

const entry = (protocol: Entry['registry']['protocol'], url: string, more: Partial<Entry> = {}): Entry => ({
  registry: { protocol, url },
  name: 'core',
  ...more,
});
const nothing = (): undefined => undefined;

it.each<readonly [string, Entry, readonly string[]]>([
  [
    'crates.io',
    entry('crates', 'https://index.crates.io'),
    ['CARGO_HOME', 'CARGO_REGISTRY_TOKEN', 'CRATES_IO_ID_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
  ],
  [
    'a registry of crates, by its name',
    entry('crates', 'https://crates.example.com', { word: 'our-own' }),
    ['CARGO_REGISTRIES_OUR_OWN_TOKEN', 'CONVOY_TOKEN_CRATES_EXAMPLE_COM'],
  ],
  [
    'an index, which a variable must name first',
    entry('pypi', 'https://pypi.example.com/simple/', { word: 'ours' }),
    ['UV_PUBLISH_URL', 'UV_PUBLISH_TOKEN', 'TWINE_PASSWORD', 'POETRY_PYPI_TOKEN_OURS'],
  ],
  ['images', entry('oci', 'https://ghcr.io'), ['DOCKER_CONFIG', 'DOCKER_AUTH_CONFIG', 'CI_REGISTRY_PASSWORD']],
  ['npm', entry('npm', 'https://registry.npmjs.org'), ['NODE_AUTH_TOKEN', 'NPM_TOKEN', 'NPM_ID_TOKEN']],
])('finds the variables of %s', (_, one, expected) =>
  expect(variablesRead(one, nothing)).toEqual(expect.arrayContaining([...expected])),
);

it('knows those that a file of the repository names, and none of other registries', () => {
  const ours = entry('npm', 'https://npm.example.com');
  const file = '//npm.example.com/:_authToken=${OUR_TOKEN}\n';
  const found = variablesRead(ours, (path) => (path === '.npmrc' ? file : undefined));
  expect(found).toContain('OUR_TOKEN');
  expect(found).not.toContain('NPM_TOKEN');
});
