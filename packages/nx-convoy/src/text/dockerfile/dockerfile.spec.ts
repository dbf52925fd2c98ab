import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { parseFact } from '../../../../../tools/facts/fact.ts';
import { root } from '../../../../../tools/root.ts';
import { expand, isKnown } from './expand.ts';
import { argumentsOf, readDockerfile } from './read.ts';
import { parseReference } from './reference.ts';
import { readStages } from './stages.ts';
import { shellCommands, words } from './words.ts';

const pages: readonly (readonly [string, string])[] = [
  ['plain', 'FROM a:1 AS b\nRUN x\nCOPY --from=c --chown=1:1 a b /c/\n'],
  ['lower case and indented', '  from a as b\n\trun x\n'],
  ['continued lines', 'FROM a\nRUN x \\\n  # comment\n\n  y \\ \n && z\nCOPY a \\\n  b c\n'],
  ['a heredoc', 'FROM a\nRUN <<EOF bash -e\npip install x\nFROM y\nEOF\nCOPY x y\n'],
  ['a heredoc with dash and quotes', 'FROM a\nRUN cat <<-"EOF" > /f\n\tFROM x\n\tEOF\nRUN z\n'],
  ['two heredocs', 'FROM a\nCOPY <<A <<B /x/\n1\nA\n2\nB\nRUN z\n'],
  ['escape directive', '# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN x `\n  y\nCOPY C:\\ d\n'],
  ['a directive too late', 'FROM a\n# escape=`\nRUN x \\\n y\nRUN z\n'],
  ['JSON', 'FROM a\nCOPY ["a b", "c", "/d/"]\nRUN ["pip", "install"]\n'],
  ['ARG first', 'ARG A=1\nARG B\nFROM x:${A}\nARG A\n'],
  ['CRLF', 'FROM a\r\nRUN x \\\r\n  y\r\nRUN z\r\n'],
  ['no last line end', 'FROM a\nRUN x'],
  ['ends in a continuation', 'FROM a\nRUN x \\'],
];

/** Every Dockerfile of the fixtures that builds an image. */
const fixtures = readdirSync(join(root, 'packages/nx-convoy/src/ecosystems/docker/__fixtures__')).flatMap((page) =>
  parseFact(readFileSync(join(root, 'packages/nx-convoy/src/ecosystems/docker/__fixtures__', page), 'utf8'))
    .files.map(({ path, content }) => [`${page} ${path}`, content.toString('utf8')] as const)
    .filter(([path, text]) => /(Docker|Container)file[^/]*$/.test(path) && /^FROM/m.test(text)),
);

/** The tolerant parser that editors use, as an independent reading. */
describe('reads as dockerfile-ast does', () => {
  it.each([...pages, ...fixtures])('%s', (_, text) => {
    const theirs = DockerfileParser.parse(text)
      .getInstructions()
      .map((instruction) => `${instruction.getRange().start.line + 1} ${instruction.getKeyword()}`);
    expect(readDockerfile(text).map(({ line, keyword }) => `${line} ${keyword}`)).toEqual(theirs);
  });

  it.each([...pages, ...fixtures])('stages of %s', (_, text) => {
    const theirs = DockerfileParser.parse(text)
      .getFROMs()
      .map((from) => `${from.getImage() ?? ''} ${from.getBuildStage() ?? ''}`);
    expect(readStages(text).stages.map(({ base, name = '' }) => `${base} ${name}`)).toEqual(theirs);
  });
});

it.each([
  ['COPY --from=b --chown=1:1 a  b /c/', 'from=b chown=1:1', 'a|b|/c/'],
  ['COPY ["a b", "c"]', '', 'a b|c'],
  [
    'RUN --mount=type=bind,source=.,target=/x --network=none cargo build',
    'mount=type=bind,source=.,target=/x network=none',
    'cargo|build',
  ],
  ['COPY --link a b', 'link=', 'a|b'],
  ['ADD [a, b', '', '[a,|b'],
])('%s', (text, flags, rest) => {
  const [instruction] = readDockerfile(text);
  expect(instruction?.flags.map((flag) => flag.join('=')).join(' ')).toBe(flags);
  expect(instruction === undefined ? '' : argumentsOf(instruction).join('|')).toBe(rest);
});

it('gives the content of heredocs', () => {
  const text = 'FROM a\nRUN <<-EOF\n\tx\n\t\ty\n\tEOF\nRUN echo "<<EOF is no heredoc" $((1<<2)) <<<x\nRUN z';
  expect(readDockerfile(text).map(({ heredocs }) => heredocs)).toEqual([[], ['x\ny'], [], []]);
});

it.each([
  [`a "b c"  'd e' f\\ g`, ['a', 'b c', 'd e', 'f g']],
  [`"a'b" 'a"b' "" a"b"c`, [`a'b`, 'a"b', '', 'abc']],
  [`"open`, ['open']],
])('words of %s', (text, expected) => expect(words(text)).toEqual(expected));

it.each([
  ['a b && c; d | e || f & g', 'a b/c/d/e/f/g'],
  ['a 2>&1 && b &> c', 'a 2>&1/b &> c'],
  ['(cd x && y $(z w))', 'cd x/y $/z w'],
  ['a # b && c\nd#e', 'a/d#e'],
  ['a \\\n b "c\nd"', 'a b c\nd'],
])('commands of %s', (text, expected) => {
  expect(
    shellCommands(text)
      .map((command) => command.join(' '))
      .join('/'),
  ).toBe(expected);
});

it.each([
  ['a${A}b$B', 'a1b2'],
  ['${C:-x}${A:-x}${E:-x}${E-x}', 'x1x'],
  ['${A:+y}${C:+y}', 'y'],
  ['${C:-${D:-${A}}}z', '1z'],
  ['\\$A $$A', '$A $A'],
  ['a$', 'a$'],
  ['$C', '?'],
  ['${A%1}', '?'],
  ['${A:?no value}', '1'],
  ['${', '?'],
])('expands %s', (text, expected) => {
  const values: Readonly<Record<string, string>> = { A: '1', B: '2', E: '' };
  const expanded = expand(text, (name) => values[name]);
  expect(isKnown(expanded) ? expanded : '?').toBe(expected);
});

it.each([
  ['ghcr.io/acme/api:1.2', 'ghcr.io acme/api ghcr.io/acme/api'],
  ['acme/api', 'docker.io acme/api docker.io/acme/api'],
  ['index.docker.io/acme/api@sha256:00', 'docker.io acme/api docker.io/acme/api'],
  ['docker.io/library/redis:7', '- redis redis'],
  ['redis', '- redis redis'],
  ['localhost:5000/acme/api:1', '- acme/api localhost:5000/acme/api'],
  ['registry.acme.dev:5000/api:1', 'registry.acme.dev:5000 api registry.acme.dev:5000/api'],
  ['ghcr.io/acme/api:\0', 'ghcr.io acme/api ghcr.io/acme/api'],
  ['ghcr.io/\0/api', 'none'],
  ['Acme/Api', 'none'],
  ['', 'none'],
  ['{{ .Values.image }}', 'none'],
])('reference %j', (written, expected) => {
  const reference = parseReference(written);
  expect(reference === undefined ? 'none' : `${reference.registry ?? '-'} ${reference.name} ${reference.image}`).toBe(
    expected,
  );
});

it.each(['$'.repeat(50_000), '${A:-'.repeat(10_000), '"'.repeat(50_001), '\\'.repeat(50_001), '<<'.repeat(20_000)])(
  'bears %.10s... in short time',
  (text) => {
    const before = process.cpuUsage().user;
    readStages(`FROM a\nRUN ${text}\n`);
    expand(text, () => undefined);
    shellCommands(text);
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  },
);
