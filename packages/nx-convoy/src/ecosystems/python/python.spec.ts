import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import { isPlaceholder, normalise } from './names.ts';
import { pathOf } from './references.ts';
import { parseRequirement } from './requirement.ts';
import { survey } from './survey.ts';
import { find } from './version/pattern.ts';

const shown = (text: string): string | undefined => {
  const requirement = parseRequirement(text);
  if (requirement === undefined) return undefined;
  const { name, range, url } = requirement;
  return [name, ...(range === undefined ? [] : [range]), ...(url === undefined ? [] : [`@ ${url}`])].join(' ');
};

it.each([
  ['requests', 'requests'],
  ['requests>=2', 'requests >=2'],
  ['requests >= 2 , < 3', 'requests >= 2 , < 3'],
  ['requests (>=2)', 'requests >=2'],
  ['requests[socks,x]>=2; python_version < "3"', 'requests >=2'],
  ['a.b-c_d ~= 1.0', 'a.b-c_d ~= 1.0'],
  ['a===1', 'a ===1'],
  ['a ; extra == "x"', 'a'],
  ['a @ https://b.c/d.whl', 'a @ https://b.c/d.whl'],
  ['a[b]@file:../c', 'a @ file:../c'],
  ['a @ file:../c ; python_version > "3"', 'a @ file:../c'],
  ['a=={{ version }}', 'a'],
  ['a 1.0', undefined],
  ['a ~> 1', undefined],
  ['a @ ', undefined],
  ['-e ./a', undefined],
  ['./a', undefined],
  ['', undefined],
  ['__proto__', undefined],
])('the requirement %j: %s', (text, expected) => expect(shown(text)).toBe(expected));

it.each([
  ['file:../a', '../a'],
  ['file:./a', './a'],
  ['file://../a', '../a'],
  ['file:///etc/a', '/etc/a'],
  ['file://localhost/etc/a', '/etc/a'],
  ['file://${PROJECT_ROOT}/../a', './../a'],
  ['file:///${PROJECT_ROOT}/../a', './../a'],
  ['{root:uri}/../a', './../a'],
  ['{root:parent:uri}/a', '.././a'],
  ['{root:parent:parent:uri}/a', '../.././a'],
  ['../a[x,y]', '../a'],
  ['../a#egg=a', '../a'],
  ['../a%20b', '../a b'],
  ['../a%', '../a%'],
  ['"../a"', '../a'],
  ['../a-1.0-py3-none-any.whl', undefined],
  ['../a-1.0.tar.gz', undefined],
  ['https://a.b/c', undefined],
  ['git+ssh://git@a.b/c', undefined],
  ['git@a.b:c/d', undefined],
])('the path of %j: %s', (reference, expected) => expect(pathOf(reference)).toBe(expected));

it.each([
  ['My.Package', 'my-package'],
  ['a__b..c', 'a-b-c'],
])('%s is %s', (name, expected) => expect(normalise(name)).toBe(expected));

it.each([
  ['{{ name }}', true],
  ['${name}', true],
  ['<name>', true],
  ['__name__', true],
  ['a_b', false],
  ['_a', false],
])('%j waits for somebody: %s', (name, expected) => expect(isPlaceholder(name)).toBe(expected));

it.each([
  ['__version__ = "1.0"', undefined, '1.0 1'],
  ["\n\nVersion = 'v2.0'", undefined, '2.0 3'],
  ['a\nb 3', 'b (?P<version>\\d)', '3 2'],
  ['a 3', 'a (\\d)', '3 1'],
  ['v="4"', '(?P<q>["])(?P<version>.)(?P=q)', '4 1'],
  ['a', '(', 'refused'],
  ['aac', '(a+)+(?P<version>c)', 'c 1'],
  ['a', '(?=a)(?P<version>a)', 'refused'],
  ['a', '(?x) a', 'refused'],
  ['nothing', undefined, undefined],
])('in %j the pattern %j finds %s', (text, pattern, expected) => {
  const match = find(text, pattern);
  expect(match === false ? 'refused' : match === undefined ? undefined : `${match.text} ${match.line}`).toBe(expected);
});

describe('setup.py', () => {
  const version = (setup: string, files: Readonly<Record<string, string>> = {}): string => {
    const { units } = survey(repoOf({ 'a/setup.py': setup, ...files }));
    const [unit] = units;
    const source = unit?.versionSource;
    const at = source !== undefined && 'at' in source ? source.at : undefined;
    const place = at === undefined ? '' : ` ${at.file}:${at.line ?? ''}`;
    return `${unit?.version ?? '-'} ${source?.is ?? ''}${place}`;
  };

  it.each([
    ['a literal', 'version="1.0"', '1.0 written a/setup.py:2'],
    ['nothing', '', '- computed'],
    ['a call of an unknown function', 'version=f()', '- computed a/setup.py:2'],
    ['a tool that asks git', 'use_scm_version=True', '- tags'],
    ['a file', 'version=open("VERSION").read().strip()', '1.5 written a/VERSION:1'],
    ['a file by its parts', 'version=read("pkg", "about.py")', '1.6 written a/pkg/about.py:2'],
    ['a path object', 'version=(Path(__file__).parent / "VERSION").read_text()', '1.5 written a/VERSION:1'],
    ['a file that is not there', 'version=open("NONE").read()', '- computed a/setup.py:2'],
    ['two files that differ', 'version=choose("VERSION", read("pkg", "about.py"))', '- computed a/setup.py:2'],
    ['what git and a fallback tell', 'version=get_version() or "0.0"', '- tags'],
  ])('%s', (_, argument, expected) => {
    const files = { 'a/VERSION': '1.5\n', 'a/pkg/about.py': '\n__version__ = "1.6"\n' };
    const head = 'from setuptools import setup; from setuptools_scm import get_version\n';
    expect(version(`${head}setup(name="a", ${argument})`, files)).toBe(expected);
  });
});

it.each([
  ['a star of members stays in its folder', 'members = ["p/*"]', ['p/a', 'p/old']],
  ['two stars do not', 'members = ["p/**"]', ['p/a', 'p/old', 'p/old/deep']],
  ['a star of exclude crosses folders', 'members = ["p/**"]\nexclude = ["p/ol*"]', ['p/a']],
  ['exclude without a star is that folder', 'members = ["p/**"]\nexclude = ["p/old"]', ['p/a', 'p/old/deep']],
  ['a folder in full', 'members = ["./p/old/deep/"]', ['p/old/deep']],
  ['what lies outside', 'members = ["../x", "p/a"]', ['p/a']],
])('members of a uv workspace: %s', (_, workspace, expected) => {
  const project = (name: string): string => `[project]\nname = "${name}"\nversion = "1"\n`;
  const { units } = survey(
    repoOf({
      'pyproject.toml': `[tool.uv.workspace]\n${workspace}\n`,
      'p/a/pyproject.toml': project('a'),
      'p/old/pyproject.toml': project('old'),
      'p/old/deep/pyproject.toml': project('deep'),
    }),
  );
  expect(
    units
      .filter((unit) => unit.workspace !== undefined)
      .map(({ root }) => root)
      .sort(),
  ).toEqual(expected);
});

it.each([
  ['a path', 'dependencies = ["a @ file:."]'],
  ['a pin', 'dependencies = ["a==1"]'],
  ['an extra', 'optional-dependencies.all = ["a[x]"]'],
  ['a source', 'dependencies = ["a"]\n[tool.uv.sources]\na = { path = "." }'],
])('a package that names itself by %s needs nobody', (_, lines) => {
  const { claims, problems } = survey(
    repoOf({ 'a/pyproject.toml': `[project]\nname = "a"\nversion = "1"\n${lines}\n` }),
  );
  expect([...claims, ...problems]).toEqual([]);
});

it('reads a manifest once', () => {
  const files = {
    'a/pyproject.toml': '[project]\nname = "a"\n',
    'a/setup.py': 'setup()',
    'a/setup.cfg': '[metadata]\nname = a\n',
  };
  const repo = repoOf(files);
  const read: string[] = [];
  survey({ ...repo, text: (path) => (read.push(path), repo.text(path)) });
  expect(read.sort()).toEqual(Object.keys(files).sort());
});
