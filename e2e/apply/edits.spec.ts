import { spawnSync } from 'node:child_process';
import iarna from '@iarna/toml';
import fc from 'fast-check';
import { ok } from '../../packages/nx-convoy/src/model/problem.ts';
import { applyEdits } from '../../packages/nx-convoy/src/text/splice/apply.ts';
import { locateEdits } from '../../packages/nx-convoy/src/text/splice/locate.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { documents, type Document } from './documents.ts';

const runs = 200;
const sample = (format: Document['format']): readonly Document[] =>
  fc.sample(documents(format), { numRuns: runs, seed: 4 });

/** The text with the one value changed; undefined where the edit was refused, because several values of a line fit alike. */
function edited({ format, text, line, path, before, after }: Document): string | undefined {
  const file = `document.${format}`;
  // A version is asked for by its place alone: its key says what it is. A requirement is asked for by its name too.
  const key = String(path.at(-1));
  const names = /^(version|tag)$/.test(key) && path.length % 2 === 0 ? [] : [key];
  const wanted = [{ file, line, before, after, why: 'a property', names }];
  const edits = locateEdits({ files: [file], text: () => ok(text) }, wanted);
  if (!edits.ok) {
    expect(edits.problems).toEqual([expect.objectContaining({ code: 'EDIT_NOT_EXACT', where: { file, line } })]);
    return undefined;
  }
  const [edit] = edits.value;
  const result = applyEdits(text, edits.value);
  if (!result.ok || edit === undefined) throw new Error('the edit cannot be made');
  // Byte by byte: what stands before the range and what stands behind it.
  const [was, is] = [Buffer.from(text), Buffer.from(result.value)];
  const head = Buffer.byteLength(text.slice(0, edit.start));
  const tail = Buffer.byteLength(text.slice(edit.end));
  expect(is.subarray(0, head).equals(was.subarray(0, head))).toBe(true);
  expect(is.subarray(is.length - tail).equals(was.subarray(was.length - tail))).toBe(true);
  expect(result.value.slice(edit.start, result.value.length - (text.length - edit.end))).toBe(after);
  expect(text.slice(edit.start, edit.end)).toBe(before);
  return result.value;
}

function withValue(tree: unknown, path: readonly (string | number)[], value: string): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as object) }) as Record<
    string | number,
    unknown
  >;
  copy[first] = withValue(copy[first], rest, value);
  return copy;
}

it.each([
  ['json', JSON.parse],
  ['toml', (text: string): unknown => iarna.parse(text.replaceAll('\r\n', '\n'))],
] as const)('changes the asked value of random documents and no other: %s', (format, parse) => {
  let done = 0;
  for (const document of sample(format)) {
    const after = edited(document);
    if (after === undefined) continue;
    done += 1;
    const [was, is] = [document.text, after].map((text) => parse(text.replace(/^\uFEFF/, '')) as unknown);
    expect(JSON.stringify(is)).toBe(JSON.stringify(withValue(was, document.path, document.after)));
  }
  expect(done).toBeGreaterThan(0.8 * runs);
});

const judge = `
import json, sys, tomllib, yaml
read = {"json": json.loads, "toml": tomllib.loads, "yaml": lambda text: yaml.safe_load(text)}
wrong = []
for number, (kind, before, after, path, value) in enumerate(json.load(sys.stdin)):
    was, now = (read[kind](text.removeprefix("\\ufeff")) for text in (before, after))
    at = was
    for part in path[:-1]: at = at[part]
    at[path[-1]] = value
    if was != now: wrong.append(number)
print(json.dumps(wrong))
`;

describeWith('python', ({ path: python }) => {
  it('tomllib, PyYAML and json read the same', () => {
    const cases = (['toml', 'yaml', 'json'] as const).flatMap((format) =>
      sample(format).flatMap((document) => {
        const after = edited(document);
        return after === undefined ? [] : [[format, document.text, after, document.path, document.after]];
      }),
    );
    expect(cases.length).toBeGreaterThan(0.8 * 3 * runs);
    const { stdout, stderr } = spawnSync(python, ['-c', judge], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as number[]).map((number) => cases[number])).toEqual([]);
  });
});
