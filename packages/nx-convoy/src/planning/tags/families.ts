import semver from 'semver';
import type { Tag } from '../../model/history.ts';
import { canonical } from '../../versions/canonical.ts';

/** A tag read as a prefix and a version: `core-v1.2.0` is `core-v` and 1.2.0. */
export interface Release {
  readonly tag: Tag;
  readonly prefix: string;
  readonly version: string;
}

/** At least `1.2`: `v9` moves with a major line, and a bare number names nothing. */
const versioned =
  /^(?<prefix>(?:.*?[^\d.])?)(?<version>\d+\.\d+(?:\.\d+)?(?:[-._]?[0-9A-Za-z][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]+)?)$/;

/** Tags by prefix. What people abandoned stays taken, but is no release: `abandoned/<tag>`. */
export function tagFamilies(tags: readonly Tag[]): ReadonlyMap<string, readonly Release[]> {
  const families = new Map<string, Release[]>();
  for (const tag of tags) {
    const read = readTag(tag);
    if (read === undefined) continue;
    const family = families.get(read.prefix);
    if (family === undefined) families.set(read.prefix, [read]);
    else family.push(read);
  }
  for (const family of families.values()) family.sort((a, b) => semver.compare(b.version, a.version));
  return families;
}

export function readTag(tag: Tag): Release | undefined {
  const groups = versioned.exec(tag.name)?.groups;
  const version = canonical(groups?.version ?? '');
  return groups === undefined || version === undefined ? undefined : { tag, prefix: groups.prefix ?? '', version };
}

export const abandonedPrefix = 'abandoned/';

/** The words that stand for an ecosystem in tags such as `py-1.2.3`. */
const words: Readonly<Record<string, readonly string[]>> = {
  cargo: ['rust', 'rs', 'crate', 'cargo'],
  python: ['py', 'python', 'pypi'],
  docker: ['docker', 'image', 'container'],
  helm: ['chart', 'helm', 'helm-chart'],
  npm: ['js', 'npm', 'node', 'ts', 'nodejs', 'javascript', 'typescript'],
};

export interface Named {
  readonly ecosystem: string;
  readonly name: string;
  readonly project: string;
  readonly root: string;
}

const joints = ['-v', '@', '-', '/v', '/', '@v', '_v', '_', '==', '.v'] as const;

/** What a prefix may name: `core-v` and `core-` both name `core`. */
export const namesIn = (prefix: string): readonly string[] =>
  joints.flatMap((joint) => (prefix.endsWith(joint) ? [prefix.slice(0, -joint.length)] : []));

/** Words that name this unit and hardly another; some of them together with a word for its ecosystem. */
export function namesOf({ name, project, root }: Named): { own: readonly string[]; folder: readonly string[] } {
  const own = [...new Set([project, name, name.replace(/^@[^/]+\//, '')])];
  return { own, folder: root === '.' ? [] : [root, root.slice(root.lastIndexOf('/') + 1)] };
}

export interface Told {
  readonly name: string;
  /** The ecosystem that a word beside the name tells. */
  readonly ecosystem?: string;
}

/** What a name in a prefix may say: `core`, and for `py-core`, `py/core` and `core-py` also core of Python. */
export function toldBy(name: string): readonly Told[] {
  const told: Told[] = [{ name }];
  for (const { before, behind, ecosystem } of besides) {
    if (before.some((word) => name.startsWith(word))) told.push({ name: name.slice(behind.length), ecosystem });
    if (name.endsWith(behind)) told.push({ name: name.slice(0, -behind.length), ecosystem });
  }
  return told;
}

const besides = Object.entries(words).flatMap(([ecosystem, own]) =>
  own.map((word) => ({ before: [`${word}-`, `${word}/`], behind: `-${word}`, ecosystem })),
);

/** Prefixes that name an ecosystem: `py-`, `chart-`. */
export const wordPrefixes = (ecosystem: string): readonly string[] =>
  (words[ecosystem] ?? []).flatMap((word) => joints.map((joint) => word + joint));

/** Prefixes that could be anybody's: they count where the versions agree. */
export const weakPrefixes: readonly string[] = ['v', '', 'release-', 'release-v', 'release/', 'release/v'];
