import { gzipSync } from 'node:zlib';
import { BadArchive, entriesOf } from './tar.ts';
import { packed } from './write-tar.ts';

async function list(bytes: Uint8Array, most = 1 << 20): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const entry of entriesOf(bytes, most)) {
      found.push(
        `${entry.type} ${entry.path} ${entry.path.endsWith('read') ? (await entry.bytes()).toString() : entry.size}`,
      );
    }
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error;
    found.push(error.message);
  }
  return found;
}

const long = `${'d'.repeat(60)}/${'f'.repeat(90)}`;
/** The number is the length of all of it, its own three digits too. */
const pax = (record: string): string => `${record.length + 5} ${record}\n`;

it.each<[string, Uint8Array, readonly string[]]>([
  [
    'files, read and skipped',
    packed([
      { path: 'a', content: 'x'.repeat(700) },
      { path: 'read', content: 'hello' },
    ]),
    ['file a 700', 'file read hello'],
  ],
  [
    'folders and links',
    packed([
      { path: 'd/', type: '5' },
      { path: 'l', type: '2' },
    ]),
    ['folder d/ 0', 'link l 0'],
  ],
  ['nothing', packed([]), []],
  ['no archive', Buffer.from('hello'), ['incorrect header check']],
  ['compressed, but no archive', gzipSync(Buffer.alloc(512, 1)), ['it is no tar archive']],
  ['an end in a header', gzipSync(Buffer.alloc(100, 1)), ['it ends early']],
])('%s', async (_, bytes, expected) => expect(await list(bytes)).toEqual(expected));

it.each(['x', 'L'] as const)(
  'takes a name that is too long for its header from an entry of the type %s',
  async (type) => {
    const content = type === 'L' ? `${long}\0` : pax(`path=${long}`);
    const bytes = packed([
      { path: 'name', content, type: type as '0' },
      { path: 'cut', content: '1' },
      { path: 'next', content: '2' },
    ]);
    expect(await list(bytes)).toEqual([`file ${long} 1`, 'file next 1']);
  },
);

it('stops where it would unpack to too much, without unpacking it', async () => {
  const bomb = packed([{ path: 'bomb', content: '0'.repeat(5_000_000) }]);
  expect(bomb.length).toBeLessThan(10_000);
  expect(await list(bomb)).toEqual(['file bomb 5000000', 'it is too large when unpacked']);
});

it('tells when a file ends early', async () => {
  const whole = packed([{ path: 'read', content: 'x'.repeat(5000) }]);
  expect((await list(whole.subarray(0, 30))).at(-1)).toMatch(/unexpected end of file|ends early/);
});
