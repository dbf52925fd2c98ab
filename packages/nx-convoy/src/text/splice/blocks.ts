import type { Edit } from '../../model/edit.ts';

/** A piece of a text that a program wrote in a fixed form: one package of a lock file. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/** A text of a block with its range. */
export interface Field extends Block {
  readonly text: string;
}

/** The pieces that begin with such a line; the last goes on to the end. Lock files are long: they are not parsed as a whole. */
export function blocksOf(text: string, header: RegExp): readonly Block[] {
  const starts = [...text.matchAll(new RegExp(header.source, 'gm'))].map(({ index }) => index);
  return starts.map((start, at) => ({ start, end: starts[at + 1] ?? text.length }));
}

/** What the first group of a pattern takes of each place of the block where it holds. */
export const fieldsOf = (text: string, block: Block, pattern: RegExp): readonly Field[] => [
  ...eachField(text, block, pattern),
];

/** The first of them: no more of the block is searched. */
export function fieldOf(text: string, block: Block, pattern: RegExp): Field | undefined {
  for (const field of eachField(text, block, pattern)) return field;
  return undefined;
}

function* eachField(text: string, { start, end }: Block, pattern: RegExp): Generator<Field, undefined> {
  for (const { indices } of text.slice(start, end).matchAll(new RegExp(pattern.source, 'dgm'))) {
    const range = indices?.[1];
    if (range === undefined) continue;
    const [from, to] = [start + range[0], start + range[1]];
    yield { start: from, end: to, text: text.slice(from, to) };
  }
  return undefined;
}

/** The edit that makes a field another text; none where it is that already. */
export const replace = (file: string, field: Field | undefined, after: string, why: string): readonly Edit[] =>
  field === undefined || field.text === after
    ? []
    : [{ file, start: field.start, end: field.end, before: field.text, after, why }];

/** The text as it is taken literally in a pattern. */
export const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
