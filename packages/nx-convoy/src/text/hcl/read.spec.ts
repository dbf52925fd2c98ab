import { readHcl } from './read.ts';

const show = (text: string): unknown =>
  readHcl(text).map(({ type, labels, line, attributes }) => [
    [type, ...labels].join(' '),
    line,
    Object.fromEntries([...attributes].map(([name, attribute]) => [name, attribute.value])),
  ]);

it.each([
  [
    'strings, lists, objects',
    'target "a" {\n  tags = ["x:${TAG}", "y"]\n  args = { A = "1", "B" : 2 }\n}',
    [['target a', 1, { tags: ['x:${TAG}', 'y'], args: { A: '1', B: '2' } }]],
  ],
  [
    'comments of all kinds',
    '# a\n// b\n/* c\n d */\nvariable "T" { default = "1" } # e',
    [['variable T', 5, { default: '1' }]],
  ],
  [
    'lists over lines, a comma at the end',
    'group "g" {\n targets = [\n  "a", # one\n  "b",\n ]\n}',
    [['group g', 1, { targets: ['a', 'b'] }]],
  ],
  ['a variable', 'target "a" { dockerfile = FILE }', [['target a', 1, { dockerfile: { variable: 'FILE' } }]]],
  [
    'what must be computed is unknown',
    'target "a" {\n tags = [tag("x"), a ? "b" : "c", "y"]\n context = upper("z")\n target = "t"\n}',
    [['target a', 1, { tags: [undefined, undefined, 'y'], context: undefined, target: 't' }]],
  ],
  [
    'quotes in an expression in a string',
    'target "a" { tags = ["x:${y("z")}"] }',
    [['target a', 1, { tags: ['x:${y("z")}'] }]],
  ],
  [
    'functions and nested blocks',
    'function "f" {\n params = [x]\n result = { a = x }\n}\ntarget "a" {\n attest { type = "sbom" }\n context = "."\n}',
    [
      ['function f', 1, { params: [{ variable: 'x' }], result: { a: { variable: 'x' } } }],
      ['target a', 5, { context: '.' }],
    ],
  ],
  [
    'a heredoc',
    'variable "v" {\n default = <<EOT\na\nb\nEOT\n}\ntarget "a" {}',
    [
      ['variable v', 1, { default: 'a\nb' }],
      ['target a', 7, {}],
    ],
  ],
  ['CRLF and BOM', '\uFEFFtarget "a" {\r\n  context = "b"\r\n}\r\n', [['target a', 1, { context: 'b' }]]],
  ['an open block', 'target "a" {\n context = "b"', [['target a', 1, { context: 'b' }]]],
  ['no HCL', '}}} = [ {{ "', []],
])('%s', (_, text, expected) => expect(show(text)).toEqual(expected));

it.each(['[', '{', '(', '"', '{a='])('bears 10,000 times %s', (sign) => {
  expect(() => readHcl(`target "a" { x = ${sign.repeat(10_000)}`)).not.toThrow();
});
