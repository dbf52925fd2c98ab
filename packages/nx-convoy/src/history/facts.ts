import type { Commit, FileChange } from '../model/history.ts';

/** Commits as git told them once: what a commit id stands for never changes, so it need not be asked again. */
export interface Facts {
  readonly count: number;
  /** Ids are cut out when they are asked for: kept, a hundred thousand would cost more than all else. */
  id(place: number): string;
  /** `id` is what the caller knows it to be, so that it need not be cut out. */
  commit(place: number, id?: string): Commit;
}

/** "NXCF" and the form: a pack of another form is none of ours. */
const magic = 0x4e584346;
const form = 1;
const statuses: readonly FileChange['status'][] = ['changed', 'added', 'deleted'];

/** Gathers commits while they come; most share their folders, their files and their people, so these are written once. */
export function factsWriter(): {
  readonly count: number;
  add(commit: Commit): void;
  finish(): Uint8Array<ArrayBuffer>;
} {
  const [people, folders] = [interning(), interning()];
  const paths = new Map<string, number>();
  const ids: string[] = [];
  const texts: string[] = [];
  const numbers: { person: number[]; textEnd: number[]; changeEnd: number[]; change: number[] } = {
    person: [],
    textEnd: [],
    changeEnd: [],
    change: [],
  };
  let textLength = 0;
  const pathOf = (path: string): number => {
    const known = paths.get(path);
    if (known !== undefined) return known;
    paths.set(path, paths.size);
    return paths.size - 1;
  };
  return {
    get count() {
      return ids.length;
    },
    add({ id, author, email, message, changes }) {
      ids.push(id);
      texts.push(message);
      textLength += message.length;
      numbers.person.push(people.at(`${author}\0${email}`));
      numbers.textEnd.push(textLength);
      for (const { status, path } of changes) numbers.change.push(pathOf(path) * 4 + statuses.indexOf(status));
      numbers.changeEnd.push(numbers.change.length);
    },
    finish() {
      const split = [...paths.keys()].map((path) => path.lastIndexOf('/') + 1);
      const names = [...paths.keys()].map((path, at) => path.slice(split[at]));
      const folderAt = [...paths.keys()].map((path, at) => folders.at(path.slice(0, split[at])));
      const { person, textEnd, changeEnd, change } = numbers;
      return join(
        [person, textEnd, changeEnd, change, folderAt],
        [ids.join(''), people.list.join('\0'), folders.list.join('\0'), names.join('\0'), texts.join('')],
      );
    },
  };
}

/** Undefined where the bytes are no pack of this form. */
export function readFacts(bytes: Uint8Array): Facts | undefined {
  const sections = part(bytes);
  if (sections === undefined) return undefined;
  const { numbers, texts } = sections;
  const [person, textEnd, changeEnd, change, folderAt] = numbers;
  const [joined, people, folders, names, text] = texts;
  const count = person.length;
  const width = count === 0 ? 0 : joined.length / count;
  if (textEnd.length !== count || changeEnd.length !== count || !Number.isInteger(width)) return undefined;
  const [persons, nameAt, folderOf] = [people.split('\0'), names.split('\0'), folders.split('\0')];
  // Strings are shared by all commits that name them: a path is put together once.
  const paths = Array.from(folderAt, (at, path) => (folderOf[at] ?? '') + (nameAt[path] ?? ''));
  const shared: (FileChange | undefined)[] = Array.from({ length: paths.length * 4 });
  return {
    count,
    id: (at) => joined.slice(at * width, (at + 1) * width),
    commit(at, id = joined.slice(at * width, (at + 1) * width)) {
      const who = (person[at] ?? 0) * 2;
      const changes: FileChange[] = [];
      for (let next = changeEnd[at - 1] ?? 0; next < (changeEnd[at] ?? 0); next++) {
        const packed = change[next] ?? 0;
        changes.push(
          (shared[packed] ??= { status: statuses[packed & 3] ?? 'changed', path: paths[packed >>> 2] ?? '' }),
        );
      }
      const message = text.slice(textEnd[at - 1] ?? 0, textEnd[at]);
      return { id, author: persons[who] ?? '', email: persons[who + 1] ?? '', message, changes };
    },
  };
}

/** Gives each string a number, in the order in which they come. */
function interning(): { readonly list: readonly string[]; at(text: string): number } {
  const known = new Map<string, number>();
  const list: string[] = [];
  return {
    list,
    at(text) {
      const found = known.get(text);
      if (found !== undefined) return found;
      known.set(text, list.length);
      return list.push(text) - 1;
    },
  };
}

type Five<T> = readonly [T, T, T, T, T];
const headLength = 2 + 5 + 5;

/** A head with the length of every section, sections of numbers, then sections of text. */
function join(numbers: Five<readonly number[]>, texts: Five<string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const words = headLength + sum(numbers);
  const bytes = new Uint8Array(words * 4 + sum(encoded));
  const head = new Uint32Array(bytes.buffer, 0, words);
  head.set([magic, form, ...numbers.map(({ length }) => length), ...encoded.map(({ length }) => length)]);
  let at = headLength;
  for (const section of numbers) {
    head.set(section, at);
    at += section.length;
  }
  at *= 4;
  for (const section of encoded) {
    bytes.set(section, at);
    at += section.length;
  }
  return bytes;
}

function part(bytes: Uint8Array): { numbers: Five<Uint32Array>; texts: Five<string> } | undefined {
  if (bytes.length < headLength * 4) return undefined;
  // Numbers can only be looked at where they are aligned.
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const head = new Uint32Array(buffer, byteOffset, headLength);
  if (head[0] !== magic || head[1] !== form) return undefined;
  const [, , a = 0, b = 0, c = 0, d = 0, e = 0, v = 0, w = 0, x = 0, y = 0, z = 0] = head;
  if ((headLength + a + b + c + d + e) * 4 + v + w + x + y + z !== bytes.length) return undefined;
  let at = byteOffset + headLength * 4;
  const numbers = (length: number): Uint32Array => {
    const section = new Uint32Array(buffer, at, length);
    at += length * 4;
    return section;
  };
  const decoder = new TextDecoder();
  const text = (length: number): string => {
    const section = decoder.decode(new Uint8Array(buffer, at, length));
    at += length;
    return section;
  };
  return {
    numbers: [numbers(a), numbers(b), numbers(c), numbers(d), numbers(e)],
    texts: [text(v), text(w), text(x), text(y), text(z)],
  };
}

const sum = (sections: readonly { readonly length: number }[]): number =>
  sections.reduce((total, { length }) => total + length, 0);
