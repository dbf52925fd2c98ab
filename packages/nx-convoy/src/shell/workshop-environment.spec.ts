import { forBuilds } from './workshop-environment.ts';

const settings = (...pairs: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(pairs.length)],
    ...pairs.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]) as Record<string, string>;

it.each<[string, Record<string, string>, readonly string[], Record<string, string>]>([
  ['what is ordinary', { LANG: 'C', PWD: '/x' }, [], { LANG: 'C', PWD: '/x' }],
  ['tokens and keys are kept from it', { NPM_TOKEN: 'a', SIGNING_KEY: 'b', AWS_PROFILE: 'c' }, [], {}],
  ['but for those that are named', { NPM_TOKEN: 'a' }, ['NPM_TOKEN'], { NPM_TOKEN: 'a' }],
  [
    'and for certificates of those whom clients trust',
    { SSL_CERT_FILE: 'a', AWS_CA_BUNDLE: 'b', PIP_CERT: 'c', PIP_CLIENT_CERT: 'd', SIGNING_CERT: 'e' },
    [],
    { SSL_CERT_FILE: 'a', AWS_CA_BUNDLE: 'b', PIP_CERT: 'c' },
  ],
  ['settings of git, which count', settings(['a.b', '1'], ['c.d', '2']), [], settings(['a.b', '1'], ['c.d', '2'])],
  [
    'without those that open something, and counted anew',
    settings(['http.https://x/.extraheader', 'AUTHORIZATION: basic z'], ['gc.auto', '0'], ['credential.helper', '!x']),
    [],
    settings(['gc.auto', '0']),
  ],
  ['none where all of them do', settings(['url.https://u:p@x/.insteadOf', 'https://x/']), [], {}],
  ['a gap ends them', { ...settings(['a.b', '1']), GIT_CONFIG_COUNT: '3' }, [], settings(['a.b', '1'])],
  ['a count that is none', { GIT_CONFIG_COUNT: 'many' }, [], {}],
])('%s', (_, environment, lets, expected) => expect(forBuilds(environment, lets).env).toEqual(expected));

it('tells what was kept, and not what npm tells of itself', () => {
  const environment = {
    NPM_TOKEN: 'a',
    npm_config__auth: 'b',
    npm_package_name: 'c',
    INIT_CWD: 'd',
    PIN: 'e',
    LANG: 'C',
    OURS: 'f',
  };
  const { env, withheld } = forBuilds(environment, [], ['OURS']);
  expect(env).toEqual({ LANG: 'C' });
  expect(withheld).toEqual(['NPM_TOKEN', 'OURS', 'PIN', 'npm_config__auth']);
});
