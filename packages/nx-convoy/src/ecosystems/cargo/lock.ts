import semver from 'semver';
import type { Change, Edit } from '../../model/edit.ts';
import { blocksOf, fieldOf, replace, type Block, type Field } from '../../text/splice/blocks.ts';

/** A package of a Cargo.lock; without a source it comes from a path. */
interface Package {
  readonly block: Block;
  readonly name: string;
  readonly version: string;
  readonly source?: string;
  readonly needs: readonly Field[];
  /** What [[patch.unused]] lists is required by nobody. */
  readonly isUnused: boolean;
}

/**
 * The lock with new versions for local crates. Cargo names a package by as much as tells it from others of its name, and sorts by
 * name, version and source: a version that moves may change how it is named elsewhere, and its place among packages of its name.
 */
export function cargoLockEdits(file: string, text: string, changes: readonly Change[]): readonly Edit[] {
  const packages = readPackages(text);
  const targets = new Map(changes.map((change) => [change.name, change]));
  const versionAfter = (one: Package): string =>
    one.source === undefined ? (targets.get(one.name)?.to ?? one.version) : one.version;
  const moving = packages.filter((one) => versionAfter(one) !== one.version);
  if (moving.length === 0) return [];
  const names = new Set(moving.map(({ name }) => name));
  const listed = packages.filter((one) => !one.isUnused);
  const edits: Edit[] = [];
  for (const one of packages) {
    const why = `locks ${one.name}`;
    edits.push(...replace(file, fieldOf(text, one.block, /^version = "([^"]*)"/), versionAfter(one), why));
    for (const need of one.needs) {
      const name = need.text.split(' ')[0] ?? '';
      if (!names.has(name)) continue;
      const same = listed.filter((other) => other.name === name);
      edits.push(...replace(file, need, referenceAfter(need.text, same, versionAfter), `requires ${name}`));
    }
  }
  return inOrder(file, text, packages, names, edits);
}

function readPackages(text: string): readonly Package[] {
  return blocksOf(text, /^\[\[package\]\]|^\[\[patch\.unused\]\]|^\[metadata\]/).flatMap((whole) => {
    const block = { start: whole.start, end: endOf(text, whole) };
    const name = fieldOf(text, block, /^name = "([^"]*)"/)?.text;
    const version = fieldOf(text, block, /^version = "([^"]*)"/)?.text;
    const source = fieldOf(text, block, /^source = "([^"]*)"/)?.text;
    if (name === undefined || version === undefined) return [];
    const isUnused = text.startsWith('[[patch', block.start);
    return [
      { block, name, version, ...(source === undefined ? {} : { source }), needs: needsIn(text, block), isUnused },
    ];
  });
}

/** Without the blank lines that part it from the next. */
const endOf = (text: string, { start, end }: Block): number => start + text.slice(start, end).trimEnd().length;

function needsIn(text: string, { start, end }: Block): readonly Field[] {
  const head = /^dependencies = \[/m.exec(text.slice(start, end));
  if (head === null) return [];
  const from = start + head.index;
  const to = text.indexOf(']', from);
  const inside = { start: from, end: to < 0 ? end : to };
  return [...text.slice(inside.start, inside.end).matchAll(/"([^"]*)"/g)].map((match) => {
    const at = inside.start + match.index + 1;
    return { start: at, end: at + (match[1] ?? '').length, text: match[1] ?? '' };
  });
}

type VersionAfter = (one: Package) => string;

/** `b`, `b 0.2.0` or `b 0.2.0 (source)`: as much as is needed, as cargo writes it; older locks name all of it always. */
function referenceAfter(reference: string, same: readonly Package[], versionAfter: VersionAfter): string {
  const before = (one: Package): string => named(one, same, ({ version }) => version);
  const target = same.find((one) => before(one) === reference);
  if (target !== undefined) return named(target, same, versionAfter);
  const [name = '', version] = reference.split(' ');
  const local = same.find((one) => one.source === undefined && one.version === version);
  return local === undefined || reference.includes('(') ? reference : `${name} ${versionAfter(local)}`;
}

function named(one: Package, same: readonly Package[], versionOf: VersionAfter): string {
  const version = versionOf(one);
  if (same.length === 1) return one.name;
  const isAlone = same.filter((other) => versionOf(other) === version).length === 1;
  return isAlone || one.source === undefined ? `${one.name} ${version}` : `${one.name} ${version} (${one.source})`;
}

/** Lists that the edits leave out of order are written anew, as one edit each. */
function inOrder(
  file: string,
  text: string,
  packages: readonly Package[],
  names: ReadonlySet<string>,
  edits: readonly Edit[],
): readonly Edit[] {
  let result = edits;
  for (const one of packages) result = sorted(result, file, text, one.needs, ({ text: need }) => need, needOrder);
  for (const name of names) {
    const same = packages.filter((one) => one.name === name && !one.isUnused);
    result = sorted(
      result,
      file,
      text,
      same.map(({ block }) => ({ ...block, text: '' })),
      (_, after) => keyIn(after),
      packageOrder,
    );
  }
  return result;
}

function keyIn(block: string): string {
  const field = (pattern: RegExp): string => pattern.exec(block)?.[1] ?? '';
  return `${field(/^version = "([^"]*)"/m)} ${field(/^source = "([^"]*)"/m)}`;
}

/** Pieces of a text, each with the edits within it, put into order: one edit for all of them where they are not. */
function sorted(
  edits: readonly Edit[],
  file: string,
  text: string,
  pieces: readonly Field[],
  keyOf: (piece: Field, after: string) => string,
  order: (a: string, b: string) => number,
): readonly Edit[] {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined || pieces.length < 2) return edits;
  const within = edits.filter((edit) => edit.start >= first.start && edit.end <= last.end);
  if (within.length === 0) return edits;
  const after = pieces.map((piece) => apply(text, piece, within));
  const keys = after.map((piece, index) => keyOf({ ...(pieces[index] ?? first), text: piece }, piece));
  const places = keys.map((_, index) => index).sort((a, b) => order(keys[a] ?? '', keys[b] ?? '') || a - b);
  if (places.every((place, index) => place === index)) return edits;
  const gaps = pieces.map(({ end }, index) => text.slice(end, pieces[index + 1]?.start ?? end));
  const whole: Edit = {
    file,
    start: first.start,
    end: last.end,
    before: text.slice(first.start, last.end),
    after: places.map((place, index) => (after[place] ?? '') + (gaps[index] ?? '')).join(''),
    why: within[0]?.why ?? '',
  };
  return [...edits.filter((edit) => !within.includes(edit)), whole];
}

function apply(text: string, { start, end }: Block, edits: readonly Edit[]): string {
  let result = '';
  let done = start;
  for (const edit of edits.filter((each) => each.start >= start && each.end <= end).sort((a, b) => a.start - b.start)) {
    result += text.slice(done, edit.start) + edit.after;
    done = edit.end;
  }
  return result + text.slice(done, end);
}

function needOrder(a: string, b: string): number {
  const [nameA = '', ...restA] = a.split(' ');
  const [nameB = '', ...restB] = b.split(' ');
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return packageOrder(restA.join(' '), restB.join(' '));
}

/** By version, then what comes from a path before what comes from elsewhere. */
function packageOrder(a: string, b: string): number {
  const [versionA = '', sourceA = ''] = a.split(' ');
  const [versionB = '', sourceB = ''] = b.split(' ');
  const [left, right] = [semver.parse(versionA), semver.parse(versionB)];
  const order = left === null || right === null ? 0 : left.compare(right) || left.compareBuild(right);
  return order !== 0 ? order : sourceA < sourceB ? -1 : sourceA > sourceB ? 1 : 0;
}
