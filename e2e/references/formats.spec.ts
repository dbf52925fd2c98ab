import { spawnSync } from 'node:child_process';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { ok } from '../../packages/nx-convoy/src/model/problem.ts';
import { applyEdits } from '../../packages/nx-convoy/src/text/splice/apply.ts';
import { locateEdits } from '../../packages/nx-convoy/src/text/splice/locate.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { samples, yamlSamples, type Sample } from './formats.ts';

const runs = 200;
const seed = 4;

/** The text with the one value changed, and not a byte outside of its range. */
function edited({ file, text, line, before, after }: Sample): string {
  const edits = locateEdits({ files: [file], text: () => ok(text) }, [
    { file, line, before, after, why: 'a property' },
  ]);
  if (!edits.ok) throw new Error(`${JSON.stringify(edits.problems)}\n${text}`);
  const [edit, ...others] = edits.value;
  const result = applyEdits(text, edits.value);
  if (!result.ok || edit === undefined || others.length > 0) throw new Error('the edit cannot be made');
  expect(text.slice(edit.start, edit.end)).toBe(before);
  expect(result.value).toBe(text.slice(0, edit.start) + after + text.slice(edit.end));
  return result.value;
}

it('changes the asked value of random Dockerfiles and no other', () => {
  const read = (text: string): readonly string[] =>
    DockerfileParser.parse(text.replace(/^\uFEFF/, ''))
      .getInstructions()
      .map((one) => `${one.getRange().start.line} ${one.getInstruction()} ${one.getArgumentsContent() ?? ''}`);
  for (const sample of fc.sample(samples('Dockerfile'), { numRuns: runs, seed })) {
    const [was, is] = [read(sample.text), read(edited(sample))];
    expect(is).toHaveLength(was.length);
    const changed = is.flatMap((one, at) => (one === was[at] ? [] : [[was[at] ?? '', one] as const]));
    expect(changed).toHaveLength(1);
    expect(changed.map(([before, after]) => after.replace(sample.after, sample.before) === before)).toEqual([true]);
  }
});

const judge = `
import ast, configparser, json, sys, yaml

def strings(text):
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    return [(node.lineno, node.col_offset, node.value) for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset))]

def options(text):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return [(section, key, row) for section in parser.sections() for key, value in parser[section].items() for row in value.split("\\n")]

def python(was, now, sample):
    changed = [(a, b) for a, b in zip(strings(was), strings(now), strict=True) if a[2] != b[2]]
    return len(changed) == 1 and changed[0][0][2] == sample["before"] and changed[0][1][2] == sample["after"] and changed[0][0][0] == sample["line"]

def config(was, now, sample):
    changed = [(a, b) for a, b in zip(options(was), options(now), strict=True) if a != b]
    return len(changed) == 1 and changed[0][0][2].replace(sample["before"], sample["after"]) == changed[0][1][2] and changed[0][0][:2] == changed[0][1][:2]

def documents(was, now, sample):
    expected = list(yaml.safe_load_all(was))
    for path in sample["paths"]:
        at = expected
        for part in path[:-1]: at = at[part]
        assert at[path[-1]] == sample["before"]
        at[path[-1]] = sample["after"]
    return expected == list(yaml.safe_load_all(now))

judges = {"a/__init__.py": python, "setup.cfg": config, "values.yaml": documents}
wrong = []
for number, (sample, now) in enumerate(json.load(sys.stdin)):
    was, now = (text.removeprefix("\\ufeff") for text in (sample["text"], now))
    if not judges[sample["file"]](was, now, sample): wrong.append(number)
print(json.dumps(wrong))
`;

describeWith('python', ({ path: python }) => {
  it.each([
    ['Python', samples('a/__init__.py')],
    ['cfg', samples('setup.cfg')],
    ['YAML of several documents, with anchors', yamlSamples],
  ] as const)("Python's own parsers see the asked value changed and no other: %s", (_, arbitrary) => {
    const cases = fc
      .sample<Sample>(arbitrary, { numRuns: runs, seed })
      .map((sample) => [sample, edited(sample)] as const);
    const { stdout, stderr } = spawnSync(python, ['-c', judge], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as number[]).map((number) => cases[number])).toEqual([]);
  });
});
