import { drifted } from './drift.ts';

it.each([
  ['a.yml', 'on: [push]\n', 'on:\n  - push\n', 0],
  ['a.yml', 'on: [push]\n', 'on: [pull_request]\n', 1],
  ['a.json', '{"a":[1]}', '{ "a": [1] }\n', 0],
  ['a.json', '{"a":[1]}', '{"a":[2]}', 1],
  ['a.md', 'one  two\n', 'one\ntwo\n', 0],
  ['a.md', 'one two\n', 'one three\n', 1],
  ['a.sh', 'one  two\n', 'one two\n', 1],
  ['a.yml', undefined, 'on: [push]\n', 1],
  ['a.yml', 'on: [push]\n', undefined, 1],
])('%s: %j is %j but for its layout: %d differences', (file, before, after, count) => {
  const one = { file, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  expect(drifted([one])).toHaveLength(count);
});
