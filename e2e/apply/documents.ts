import fc from 'fast-check';

/** A random document, with one value that is to change. */
export interface Document {
  readonly format: 'toml' | 'yaml' | 'json';
  readonly text: string;
  /** The line of the value's key, or of the list's element. */
  readonly line: number;
  readonly path: readonly (string | number)[];
  readonly before: string;
  readonly after: string;
}

type Tree = string | number | boolean | readonly Tree[] | { readonly [key: string]: Tree };

const versions = ['1.2.3', '1.2.30', 'v1.2.3', '^1.2.3', '~1.2.3', '1.2.3-rc.1'];
const leaf = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...versions) },
  fc.constantFrom('', 'core>=1.2.3,<2 ; x', 'no # comment: 1.2.3', 'it"s', "it's", 'é 1.2.3', '{ 1.2.3 }', '- 1.2.3'),
  fc.integer({ min: 0, max: 99 }),
  fc.boolean(),
);
const key = fc.constantFrom(
  'version',
  'name',
  'tag',
  'a',
  'b-c',
  'x_y',
  'quoted key',
  'é',
  'with.dot',
  'k1',
  'k2',
  'k3',
);
const { tree } = fc.letrec<{ tree: Tree; any: Tree }>((tie) => ({
  tree: fc.dictionary(key, tie('any'), { minKeys: 1, maxKeys: 5, depthIdentifier: 'deep' }),
  any: fc.oneof(
    { depthIdentifier: 'deep', maxDepth: 3 },
    leaf,
    fc.array(leaf, { maxLength: 3, depthIdentifier: 'deep' }),
    tie('tree'),
  ),
}));

/** Documents of one format with a version in them, written in a random manner: quotes, nesting, comments, blanks, line ends. */
export const documents = (format: Document['format']): fc.Arbitrary<Document> =>
  fc
    .tuple(
      tree,
      fc.array(fc.nat(97), { minLength: 20, maxLength: 40 }),
      fc.nat(),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    )
    .filter(([value]) => leavesOf(value).length > 0)
    .map(([value, tape, which, eol, hasMark]) => {
      const leaves = leavesOf(value);
      const path = leaves[which % leaves.length] ?? [];
      const page = new Page(tape, path);
      ({ toml: writeToml, yaml: writeYaml, json: writeJson })[format](page, value);
      const before = page.found;
      return {
        format,
        text: (hasMark ? '\uFEFF' : '') + page.text.replaceAll('\n', eol),
        line: page.line,
        path,
        before,
        after: before.replace('1.2.3', '10.20.0'),
      };
    });

const leavesOf = (value: Tree, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] => {
  if (typeof value === 'string') return versions.includes(value) ? [path] : [];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, item]: [string, Tree]) =>
    leavesOf(item, [...path, Array.isArray(value) ? Number(name) : name]),
  );
};

/** A text that is being written, and the choices of its author. */
class Page {
  text = '';
  found = '';
  line = 0;
  private next = 0;
  private readonly tape: readonly number[];
  private readonly target: string;
  constructor(tape: readonly number[], target: readonly (string | number)[]) {
    this.tape = tape;
    this.target = JSON.stringify(target);
  }
  pick<T>(...options: readonly T[]): T {
    const choice = this.tape[this.next++ % this.tape.length] ?? 0;
    return options[(choice + this.next) % options.length] as T;
  }
  put(text: string): void {
    this.text += text;
  }
  /** Notes where the target begins: call it before its key, or before the element. */
  at(path: readonly (string | number)[], value: Tree): void {
    if (JSON.stringify(path) !== this.target) return;
    this.line = this.text.split('\n').length;
    this.found = typeof value === 'string' ? value : '';
  }
  comment(mark: string): void {
    this.put(this.pick('', '', ` ${mark} 1.2.3 "x`));
  }
}

type Path = readonly (string | number)[];
const isTable = (value: Tree): value is { readonly [key: string]: Tree } =>
  typeof value === 'object' && !Array.isArray(value);
const isList = (value: Tree): value is readonly Tree[] => Array.isArray(value);

function writeJson(page: Page, value: Tree, path: Path = [], depth = 0): void {
  if (!isTable(value) && !isList(value)) {
    page.put(JSON.stringify(value));
    return;
  }
  const entries = Object.entries<Tree>(value);
  const isWide = page.pick(true, true, false);
  const gap = (level: number): string => (isWide ? `\n${'\t'.repeat(level)}` : page.pick('', ' '));
  page.put(isList(value) ? '[' : '{');
  entries.forEach(([name, item], index) => {
    const here = [...path, isList(value) ? index : name];
    page.put((index > 0 ? ',' : '') + gap(depth + 1));
    page.at(here, item);
    if (!isList(value)) page.put(JSON.stringify(name) + page.pick(':', ' : ', ': '));
    writeJson(page, item, here, depth + 1);
  });
  page.put(gap(depth) + (isList(value) ? ']' : '}'));
}

const tomlKey = (name: string): string => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name));

function tomlText(page: Page, text: string): string {
  if (text.includes("'")) return JSON.stringify(text);
  return page.pick(JSON.stringify(text), `'${text}'`, text.includes('"') ? `'${text}'` : `"""${text}"""`);
}

function writeToml(page: Page, value: Tree): void {
  if (isTable(value)) writeTable(page, value, []);
}

/** Plain values first, as TOML wants it; tables below them by header or dotted keys. */
function writeTable(page: Page, table: { readonly [key: string]: Tree }, path: readonly string[]): void {
  const later: [string, { readonly [key: string]: Tree }][] = [];
  for (const [name, item] of Object.entries(table)) {
    if (isTable(item) && page.pick(true, false)) {
      later.push([name, item]);
      continue;
    }
    page.put(page.pick('', '', '# 1.2.3\n', '\n'));
    page.at([...path, name], item);
    page.put(tomlKey(name) + page.pick(' = ', '=', ' =  '));
    writeTomlValue(page, item, [...path, name]);
    page.comment('#');
    page.put('\n');
  }
  for (const [name, item] of later) {
    page.put(`${page.pick('', '\n')}[${[...path, name].map(tomlKey).join(page.pick('.', ' . '))}]`);
    page.comment('#');
    page.put('\n');
    writeTable(page, item, [...path, name]);
  }
}

function writeTomlValue(page: Page, value: Tree, path: Path): void {
  if (isList(value)) {
    const gap = page.pick('', ' ', '\n  ', '\n  # 1.2.3\n\t');
    page.put('[');
    value.forEach((item, index) => {
      page.put(gap);
      page.at([...path, index], item);
      writeTomlValue(page, item, [...path, index]);
      page.put(',');
    });
    page.put(`${gap.includes('\n') ? '\n' : ''}]`);
  } else if (isTable(value)) {
    page.put('{ ');
    Object.entries(value).forEach(([name, item], index) => {
      page.put(index > 0 ? ', ' : '');
      page.at([...path, name], item);
      page.put(`${tomlKey(name)} = `);
      writeTomlValue(page, item, [...path, name]);
    });
    page.put(' }');
  } else page.put(typeof value === 'string' ? tomlText(page, value) : String(value));
}

function yamlText(page: Page, text: string): string {
  const quoted = text.includes("'") ? JSON.stringify(text) : page.pick(JSON.stringify(text), `'${text}'`);
  return versions.includes(text) && text !== '~1.2.3' ? page.pick(text, text, quoted) : quoted;
}

const yamlKey = (page: Page, name: string): string => page.pick(name, name, JSON.stringify(name));

function writeYaml(page: Page, value: Tree): void {
  page.put(page.pick('', '', '---\n', '# 1.2.3\n'));
  writeBlock(page, value, [], 0);
}

let anchors = 0;

function writeBlock(page: Page, value: Tree, path: Path, depth: number): void {
  const entries = isTable(value) || isList(value) ? Object.entries<Tree>(value) : [];
  entries.forEach(([name, item], index) => {
    const here = [...path, isList(value) ? index : name];
    const margin = ' '.repeat(2 * depth);
    page.put(page.pick('', '', `${margin}# 1.2.3\n`, '\n') + margin);
    page.at(here, item);
    page.put(isList(value) ? '-' : `${yamlKey(page, name)}:`);
    const isBlock = (isTable(item) || isList(item)) && Object.keys(item).length > 0 && page.pick(true, true, false);
    if (isBlock) {
      page.comment('#');
      page.put('\n');
      writeBlock(page, item, here, depth + 1);
      return;
    }
    page.put(page.pick(' ', '  ') + (typeof item === 'string' ? page.pick('', '', '', `&a${String(anchors++)} `) : ''));
    writeFlow(page, item, here);
    page.comment('#');
    page.put('\n');
  });
}

function writeFlow(page: Page, value: Tree, path: Path): void {
  if (!isTable(value) && !isList(value)) {
    page.put(typeof value === 'string' ? yamlText(page, value) : String(value));
    return;
  }
  page.put(isList(value) ? '[' : '{');
  Object.entries<Tree>(value).forEach(([name, item], index) => {
    const here = [...path, isList(value) ? index : name];
    page.put(index > 0 ? ', ' : '');
    page.at(here, item);
    if (!isList(value)) page.put(`${yamlKey(page, name)}: `);
    writeFlow(page, item, here);
  });
  page.put(isList(value) ? ']' : '}');
}
