import fc from 'fast-check';
import type { Commit } from '../model/history.ts';
import { logReader } from './log.ts';

const letters: Readonly<Record<string, string>> = { added: 'A', changed: 'M', deleted: 'D' };

/** As `git log` writes it with our format. */
const written = (commits: readonly Commit[]): string =>
  commits
    .map(({ id, author, email, message, changes }) => {
      const files = changes.map(({ status, path }) => `${letters[status] ?? ''}\0${path}\0`).join('');
      return `\0${id}\0${author}\0${email}\0${message}\n\0\0${files === '' ? '' : `\n${files}`}`;
    })
    .join('');

function read(text: string, size = text.length): readonly Commit[] {
  const commits: Commit[] = [];
  const reader = logReader((commit) => commits.push(commit));
  for (let at = 0; at < text.length; at += Math.max(size, 1)) reader.push(text.slice(at, at + Math.max(size, 1)));
  reader.end();
  return commits;
}

const field = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
const path = field.filter((text) => text !== '');
const commit: fc.Arbitrary<Commit> = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{40}$/),
  author: field,
  email: field,
  message: field.map((text) => text.trimEnd()),
  changes: fc.array(
    fc.record({ status: fc.constantFrom('added' as const, 'changed' as const, 'deleted' as const), path }),
    { maxLength: 4 },
  ),
});

it('reads back whatever was committed, in pieces of any size', () => {
  fc.assert(
    fc.property(fc.array(commit, { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (commits, size) => {
      expect(read(written(commits), size)).toEqual(commits);
    }),
  );
});

it('reads nothing from nothing', () => expect(read('')).toEqual([]));
