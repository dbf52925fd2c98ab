import { readOptions } from './tasks.ts';

it.each([
  ['an id of digits, which Nx takes for a number', { plan: 123456789012 }, { plan: '123456789012' }],
  ['units as one word', { units: 'npm:a,npm:b' }, { units: ['npm:a', 'npm:b'] }],
  ['a dry run as a word', { dryRun: 'true' }, { dryRun: true }],
])('reads %s', (_, said, meant) => expect(readOptions(said)).toMatchObject({ options: meant, problems: [] }));

it('tells what is no value of an option', () =>
  expect(readOptions({ timeout: 'long' }).problems).toMatchObject([{ code: 'OPTION_WRONG' }]));
