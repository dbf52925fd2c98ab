import { parseAllDocuments } from 'yaml';
import type { Rewritten } from '../model/hands.ts';
import { readJsonc } from '../text/json/read.ts';

/** Files that say something else than they should. How a formatter of the repository has laid them out is no difference. */
export const drifted = (files: readonly Rewritten[]): readonly Rewritten[] =>
  files.filter(({ file, before, after }) => !isSame(file, before, after));

function isSame(file: string, before: string | undefined, after: string | undefined): boolean {
  if (before === after) return true;
  if (before === undefined || after === undefined) return false;
  const meaning = meanings[file.slice(file.lastIndexOf('.'))];
  return meaning !== undefined && meaning(before) === meaning(after);
}

const ofYaml = (text: string): string =>
  JSON.stringify([...parseAllDocuments(text)].map((one) => one.toJSON() as unknown));
const ofJson = (text: string): string => {
  const read = readJsonc(text, '');
  return read.ok ? JSON.stringify(read.value.data) : text;
};
const ofWords = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const meanings: Readonly<Record<string, (text: string) => string>> = {
  '.yml': ofYaml,
  '.yaml': ofYaml,
  '.json': ofJson,
  '.md': ofWords,
};
