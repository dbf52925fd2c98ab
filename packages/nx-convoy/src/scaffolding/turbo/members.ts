import { isScalar, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { isObject, listOf, objectOf } from '../../text/json/narrow.ts';
import { put } from '../../text/json/put.ts';
import { readJsonc } from '../../text/json/read.ts';
import { memberAt, treeOf, type Node } from '../../text/json/tree.ts';

/** The file that lists the members of a workspace, with these folders listed as well. */
export function withMembers(file: string, text: string, folders: readonly string[]): Result<string> {
  return file.endsWith('.yaml') ? inYaml(file, text, folders) : inJson(file, text, folders);
}

function inJson(file: string, text: string, folders: readonly string[]): Result<string> {
  const read = readJsonc(text, file);
  if (!read.ok) return read;
  const { workspaces } = objectOf(read.value.data);
  const path = isObject(workspaces) ? (['workspaces', 'packages'] as const) : (['workspaces'] as const);
  const there = isObject(workspaces) ? workspaces.packages : workspaces;
  const list = path.reduce<Node | undefined>((holder, key) => holder && memberAt(holder, key)?.value, treeOf(text));
  // Row by row only where there are rows: what stands on one line stays on one as long as it fits.
  const hasRows = list !== undefined && text.slice(list.start, list.end).includes('\n');
  if (!Array.isArray(there) || !hasRows) return ok(put(text, path, [...listOf(there), ...folders]));
  return ok(folders.reduce((result, folder, at) => put(result, [...path, there.length + at], folder), text));
}

function inYaml(file: string, text: string, folders: readonly string[]): Result<string> {
  const list = parseDocument(text, { logLevel: 'silent' }).get('packages');
  if (list === undefined || list === null)
    return ok(
      `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}packages:\n${folders.map((one) => `  - ${quoted(one)}\n`).join('')}`,
    );
  if (!isSeq(list) || list.range === undefined || list.range === null) return fail(noList(file, folders));
  return ok(list.flow === true ? inFlow(text, list, folders) : inRows(text, list, folders));
}

const quoted = (folder: string): string => JSON.stringify(folder);

function inFlow(text: string, { range, items }: YAMLSeq, folders: readonly string[]): string {
  const close = text.lastIndexOf(']', (range?.[1] ?? 0) - 1);
  const comma = items.length === 0 || /,\s*$/.test(text.slice(0, close)) ? '' : ', ';
  return `${text.slice(0, close).trimEnd()}${comma}${folders.map(quoted).join(', ')}${text.slice(close)}`;
}

/** Behind the last row, as far in as that one. */
function inRows(text: string, { items }: YAMLSeq, folders: readonly string[]): string {
  const last = items.at(-1);
  const [start, end] = isScalar(last) && last.range ? last.range : [text.length, text.length];
  const row = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const lead = /^\s*-\s+/.exec(row)?.[0] ?? '  - ';
  const found = text.indexOf('\n', end);
  const at = found < 0 ? text.length : found;
  const line = text[at - 1] === '\r' ? '\r\n' : '\n';
  const behind = line === '\r\n' ? at - 1 : at;
  return `${text.slice(0, behind)}${folders.map((one) => `${line}${lead}${quoted(one)}`).join('')}${text.slice(behind)}`;
}

const noList = (file: string, folders: readonly string[]): Problem => ({
  code: 'NPM_WORKSPACES_INVALID',
  severity: 'error',
  what: `packages of ${file} is no list, so ${folders.join(', ')} cannot be added to it.`,
  where: { file },
  fix: 'Write a list: packages: ["packages/*"].',
});
