import { nameOf } from '../../paths/inside.ts';
import { isObject, objectOf, stringOf } from '../../text/json/narrow.ts';
import { readJsonc } from '../../text/json/read.ts';
import { changedInBlocks, changedNames, type Values } from '../changed.ts';

/** What a lock file pins, by the names of packages; versions of one name are told together. */
export interface Locked {
  readonly versions: ReadonlyMap<string, string>;
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Entry {
  readonly name: string;
  readonly version: string;
  readonly needs: readonly string[];
}

/** Names of lock files, in the order in which a folder's is looked for. */
export const lockNames = [
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'package-lock.json',
  'npm-shrinkwrap.json',
] as const;

export function readLocked(file: string, text: string): Locked {
  const entries = entriesOf(nameOf(file), text.replaceAll('\r\n', '\n'));
  const versions = new Map<string, Set<string>>();
  const needs = new Map<string, Set<string>>();
  for (const entry of entries) {
    setIn(versions, entry.name).add(entry.version);
    const own = setIn(needs, entry.name);
    for (const need of entry.needs) own.add(need);
  }
  return { versions: new Map([...versions].map(([name, some]) => [name, [...some].sort().join(' ')])), needs };
}

/** Names of the packages whose versions differ. */
export function changedLocked(file: string, before: string, after: string): readonly string[] {
  const read = (text: string): Values => readLocked(file, text).versions;
  return /\.(?:yaml|lock)$/.test(file) && nameOf(file) !== 'bun.lock'
    ? changedInBlocks(before, after, read)
    : changedNames(read(before), read(after));
}

function setIn(map: Map<string, Set<string>>, name: string): Set<string> {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = new Set<string>();
  map.set(name, made);
  return made;
}

function entriesOf(name: string, text: string): Iterable<Entry> {
  if (name === 'pnpm-lock.yaml') return pnpmEntries(text);
  if (name === 'yarn.lock') return yarnEntries(text);
  const json = readJsonc(text, name);
  const data = objectOf(json.ok ? json.value.data : undefined);
  return name === 'bun.lock' ? bunEntries(data) : npmEntries(data);
}

const sections = ['dependencies', 'optionalDependencies', 'peerDependencies', 'requires'] as const;
const namesIn = (table: Readonly<Record<string, unknown>>): readonly string[] =>
  sections.flatMap((section) => Object.keys(objectOf(table[section])));

/** `packages` by place since npm 7, `dependencies` within each other before. Members are links. */
function* npmEntries(data: Readonly<Record<string, unknown>>): Generator<Entry> {
  for (const [place, value] of Object.entries(objectOf(data.packages))) {
    const at = place.lastIndexOf('node_modules/');
    const entry = objectOf(value);
    const version = stringOf(entry.version);
    if (at < 0 || version === undefined || entry.link === true) continue;
    yield { name: place.slice(at + 'node_modules/'.length), version, needs: namesIn(entry) };
  }
  if (isObject(data.packages)) return;
  const open = [objectOf(data.dependencies)];
  for (let table = open.pop(); table !== undefined; table = open.pop()) {
    for (const [name, value] of Object.entries(table)) {
      const entry = objectOf(value);
      const version = stringOf(entry.version) ?? '';
      open.push(objectOf(entry.dependencies));
      if (!version.startsWith('file:')) yield { name, version, needs: namesIn(entry) };
    }
  }
}

/** `"name": ["name@1.2.3", "", { "dependencies": {} }, "sha512-…"]`. */
function* bunEntries(data: Readonly<Record<string, unknown>>): Generator<Entry> {
  for (const value of Object.values(objectOf(data.packages))) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    const { name, version } = split(stringOf(list[0]) ?? '');
    if (name === '' || version.startsWith('workspace:')) continue;
    yield { name, version, needs: list.flatMap((item) => (isObject(item) ? namesIn(item) : [])) };
  }
}

/**
 * The blocks of `packages` and `snapshots`: `/name/1.2.3`, `/name@1.2.3(peer@1)`, `name@1.2.3`, quoted or not. They are known by their
 * keys, wherever they stand: what else stands that deep has no version in its key.
 */
function* pnpmEntries(text: string): Generator<Entry> {
  let entry: { name: string; version: string; needs: string[] } | undefined;
  let isNeeds = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('      ')) {
      if (isNeeds && line.charAt(6) !== ' ') entry?.needs.push(line.trim().replace(/^['"]?(.+?)['"]?:.*$/, '$1'));
    } else if (line.startsWith('    ')) isNeeds = /^ {4}(?:optionalD|peerD|d)ependencies:$/.test(line);
    else if (line !== '') {
      if (entry !== undefined && entry.version !== '') yield entry;
      entry = line.startsWith('  ') ? { ...split(pnpmKey(line.trim())), needs: [] } : undefined;
      isNeeds = false;
    }
  }
  if (entry !== undefined && entry.version !== '') yield entry;
}

function pnpmKey(line: string): string {
  const key = line.replace(/:(?: \{\})?$/, '').replaceAll(/^['"]|['"]$/g, '');
  const plain = key.replace(/\(.*$/, '');
  // Until lock version 6 a slash stands before the version, and peers behind an underscore.
  return plain.startsWith('/') ? plain.slice(1).replace(/^((?:@[^/]+\/)?[^/@]+)\/(\d[^_]*)(?:_.*)?$/, '$1@$2') : plain;
}

/** Both forms: `name@range, name@range:` with `version "1.2.3"` below, or `version: 1.2.3`. */
function* yarnEntries(text: string): Generator<Entry> {
  for (const block of text.split('\n\n')) {
    if (block.includes('@workspace:')) continue;
    const [, key] = /^"?([^#\s"][^"\n]*?)"?(?:, .*)?:\n/m.exec(block) ?? [];
    const [, version] = /^ {2}version:? "?([^"\n]+)"?$/m.exec(block) ?? [];
    if (key === undefined || version === undefined) continue;
    const needs: string[] = [];
    let isNeeds = false;
    for (const line of block.split('\n')) {
      if (/^ {2}\S/.test(line)) isNeeds = /^ {2}(?:optionalD|peerD|d)ependencies:$/.test(line);
      else if (isNeeds && line.startsWith('    ')) needs.push(line.trim().replace(/^"?(@?[^"\s:]+)"?:?\s.*$/, '$1'));
    }
    yield { name: split(key).name, version, needs };
  }
}

/** `@scope/name@1.2.3`: the first sign belongs to the scope. */
function split(text: string): { readonly name: string; readonly version: string } {
  const at = text.indexOf('@', 1);
  return at < 0 ? { name: text, version: '' } : { name: text.slice(0, at), version: text.slice(at + 1) };
}
