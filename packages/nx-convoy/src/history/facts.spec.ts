import fc from 'fast-check';
import type { Commit } from '../model/history.ts';
import { factsWriter, readFacts } from './facts.ts';

const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', ''));
const path = fc
  .array(fc.stringMatching(/^[\wäß .-]{1,6}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'));
const commits: fc.Arbitrary<readonly Commit[]> = fc.array(
  fc.record({
    id: fc.stringMatching(/^[0-9a-f]{40}$/),
    author: text,
    email: text,
    message: text,
    changes: fc.array(fc.record({ status: fc.constantFrom('added', 'changed', 'deleted'), path })),
  }),
);

const write = (list: readonly Commit[]): Uint8Array => {
  const writer = factsWriter();
  for (const commit of list) writer.add(commit);
  return writer.finish();
};

const read = (bytes: Uint8Array): readonly Commit[] | undefined => {
  const facts = readFacts(bytes);
  return facts && Array.from({ length: facts.count }, (_, place) => facts.commit(place));
};

it('gives back what was kept', () => {
  fc.assert(fc.property(commits, (list) => expect(read(write(list))).toEqual(list)));
});

it('reads from the middle of a larger buffer, as files are read', () => {
  fc.assert(
    fc.property(commits, fc.nat({ max: 7 }), (list, lead) => {
      const bytes = write(list);
      const buffer = new Uint8Array(bytes.length + lead);
      buffer.set(bytes, lead);
      expect(read(buffer.subarray(lead))).toEqual(list);
    }),
  );
});

const one: Commit = { id: 'a'.repeat(40), author: 'A', email: 'a@b', message: 'fix: x', changes: [] };

it.each([
  ['nothing', new Uint8Array()],
  ['less than a head', write([one]).subarray(0, 20)],
  ['a torn end', write([one]).subarray(0, -1)],
  ['something behind it', new Uint8Array([...write([one]), 0])],
  ['another form', write([one]).map((byte, at) => (at === 4 ? 9 : byte))],
  ['a text', new TextEncoder().encode('this was never a pack of facts, but is long enough to be one')],
])('takes %s for no pack', (_, bytes) => {
  expect(readFacts(bytes)).toBeUndefined();
});
