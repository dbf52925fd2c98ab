import { ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { applyEdits } from './apply.ts';
import { locateEdits, type Wanted } from './locate.ts';

const repo = (file: string, text: string): Snapshot => ({
  files: [file],
  text: (path) => (path === file ? ok(text) : undefined),
});

type Asked = Partial<Wanted> & Pick<Wanted, 'line'>;

/** What the text becomes, or the codes of the problems. */
function edit(file: string, text: string, ...asked: readonly Asked[]): string {
  const wanted = asked.map((each) => ({ file, before: '1.0.0', after: '2.0.0', why: 'a row', ...each }));
  const edits = locateEdits(repo(file, text), wanted);
  const result = edits.ok ? applyEdits(text, edits.value) : edits;
  return result.ok ? result.value : result.problems.map(({ code }) => code).join(' ');
}

const rows: readonly (readonly [string, string, string, Asked, string])[] = [
  [
    'a value and not its comment',
    'a.toml',
    'version = "1.0.0" # was 1.0.0\n',
    { line: 1 },
    'version = "2.0.0" # was 1.0.0\n',
  ],
  ['literal quotes', 'a.toml', "version='1.0.0'", { line: 1 }, "version='2.0.0'"],
  [
    'a byte order mark and CRLF',
    'a.toml',
    '\uFEFF[package]\r\nversion = "1.0.0"\r\n',
    { line: 2 },
    '\uFEFF[package]\r\nversion = "2.0.0"\r\n',
  ],
  [
    'a dotted key',
    'a.toml',
    'core.version = "1.0.0"\ncore.path = "x"',
    { line: 1 },
    'core.version = "2.0.0"\ncore.path = "x"',
  ],
  [
    'an inline table',
    'a.toml',
    'core = { package = "1.0.0", version = "1.0.0" }',
    { line: 1 },
    'core = { package = "1.0.0", version = "2.0.0" }',
  ],
  [
    'an inline table of several lines',
    'a.toml',
    'core = {\n\tversion = "1.0.0",\n}\n',
    { line: 1 },
    'core = {\n\tversion = "2.0.0",\n}\n',
  ],
  [
    'a table by its header',
    'a.toml',
    '[dependencies.core]\npath = "../core"\nversion = "1.0.0"\n',
    { line: 1 },
    '[dependencies.core]\npath = "../core"\nversion = "2.0.0"\n',
  ],
  [
    "one of a table's two, by its key",
    'a.toml',
    '[d]\nb = "1.0.0"\na = "1.0.0"\n',
    { line: 3 },
    '[d]\nb = "1.0.0"\na = "2.0.0"\n',
  ],
  [
    'a requirement within a text',
    'a.toml',
    'd = [\n  "core[x]>=1.0,<2 ; python_version>\'3\'", # >=1.0,<2\n]',
    { line: 2, before: '>=1.0,<2', after: '>=2.0,<3' },
    'd = [\n  "core[x]>=2.0,<3 ; python_version>\'3\'", # >=1.0,<2\n]',
  ],
  [
    'one of two in a line, by its name',
    'a.toml',
    'd = ["Some_Core==1.0.0", "core==1.0.0"]',
    { line: 1, before: '==1.0.0', after: '==2.0.0', names: ['some-core'] },
    'd = ["Some_Core==2.0.0", "core==1.0.0"]',
  ],
  ['one row of a long text', 'a.toml', 't = """\nx 1.0.0\ny 1.0.0"""', { line: 3 }, 't = """\nx 1.0.0\ny 2.0.0"""'],
  ['an escaped value', 'a.toml', 'version = "1.\\u0030.0"', { line: 1 }, 'version = "2.0.0"'],
  [
    'JSON of one line',
    'package.json',
    '{"name":"a-1.0.0","version":"1.0.0","x":"1.0.0"}',
    { line: 1 },
    '{"name":"a-1.0.0","version":"2.0.0","x":"1.0.0"}',
  ],
  [
    'JSON with tabs and CRLF',
    'package.json',
    '{\r\n\t"version" : "1.0.0"\r\n}',
    { line: 2 },
    '{\r\n\t"version" : "2.0.0"\r\n}',
  ],
  [
    'JSON with comments',
    'project.json',
    '{\n// 1.0.0\n/* "version" */ "version": "1.0.0", }',
    { line: 3 },
    '{\n// 1.0.0\n/* "version" */ "version": "2.0.0", }',
  ],
  [
    'a protocol',
    'package.json',
    '{\n"core": "workspace:^1.0.0"}',
    { line: 2, before: 'workspace:^1.0.0', after: 'workspace:^2.0.0' },
    '{\n"core": "workspace:^2.0.0"}',
  ],
  [
    'one of two packages in a line',
    'package.json',
    '{"a":"^1.0.0","@x/b":"^1.0.0"}',
    { line: 1, before: '^1.0.0', after: '^2.0.0', names: ['@x/b'] },
    '{"a":"^1.0.0","@x/b":"^2.0.0"}',
  ],
  ['plain YAML', 'Chart.yaml', 'version: 1.0.0 # 1.0.0\r\n', { line: 1 }, 'version: 2.0.0 # 1.0.0\r\n'],
  [
    'quoted YAML',
    'Chart.yaml',
    'appVersion: \'1.0.0\'\nversion: "1.0.0"',
    { line: 2 },
    'appVersion: \'1.0.0\'\nversion: "2.0.0"',
  ],
  ['an anchor', 'values.yaml', 'tag: &tag 1.0.0\nother: *tag\n', { line: 1 }, 'tag: &tag 2.0.0\nother: *tag\n'],
  [
    'a flow map',
    'values.yaml',
    'image: {repository: a, tag: 1.0.0} # x',
    { line: 1 },
    'image: {repository: a, tag: 2.0.0} # x',
  ],
  [
    'a list item by its first line',
    'Chart.yaml',
    'dependencies:\n- name: a\n  version: 1.0.0\n- name: b\n  version: 1.0.0\n',
    { line: 4 },
    'dependencies:\n- name: a\n  version: 1.0.0\n- name: b\n  version: 2.0.0\n',
  ],
  [
    'the second document',
    'x.yaml',
    'version: 1.0.0\n---\nversion: 1.0.0\n',
    { line: 3 },
    'version: 1.0.0\n---\nversion: 2.0.0\n',
  ],
  [
    'a tag behind a name',
    'values.yaml',
    'image: ghcr.io/acme/api:1.0.0',
    { line: 1, before: 'ghcr.io/acme/api:1.0.0', after: 'ghcr.io/acme/api:2.0.0' },
    'image: ghcr.io/acme/api:2.0.0',
  ],
  ['a tagged scalar', 'values.yaml', 'tag: !!str 1.10', { line: 1, before: '1.10', after: '1.20' }, 'tag: !!str 1.20'],
  [
    'a row of a block',
    'values.yaml',
    'text: |\n  a 1.0.0\n  b 1.0.0\n',
    { line: 3 },
    'text: |\n  a 1.0.0\n  b 2.0.0\n',
  ],
  ['cfg', 'setup.cfg', '[metadata]\nversion=1.0.0\n# 1.0.0\n', { line: 2 }, '[metadata]\nversion=2.0.0\n# 1.0.0\n'],
  [
    'a list of cfg',
    'setup.cfg',
    '[options]\ninstall_requires =\n    core >=1.0\n',
    { line: 3, before: '>=1.0', after: '>=2.0' },
    '[options]\ninstall_requires =\n    core >=2.0\n',
  ],
  ['Python', 'a/__init__.py', "__version__ = '1.0.0'  # 1.0.0\n", { line: 1 }, "__version__ = '2.0.0'  # 1.0.0\n"],
  [
    'an argument of setup()',
    'setup.py',
    'setup(name="x-1.0.0", version="1.0.0", install_requires=["a==1.0.0"])',
    { line: 1 },
    'setup(name="x-1.0.0", version="2.0.0", install_requires=["a==1.0.0"])',
  ],
  ['ARG', 'Dockerfile', 'ARG VERSION=1.0.0\nLABEL a=1.0.0', { line: 1 }, 'ARG VERSION=2.0.0\nLABEL a=1.0.0'],
  [
    'an OCI label',
    'Dockerfile',
    'LABEL base="1.0.0" \\\n  org.opencontainers.image.version="1.0.0"',
    { line: 2 },
    'LABEL base="1.0.0" \\\n  org.opencontainers.image.version="2.0.0"',
  ],
  [
    'one label of a line',
    'Dockerfile',
    'LABEL base="1.0.0" org.opencontainers.image.version="1.0.0"',
    { line: 1 },
    'LABEL base="1.0.0" org.opencontainers.image.version="2.0.0"',
  ],
  ['a label without "="', 'Dockerfile', 'LABEL version 1.0.0', { line: 1 }, 'LABEL version 2.0.0'],
  ['a file that is the version', 'VERSION', '1.0.0', { line: 1 }, '2.0.0'],
  [
    'a requirement file',
    'requirements.txt',
    'core==1.0.0 # pinned\n',
    { line: 1, before: '==1.0.0', after: '==2.0.0' },
    'core==2.0.0 # pinned\n',
  ],
  [
    'the one that is whole',
    'VERSION',
    'x-1.0.0 1.0.0.1 1.0.0-rc.1 1.0.0',
    { line: 1 },
    'x-1.0.0 1.0.0.1 1.0.0-rc.1 2.0.0',
  ],
  ['the end of a sentence', 'README.md', 'It is 1.0.0. Not 1.0.0.1.\n', { line: 1 }, 'It is 2.0.0. Not 1.0.0.1.\n'],
  [
    'a comment, where the plan says that it is text',
    'a.toml',
    'version = "1.0.0"\r\n# x-1.0.0.tgz\r\n',
    { line: 2, before: 'x-1.0.0.tgz', after: 'x-2.0.0.tgz', isText: true },
    'version = "1.0.0"\r\n# x-2.0.0.tgz\r\n',
  ],
  ['a template that is no YAML', 'a.yaml', 'a: {{ b }}: 1.0.0\n', { line: 1, isText: true }, 'a: {{ b }}: 2.0.0\n'],
  [
    'a binding of Python',
    'a.py',
    'about = {\r\n  "version": "1.0.0",\r\n}',
    { line: 2 },
    'about = {\r\n  "version": "2.0.0",\r\n}',
  ],
  [
    'a Dockerfile with CRLF',
    'x.dockerfile',
    '\uFEFFARG V=1.0.0\r\nFROM a:1.0.0\r\n',
    { line: 2 },
    '\uFEFFARG V=1.0.0\r\nFROM a:2.0.0\r\n',
  ],
  ['Markdown', 'README.md', 'a | `core = "1.0.0"` |\r\n', { line: 1 }, 'a | `core = "2.0.0"` |\r\n'],
];
it.each(rows)('edits %s', (_, file, text, asked, after) => expect(edit(file, text, asked)).toBe(after));

it.each<readonly [string, string, string, Asked]>([
  ['a value that is not there', 'a.toml', 'version = "1.0.1"', { line: 1 }],
  ['a value of another line', 'a.toml', 'version = "1.0.0"\nx = 1', { line: 2 }],
  ['a file that is not there', 'b.toml/../', '', { line: 1, file: 'c.toml' }],
  ['two that fit alike', 'package.json', '{"a":"1.0.0","b":"1.0.0"}', { line: 1 }],
  ['a value that stands in a comment only', 'a.toml', '# version = "1.0.0"', { line: 1 }],
  ['an alias, whose anchor is elsewhere', 'values.yaml', 'a: &v 1.0.0\nb: *v', { line: 2 }],
  ['YAML that would be read as a number', 'Chart.yaml', 'appVersion: 1.9', { line: 1, before: '1.9', after: '1.10' }],
  ['YAML that would end early', 'Chart.yaml', 'version: 1.0.0', { line: 1, after: '2.0.0 # x' }],
  ['a value with a quote', 'a.toml', 'version = "1.0.0"', { line: 1, after: '"' }],
  ['two of a line of text', 'a.toml', '# 1.0.0 1.0.0', { line: 1, isText: true }],
  ['an f-string', 'a.py', 'v = f"1.0.0"', { line: 1 }],
])('refuses %s', (_, file, text, asked) => expect(edit(file, text, asked)).toBe('EDIT_NOT_EXACT'));

it('edits a place once that several want alike, and none where one fails', () => {
  expect(edit('a.toml', 'version = "1.0.0"', { line: 1 }, { line: 1, why: 'again' })).toBe('version = "2.0.0"');
  expect(edit('a.toml', 'version = "1.0.0"', { line: 1 }, { line: 1, after: '3.0.0' })).toBe('EDIT_NOT_EXACT');
  expect(edit('a.toml', 'version = "1.0.0"', { line: 1 }, { line: 9 })).toBe('EDIT_NOT_EXACT');
});

it('tells of a file that is broken', () => expect(edit('a.toml', 'version = ', { line: 1 })).toBe('TOML_INVALID'));
