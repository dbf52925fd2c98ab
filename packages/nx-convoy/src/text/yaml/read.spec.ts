import { readYaml, readYamls } from './read.ts';

const read = (text: string): unknown => {
  const yaml = readYaml(text, 'a.yaml');
  return yaml.ok
    ? yaml.value.data
    : yaml.problems.map(({ code, where }) => `${code} ${where?.line ?? 0}:${where?.column ?? 0}`).join();
};

it.each([
  [
    'versions keep their text',
    'a: 1.10\nb: "1.2"\nc: 0x10\nd: ~\ne:\nf: yes',
    { a: '1.10', b: '1.2', c: '0x10', d: '~', e: '', f: 'yes' },
  ],
  [
    'anchors and merge keys',
    'a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  x: 3\nc: *a',
    { a: { x: '1', y: '2' }, b: { x: '3', y: '2' }, c: { x: '1', y: '2' } },
  ],
  [
    'a list of merges, the first wins',
    'a: &a {x: 1}\nb: &b {x: 2, z: 3}\nc: {<<: [*a, *b]}',
    { a: { x: '1' }, b: { x: '2', z: '3' }, c: { x: '1', z: '3' } },
  ],
  ['a quoted << is a key', 'a: {"<<": 1}', { a: { '<<': '1' } }],
  ['a repeated key: the last counts', 'a: 1\na: 2', { a: '2' }],
  ['tags are left aside', 'a: !!float 1.10\nb: !x y', { a: '1.10', b: 'y' }],
  ['block scalars', 'a: |\n  b: 1\nc: >-\n  d\n  e', { a: 'b: 1\n', c: 'd e' }],
  ['keys that are no text are left out', '? [a, b]\n: 1\nc: 2', { c: '2' }],
  ['BOM and CRLF', '\uFEFFa: 1\r\nb: 2\r\n', { a: '1', b: '2' }],
  ['__proto__ is a key', '__proto__: {a: 1}', JSON.parse('{"__proto__":{"a":"1"}}')],
  ['an empty file', '# nothing\n', undefined],
  ['an alias inside its own value', 'a: &a [*a, 1]', { a: [undefined, '1'] }],
  ['tabs', 'a:\n\tb: 1', 'YAML_INVALID 2:1'],
  ['an open quote', 'a: 1\nb: "x\n', 'YAML_INVALID 3:1'],
  ['an alias without anchor', 'a: *b', { a: undefined }],
  ['a template', '{{- if .Values.x }}\na: 1\n{{- end }}\n', 'YAML_INVALID 1:3'],
])('%s', (_, text, expected) => expect(read(text)).toEqual(expected));

it.each([
  ['brackets', '['.repeat(10_000), 'YAML_INVALID 1:201'],
  ['maps', '{a: '.repeat(10_000), 'YAML_INVALID 1:801'],
  ['lists in a line', `${'- '.repeat(10_000)}x`, 'YAML_INVALID 1:801'],
  ['keys in a line', `${'? '.repeat(400)}x`, {}],
  ['aliases of aliases', bomb(12), 'YAML_INVALID 1:1'],
])('bears nested %s in short time', (_, text, expected) => {
  const before = process.cpuUsage().user;
  expect(read(text)).toEqual(expected);
  expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
});

function bomb(levels: number): string {
  const rows = Array.from({ length: levels }, (_, level) => {
    const items = Array<string>(9).fill(level === 0 ? 'x' : `*a${level - 1}`);
    return `a${level}: &a${level} [${items.join(', ')}]`;
  });
  return rows.join('\n');
}

it('reads the first of several documents, or all', () => {
  const text = 'a: 1\n---\na: 2\n';
  expect(read(text)).toEqual({ a: '1' });
  const all = readYamls(text, 'a.yaml');
  expect(all.ok && all.value.map((yaml) => [yaml.data, yaml.line('a')])).toEqual([
    [{ a: '1' }, 1],
    [{ a: '2' }, 3],
  ]);
});

it.each([
  [['name'], 2],
  [['dependencies', 0, 'version'], 5],
  [['dependencies', 1], 6],
  [['dependencies', 1, 'alias'], 6],
  [['base', 'version'], 5],
  [['nothing'], 2],
])('line of %p is %p', (path, expected) => {
  const text = '# a\nname: a\ndependencies:\n  - &d\n    version: 1\n  - name: b\nbase: *d\n';
  const yaml = readYaml(text, 'a.yaml');
  expect(yaml.ok && yaml.value.line(...path)).toBe(expected);
});
