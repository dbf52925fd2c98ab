import type { Client } from './client.ts';
import { standing } from './demand.ts';
import { table } from './table.ts';

const record: readonly Client[] = [
  { name: 'git', state: 'found', version: '2.39.5', path: '/bin/git', paths: {}, env: {}, seconds: 0 },
  { name: 'helm', state: 'missing', why: 'no network', seconds: 12.34 },
  { name: 'docker', state: 'missing', why: 'no daemon', optional: true, seconds: 0 },
];

it.each([
  ['here', ['git'], '', 'here'],
  ['here, and asked for', ['git'], 'all', 'here'],
  ['missing', ['helm'], '', 'skipped'],
  ['one of two missing', ['git', 'helm'], '', 'skipped'],
  ['missing, all asked for', ['helm'], 'all', 'demanded'],
  ['missing, asked for by name', ['helm'], 'git, helm', 'demanded'],
  ['missing, others asked for', ['helm'], 'git', 'skipped'],
  ['nobody can be asked to have it', ['docker'], 'all', 'skipped'],
  ['but it was asked for by name', ['docker'], 'docker', 'demanded'],
  ['nobody looked', ['cargo'], '', 'skipped'],
  ['nobody looked, but all were asked for', ['cargo'], 'all', 'demanded'],
] as const)('%s', (_, names, demand, is) => expect(standing(names, record, demand).is).toBe(is));

it('names every missing client and the reason', () =>
  expect(standing(['git', 'helm', 'docker', 'cargo'], record)).toEqual({
    is: 'skipped',
    why: 'helm is missing: no network; docker is missing: no daemon; cargo is missing: nobody looked for it; run npm run toolchains',
  }));

it('prints a table', () =>
  expect(table(record).split('\n')).toEqual([
    'client  version  seconds  state',
    'git     2.39.5   0.0      found',
    'helm    -        12.3     missing: no network',
    'docker  -        0.0      missing: no daemon',
  ]));
