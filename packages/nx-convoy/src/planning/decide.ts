import semver from 'semver';
import type { Level, PlannedVersion } from '../model/plan.ts';
import { canonical } from '../versions/canonical.ts';
import type { Base } from './bases.ts';
import { coreOf, next, nextPrerelease } from './next.ts';
import type { ZeroRule } from './rule.ts';

export interface Question {
  readonly base: Base;
  /** The highest version that a manifest of the group states. */
  readonly manifest?: string;
  readonly level: Level;
  /** Whether something came after the latest release, or a dependency asks for a new one. */
  readonly isNew: boolean;
  /** Said by a person: a version, or a level. Never adjusted. */
  readonly request?: string;
  /** The prerelease line that is asked for. */
  readonly preid?: string;
  readonly zero: ZeroRule;
}

export type Decision = Pick<PlannedVersion, 'from' | 'to' | 'bump'>;

/** The version that a group goes to; undefined where there is nothing to release. Tags are the base, manifests are evidence. */
export function decide(question: Question): Decision | undefined {
  const { base, request } = question;
  const stated = question.manifest === undefined ? undefined : canonical(question.manifest);
  const from = base.latest?.version;
  if (request !== undefined) return requested(request, question, stated);
  if (from === undefined) return first(question, stated);
  if (isAhead(stated, from))
    return question.preid === undefined ? { from, to: stated, bump: 'as written' } : inPrerelease(question, from);
  if (question.preid !== undefined) return inPrerelease(question, from);
  return semver.prerelease(from) === null ? released(question, from) : outOfPrerelease(question, from);
}

/** A stable version above the last release was written to be released, as charts often are; what counts on is not. */
const isAhead = (stated: string | undefined, from: string): stated is string =>
  stated !== undefined && semver.prerelease(stated) === null && semver.gt(stated, from);

function released({ base, level, zero }: Question, from: string): Decision | undefined {
  return level === 'none' ? undefined : { from, to: free(next(from, level, zero), base), bump: level };
}

/** No tag yet: what the manifest states, or the first number that a registry takes seriously. */
function first({ preid, base }: Question, stated: string | undefined): Decision {
  const isStated = stated !== undefined && coreOf(stated) !== '0.0.0';
  const to = isStated ? stated : '0.1.0';
  return {
    to: preid === undefined || semver.prerelease(to) !== null ? to : nextPrerelease(to, preid, [...base.taken]),
    bump: 'first',
  };
}

/** One more of the line that is asked for. Its core covers everything since the last stable release. */
function inPrerelease({ base, level, isNew, zero, preid = 'rc' }: Question, from: string): Decision | undefined {
  if (level === 'none' || (!isNew && semver.prerelease(from) !== null)) return undefined;
  const stable = base.stable?.version;
  const reached = coreOf(from);
  const wanted = stable === undefined ? reached : next(stable, level, zero);
  const core = semver.prerelease(from) !== null && semver.gt(reached, wanted) ? reached : wanted;
  return { from, to: nextPrerelease(core, preid, [...base.taken, ...base.abandoned]), bump: 'prerelease' };
}

/** From rc to stable the suffix goes; commits since the last stable release may ask for more. A line without any stable release goes on. */
function outOfPrerelease(question: Question, from: string): Decision | undefined {
  const { base, level, zero } = question;
  const [word] = semver.prerelease(from) ?? [];
  if (base.stable === undefined)
    return inPrerelease({ ...question, preid: typeof word === 'string' ? word : 'rc' }, from);
  const reached = coreOf(from);
  const asked = level === 'none' ? reached : next(base.stable.version, level, zero);
  return { from, to: free(semver.gt(asked, reached) ? asked : reached, base), bump: 'release' };
}

function requested(request: string, question: Question, stated: string | undefined): Decision | undefined {
  const { base, preid } = question;
  const from = base.latest?.version;
  const start = from ?? stated ?? '0.0.0';
  const shown = from === undefined ? {} : { from };
  const exact = canonical(request);
  if (exact !== undefined && !isLevel(request)) return { ...shown, to: exact, bump: 'requested' };
  if (request === 'prerelease')
    return inPrerelease(
      { ...question, level: question.level === 'none' ? 'patch' : question.level, preid: preid ?? 'rc' },
      start,
    );
  if (request === 'release') return { ...shown, to: coreOf(start), bump: 'requested' };
  // What a person asks for is not adjusted: major is major, also below 1.0.
  if (!isLevel(request)) return undefined;
  const to = next(start, request, 'plain');
  return { ...shown, to: preid === undefined ? to : nextPrerelease(to, preid, [...base.taken]), bump: 'requested' };
}

const isLevel = (word: string): word is Exclude<Level, 'none'> =>
  word === 'major' || word === 'minor' || word === 'patch';

export const isSpecifier = (word: string): boolean =>
  isLevel(word) || word === 'prerelease' || word === 'release' || canonical(word) !== undefined;

/** What was given up is not used again. */
function free(version: string, base: Base): string {
  return base.abandoned.has(version) ? free(next(version, 'patch', 'plain'), base) : version;
}
