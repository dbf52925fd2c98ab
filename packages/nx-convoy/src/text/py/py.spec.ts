import { evaluationOf } from './evaluate.ts';
import { callsOf, readModule } from './module.ts';
import { readLines } from './tokens.ts';

const valueOf = (source: string) => {
  const evaluation = evaluationOf(readModule(source));
  const found = evaluation.text({ is: 'name', name: 'x', line: 1 });
  return found === undefined ? undefined : `${found.text}${found.literal ? '' : '~'} ${found.line}`;
};

describe('a name holds', () => {
  it.each([
    ['x = "a"', 'a 1'],
    ["x = 'a'", 'a 1'],
    ['x: str = "a"', 'a 1'],
    ['y = x = "a"', 'a 1'],
    ['\n\nx = """a"""', 'a 3'],
    ['x = r"a\\n"', 'a\\n 1'],
    ['x = "a\\tb"', 'a\tb 1'],
    ['x = u"a"', 'a 1'],
    ['x = ("a")', 'a 1'],
    ['x = "a" "b"', 'ab~ 1'],
    ['x = (\n  "a"\n  "b")', 'ab~ 2'],
    ['x = "a" + "b"', 'ab~ 1'],
    ['y = "a"\nx = y', 'a 1'],
    ['y = "a"\nx = f"{y}-{y!s:>3}{{"', 'a-a{~ 2'],
    ['y = "a"\nx = "{}{}".format(y, "b")', 'ab~ 2'],
    ['y = "a"\nx = "%s-%s" % (y, "b")', 'a-b~ 2'],
    ['y = {"k": "a"}\nx = y["k"]', 'a 1'],
    ['y = dict(k="a")\nx = y["k"]', 'a 1'],
    ['x = "a"; y = "b"', 'a 1'],
    ['x = \\\n  "a"', 'a 2'],
    ['x = "a" # b', 'a 1'],
    ['if True:\n  x = "a"\nelse:\n  x = "a"', 'a 2'],
    [
      'import os\nhere = os.path.abspath(os.path.dirname(__file__))\nx = os.path.join(here, "a")',
      '${PROJECT_ROOT}/a~ 3',
    ],
    ['from pathlib import Path\nx = Path(__file__).resolve().parent / "a"', '${PROJECT_ROOT}/a~ 2'],
    ['x = "file://" + os.getcwd() + "/../a"', 'file://${PROJECT_ROOT}/../a~ 1'],
    ['def f():\n  x = "b"\nx = "a"', 'a 3'],
    ['class A:\n  x = "b"\n\nx = "a"', 'a 4'],
    ['"""x = "b" """\nx = "a"', 'a 2'],
    ['\uFEFFx = "a"\r\n', 'a 1'],
  ])('%j: %s', (source, expected) => expect(valueOf(source)).toBe(expected));
});

describe('nothing that only running would tell', () => {
  it.each([
    'x = y',
    'x = f()',
    'x = "a" if y else "b"',
    'x = "a"\nx = "b"',
    'x = "a"\nx += "b"',
    'x = x',
    'y = x\nx = y',
    'x = 1',
    'x = "a" == "b"',
    'x = lambda a: "b"',
    'x = ["a"]',
    'def f():\n  x = "a"',
    'x = "%s" % (a, b)',
  ])('%j', (source) => expect(valueOf(source)).toBeUndefined());
});

it.each([
  ['x = ["a", "b"]', 'a b'],
  ['y = ["a"]\nx = y + ["b"]', 'a b'],
  ['y = ["a"]\nx = [*y, "b"]', 'a b'],
  ['x = ["a"]\nx += ["b"]', 'a b'],
  ['x = [y for y in z]\nx += ["b"]', 'b'],
  ['x = ("a", "b",)', 'a b'],
  ['x = ["a", f(), "b"]', 'a b'],
  ['x = [f"a=={v}"]', 'a==…'],
  ['x = ["a==" + v]', 'a==…'],
  ['x = ["a==%s" % v]', 'a==…'],
  ['x = ["a=={}".format(v)]', 'a==…'],
  ['x = list({"a", "b"})', 'a b'],
  ['x = ["a"  # "no"\n, "b"]', 'a b'],
  ['x = f()', ''],
])('the texts of %j: %s', (source, expected) => {
  const texts = evaluationOf(readModule(source)).texts({ is: 'name', name: 'x', line: 1 });
  expect(texts.map(({ text, cut }) => `${text}${cut === true ? '…' : ''}`).join(' ')).toBe(expected);
});

it.each([
  ['setup(a="1")', 'a'],
  ['setuptools.setup(a="1", b="2")', 'a b'],
  ['def main():\n  if x:\n    setup(\n      a="1",\n    )', 'a'],
  ['def setup(a="1"):\n  pass', undefined],
  ['c = dict(a="1")\nsetup(b="2", **c)', 'b a'],
  ['"setup(a=1)"', undefined],
  ['# setup(a=1)', undefined],
])('what %j gives setup: %s', (source, expected) => {
  const module = readModule(source);
  const [call] = callsOf(module, 'setup');
  expect(call === undefined ? undefined : [...evaluationOf(module).given(call.given).named.keys()].join(' ')).toBe(
    expected,
  );
});

it('reads calls side by side, and nesting in time that grows with it', () => {
  expect(callsOf(readModule('x = [f(a="1"), f(b="2")] + g(f(c="3"))'), 'f')).toHaveLength(3);
  const started = process.cpuUsage();
  expect(callsOf(readModule('f('.repeat(50_000)), 'f')).toHaveLength(1);
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});

it.each([
  ['import a', 'a=a'],
  ['import a.b', 'a=a'],
  ['import a.b as c', 'c=a.b'],
  ['from a import b', 'b=a:b'],
  ['from a.b import (c as d,\n e)', 'd=a.b:c e=a.b:e'],
  ['from . import b', 'b=.:b'],
  ['from ..a import b', 'b=..a:b'],
])('%j imports %s', (source, expected) => {
  const shown = [...readModule(source).imported].map(
    ([local, { module, name, level }]) =>
      `${local}=${'.'.repeat(level)}${module}${name === undefined ? '' : `:${name}`}`,
  );
  expect(shown.join(' ')).toBe(expected);
});

it.each([
  ['brackets', `x = ${'['.repeat(20_000)}`],
  ['closing brackets', `x = ${')'.repeat(20_000)}`],
  ['sums', `x = ${'"a" + '.repeat(20_000)}"a"`],
  ['members', `x = a${'.b'.repeat(20_000)}`],
  ['calls', `x = a${'()'.repeat(20_000)}`],
  ['f-strings in f-strings', `x = ${'f"{'.repeat(5000)}`],
  [
    'doublings',
    Array.from({ length: 60 }, (_, at) => `x${at} = x${at + 1} + x${at + 1}`).join('\n') + '\nx60 = "a"\nx = x0',
  ],
  ['no Python at all', '\u0000\u0001 \\ \\\n """'],
])('endures %s', (_, source) => {
  const started = process.cpuUsage();
  expect(valueOf(source)).toBeUndefined();
  const { user } = process.cpuUsage(started);
  expect(user).toBeLessThan(2_000_000);
});

it.each([
  ['a\n  b\n\tc', [0, 2, 8]],
  ['a(\n  b)\nc', [0, 0]],
  ['"""a\nb"""\nc', [0, 0]],
])('the depth of the lines of %j', (source, expected) =>
  expect(readLines(source).map(({ indent }) => indent)).toEqual(expected),
);
