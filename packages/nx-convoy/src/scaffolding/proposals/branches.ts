import type { Config } from '../../model/config.ts';
import { readTag } from '../../planning/tags/families.ts';
import { isWithin, lineOfBranch, type Line } from '../../planning/tags/lines.ts';
import { proposed, type Proposal } from './proposal.ts';

/** A branch, and the tags on it that the releasing branch does not have. */
export interface Branch {
  readonly name: string;
  readonly tags: readonly string[];
}

/** How a branch that keeps a line or prepares a version may be called: the word before its numbers, and the numbers. */
interface Reading {
  readonly kind: 'maintenance' | 'release';
  readonly pattern: string;
  readonly line: Line;
}

/** Branches whose names could tell of versions: those alone are worth a question to git. */
export const mayBeLine = (name: string): boolean => readingOf(name) !== undefined;

/**
 * Branches that keep old lines or prepare versions under names that are not usual. A name alone says nothing (dependency-1.2 is
 * somebody's update): the branch has a release of that very line that is nowhere else.
 */
export function branchProposals(branches: readonly Branch[], config: Config): readonly Proposal[] {
  if (config.branches !== undefined) return [];
  const known = branches.filter(
    ({ name }) => lineOfBranch(name, config)?.channel !== undefined || isPreparing(name, config),
  );
  const proven = branches.filter((branch) => !known.includes(branch) && isProven(branch));
  const told = known.map(({ name }) => ({
    choice: { what: `${name} is for ${lineOfBranch(name, config)?.name ?? ''}`, why: 'by its name, which is usual' },
  }));
  if (proven.length === 0) return told;
  return [
    ...told,
    ...(['maintenance', 'release'] as const).flatMap((kind): readonly Proposal[] => {
      const of = [...known, ...proven].filter(({ name }) => readingOf(name)?.kind === kind);
      const patterns = [...new Set(of.flatMap(({ name }) => readingOf(name)?.pattern ?? []))];
      const why = of.map(({ name, tags: [tag] }) => (tag === undefined ? name : `${name} has ${tag}`)).join(', ');
      return patterns.length === 0 ? [] : [proposed(['branches', kind], patterns, why)];
    }),
  ];
}

const isPreparing = (name: string, config: Config): boolean => lineOfBranch(name, config)?.prepares !== undefined;

function isProven({ name, tags }: Branch): boolean {
  const line = readingOf(name)?.line;
  return (
    line !== undefined &&
    tags.some((tag) => {
      const release = readTag({ name: tag, commit: '' });
      return release !== undefined && isWithin(line, release.version);
    })
  );
}

function readingOf(name: string): Reading | undefined {
  const [, lead = '', numbers = ''] = /^(.*?)v?(\d+(?:\.(?:\d+|x)){0,2})$/.exec(name) ?? [];
  if (numbers === '' || (lead === '' && !numbers.includes('.'))) return undefined;
  const parts = numbers.split('.');
  if (parts.length === 3 && parts[2] !== 'x')
    return { kind: 'release', pattern: `${lead}{version}`, line: { name: numbers, prepares: numbers } };
  const keeps = parts.filter((part) => part !== 'x').map(Number);
  return { kind: 'maintenance', pattern: `${lead}{line}`, line: { name: numbers, keeps } };
}
