import { Readable } from 'node:stream';
import { partsOf, type PartLimits } from './multipart.ts';
import { Refused } from './refusal.ts';

const form = (...parts: readonly (readonly [string, string])[]): string =>
  `${parts.map(([headers, body]) => `--b\r\n${headers}\r\n\r\n${body}\r\n`).join('')}--b--\r\n`;
const field = (name: string, body: string): readonly [string, string] => [
  `Content-Disposition: form-data; name="${name}"`,
  body,
];

async function read(
  body: string,
  chunk: number,
  { parts: mostParts = 1000, ...limits }: Partial<PartLimits> & { readonly parts?: number } = {},
  type = 'multipart/form-data; boundary=b',
) {
  const bytes = Buffer.from(body);
  const pieces = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, at) =>
    bytes.subarray(at * chunk, at * chunk + chunk),
  );
  const found: string[] = [];
  try {
    for await (const part of partsOf(
      { headers: { 'content-type': type }, body: () => Readable.from(pieces), mostParts },
      limits,
    )) {
      found.push(`${part.name}|${part.filename ?? ''}|${part.type ?? ''}|${await part.text()}`);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    found.push(error.refusal.why);
  }
  return found;
}

const file = [
  `Content-Disposition: form-data; name="content"; filename="a \\"b\\".whl"\r\nContent-Type: application/octet-stream`,
  'x\r\n-b\r\n\r\n--',
] as const;

describe.each([1, 2, 3, 7, 64, 10_000])('in pieces of %d bytes', (chunk) => {
  it.each<[string, string, readonly string[]]>([
    ['fields', form(field('a', '1'), field('b', '')), ['a|||1', 'b|||']],
    ['a file that looks like a boundary', form(file), ['content|a "b".whl|application/octet-stream|x\r\n-b\r\n\r\n--']],
    ['a preamble', `hello\r\n${form(field('a', '1'))}bye`, ['a|||1']],
    ['no parts', '--b--\r\n', []],
    ['no end', form(field('a', '1')).slice(0, -6), ['invalid']],
    ['cut in a body', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', ['invalid']],
    ['no boundary at all', 'hello', ['invalid']],
    ['empty', '', ['invalid']],
    ['a part without a name', form(['Content-Type: text/plain', '1']), ['invalid']],
    ['a boundary that goes on', '--bb\r\n\r\n', ['invalid']],
  ])('%s', async (_, body, expected) => expect(await read(body, chunk)).toEqual(expected));
});

it.each<[string, Parameters<typeof read>[2], string]>([
  ['parts', { parts: 1 }, 'too-large'],
  ['text', { textBytes: 3 }, 'too-large'],
  ['headers', { headerBytes: 10 }, 'invalid'],
])('limits %s', async (_, limits, why) => {
  expect((await read(form(field('a', '123'), field('b', '1234')), 5, limits)).at(-1)).toBe(why);
});

it.each(['', 'application/json', 'multipart/form-data', 'multipart/form-data; boundary='])(
  'refuses the type "%s"',
  async (type) => {
    expect(await read(form(field('a', '1')), 9, {}, type)).toEqual(['invalid']);
  },
);

it('skips what nobody reads', async () => {
  const names: string[] = [];
  const body = form(field('a', 'x'.repeat(1000)), field('b', '2'));
  const ask = {
    headers: { 'content-type': 'multipart/form-data; boundary="b"' },
    body: () => Readable.from([Buffer.from(body)]),
    mostParts: 2,
  };
  for await (const { name } of partsOf(ask)) names.push(name);
  expect(names).toEqual(['a', 'b']);
});
