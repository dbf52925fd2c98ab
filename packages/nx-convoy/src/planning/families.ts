import semver from 'semver';
import type { Tag } from '../model/history.ts';
import { canonical } from '../versions/canonical.ts';

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

/** Words that name this unit and hardly another. */
export function namesOf({ ecosystem, name, project, root }: Named): readonly string[] {
  const unscoped = name.replace(/^@[^/]+\//, '');
  const own = [...new Set([project, name, unscoped])];
  const kinds = words[ecosystem] ?? [];
  const both = kinds.flatMap((word) => own.flatMap((one) => [`${word}-${one}`, `${word}/${one}`, `${one}-${word}`]));
  return [...new Set([...own, ...both, ...(root === '.' ? [] : [root, root.slice(root.lastIndexOf('/') + 1)])])];
}

/** Prefixes that name an ecosystem: `py-`, `chart-`. */
export const wordPrefixes = ({ ecosystem }: Pick<Named, 'ecosystem'>): readonly string[] =>
  (words[ecosystem] ?? []).flatMap((word) => joints.map((joint) => word + joint));

/** Prefixes that could be anybody's: they count where the versions agree. */
export const weakPrefixes: readonly string[] = ['v', '', 'release-', 'release-v', 'release/', 'release/v'];
