import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTOML, type AST } from 'toml-eslint-parser';
import { readToml } from '../toml/read.ts';
import { tomlValues } from './toml.ts';

/** Range and line of every string, as a parser that keeps ranges has them. */
function judged(text: string): readonly string[] {
  const found: string[] = [];
  for (const node of parseTOML(text, { tomlVersion: '1.1' }).body[0].body) {
    if (node.type === 'TOMLKeyValue') pair(node, []);
    else for (const each of node.body) pair(each, node.resolvedKey);
  }
  return found;

  function pair({ key, value }: AST.TOMLKeyValue, path: readonly (string | number)[]): void {
    walk(
      value,
      [...path, ...key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))],
      key.loc.start.line,
    );
  }

  function walk(node: AST.TOMLContentNode, path: readonly (string | number)[], line: number): void {
    if (node.type === 'TOMLInlineTable') for (const each of node.body) pair(each, path);
    else if (node.type === 'TOMLArray')
      node.elements.forEach((each, index) => walk(each, [...path, index], each.loc.start.line));
    else if (node.kind === 'string') {
      const width = node.multiline ? 3 : 1;
      const means = node.multiline ? '' : node.value;
      found.push(JSON.stringify([path, line, node.range[0] + width, node.range[1] - width, means]));
    }
  }
}

const ours = (text: string): readonly string[] =>
  tomlValues(text).map(({ path, lines, start, end, text: means }) => {
    const isLong = /^("""|''')/.test(text.slice(start - 3, start));
    return JSON.stringify([path, lines.at(-1), start, end, isLong ? '' : means]);
  });

it.each([
  ['nothing', ''],
  ['keys of every form', 'a.b."c.d".\'e\' = "1"\n"\\u00e9" = \'x\'\n  spaced . key  =  "y"  # "z"'],
  ['long texts', 'a = """\nx \\\n  y"""\nb = \'\'\'q\'\'\'\'\'\nc = """a"""""\nd = ""\ne = """"""\nf = "x"'],
  ['escapes', 'a = "\\"1\\\\" # "x"\nb = "\\t\\u0031\\U00000032\\x33\\e"\nc = \'\\\''],
  ['arrays', 'a = [ # "x"\n  "1", "2", # "3"\n  [ "4" ], { b = "5", c = [ "6" ] },\n]\nd = []\ne = {}\nf = "1"'],
  [
    'tables',
    '[[a]]\nb = "1"\n[a.c]\nd = "2"\n[[a.e]]\nf = "3"\n[[a]]\nb = "4"\n[[a.e]]\nf = "5"\n[ g . "h" ]\ni = "6"',
  ],
  ['other values', 'a = 1\nb = 1979-05-27T07:32:00Z # "x"\nc = true\nd = [1, 2.0, nan]\ne = "1"'],
  ['tables of several lines', 'a = {\n  b = "1", # "x"\n  c = { d = "2" },\n}\ne = "3"'],
])('finds what a parser that keeps ranges finds: %s', (_, text) => {
  for (const each of [text, text.replaceAll('\n', '\r\n')]) expect(ours(each)).toEqual(judged(each));
  expect(ours(`\uFEFF${text}`)).toHaveLength(judged(text).length);
});

it('also in every TOML file of the pages of facts', () => {
  let count = 0;
  for (const ecosystem of ['cargo', 'python']) {
    const folder = join(import.meta.dirname, '../../ecosystems', ecosystem, '__fixtures__');
    for (const page of readdirSync(folder)) {
      for (const text of readFileSync(join(folder, page), 'utf8').split(/^-- .* --\n/m)) {
        if (!readToml(text, page).ok) continue;
        count += ours(text).length;
        expect(ours(text)).toEqual(judged(text));
      }
    }
  }
  expect(count).toBeGreaterThan(500);
});
