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
