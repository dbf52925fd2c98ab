import { setValues } from './set-values.ts';

const digest = `sha256:${'a'.repeat(64)}`;

it.each<[string, string, (string | number)[], string, string]>([
  ['a quoted text', 'image: {tag: "1"}\n', ['image', 'tag'], '1.2.0', 'image: {tag: "1.2.0"}\n'],
  ['single quotes', "tag: '' # mine\n", ['tag'], '1.2.0', "tag: '1.2.0' # mine\n"],
  ['a plain text', 'tag: 1.1\nnext: 1\n', ['tag'], '1.2.0', 'tag: "1.2.0"\nnext: 1\n'],
  ['nothing at all', 'a:\n  digest:\n  b: 1\n', ['a', 'digest'], digest, `a:\n  digest: "${digest}"\n  b: 1\n`],
  ['an item of a list', '- image: x:1\n', [0, 'image'], 'x:2', '- image: "x:2"\n'],
  ['Windows line ends', 'tag: 1\r\nb: 2\r\n', ['tag'], '2', 'tag: "2"\r\nb: 2\r\n'],
])('sets %s and nothing else', (_, text, path, after, expected) => {
  expect(setValues(text, 'values.yaml', [{ path, text: after }])).toEqual({ text: expected, problems: [] });
});

it.each<[string, string, (string | number)[]]>([
  ['a value that is not there', 'a: 1\n', ['tag']],
  ['an alias', 'a: &it 1\ntag: *it\n', ['tag']],
  ['a block', 'tag: |\n  1\n', ['tag']],
])('leaves %s, and tells', (_, text, path) => {
  const { text: after, problems } = setValues(text, 'values.yaml', [{ path, text: '2' }]);
  expect([after, problems.map(({ code }) => code)]).toEqual([text, ['CHART_IMAGE_UNPINNED']]);
});
