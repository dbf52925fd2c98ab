import { readToml } from './read.ts';

const document = `# first
"quoted key" = 1
a.b.c = '''
[not.a.header]
'''
[table]
key = "x" # trailing
list = [
  "one", # [
  { name = "two",
    at = 3 },
]
[[item]]
name = "first"
[item.sub]
deep = true
[[item]]
name = """second \\
  goes on"""
after = 2024-01-01
`;

it.each<[(string | number)[], number]>([
  [['quoted key'], 2],
  [['a', 'b', 'c'], 3],
  [['table'], 6],
  [['table', 'key'], 7],
  [['table', 'list', 0], 9],
  [['table', 'list', 1], 10],
  [['table', 'list', 1, 'at'], 11],
  [['item', 0, 'name'], 14],
  [['item', 0, 'sub', 'deep'], 16],
  [['item', 1, 'name'], 18],
  [['item', 1, 'after'], 20],
  [['table', 'key', 'goes', 'on'], 7],
  [['absent'], 1],
])('%j stands in line %i', (path, line) => {
  for (const text of [document, document.replaceAll('\n', '\r\n'), `\uFEFF${document}`]) {
    const toml = readToml(text, 'x.toml');
    expect(toml.ok && toml.value.line(...path)).toBe(line);
  }
});

it.each([
  ['a = ', 1],
  ['a = 1\nb = [1,\n', 2],
  ['a = 1\na = 2', 2],
  [`a = ${'['.repeat(10_000)}`, 1],
])('tells where %j is no TOML', (text, line) => {
  const toml = readToml(text, 'x.toml');
  expect(toml.ok ? [] : toml.problems).toEqual([
    expect.objectContaining({ code: 'TOML_INVALID', where: expect.objectContaining({ file: 'x.toml' }) }),
  ]);
  expect(toml.ok ? 0 : toml.problems[0]?.where?.line).toBeGreaterThanOrEqual(line);
});
