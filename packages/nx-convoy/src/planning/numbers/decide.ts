import semver from 'semver';
import type { Level, PlannedVersion } from '../../model/plan.ts';
import { nextCalver, type Calver } from '../../versions/calver.ts';
import { canonical, exact } from '../../versions/canonical.ts';
import type { Base } from '../tags/bases.ts';
import { coreOf, next, nextPrerelease } from './next.ts';
import type { ZeroRule } from '../rules/rule.ts';

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
  /** Its versions tell a day. */
  readonly calver?: { readonly scheme: Calver; readonly date: string };
  /** The version that this branch prepares: what leads less far leads there. */
  readonly aim?: string;
  /** Versions that other branches prepare. */
  readonly reserved?: Pick<ReadonlySet<string>, 'has'>;
}

export type Decision = Pick<PlannedVersion, 'from' | 'to' | 'bump'> & {
  /** As its scheme writes it, where that is not semver: `2026.01`. */
  readonly written?: string;
  /** Versions that it would have been, if other branches did not prepare them. */
  readonly passed?: readonly string[];
};

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
  const decision =
    semver.prerelease(from) === null ? released(question, from) : outOfPrerelease(question, from, stated);
  return decision === undefined ? undefined : { ...decision, to: atLeast(decision.to, stated, from, question) };
}

/** A manifest that counts towards a later version (`1.5.0.dev0`, `2.0.0-alpha.0`) says where its authors are heading: not below it. */
function atLeast(to: string, stated: string | undefined, from: string, question: Question): string {
  const { level, reserved } = question;
  if (stated === undefined || semver.prerelease(stated) === null || !semver.gt(stated, from)) return to;
  const heading = coreOf(stated);
  if (!semver.gt(heading, to)) return to;
  // Another branch prepares it, and the manifest here has not gone on yet.
  return level !== 'none' && reserved?.has(heading) === true
    ? (coreAfter(heading, level, question) ?? heading)
    : heading;
}

/** A stable version above the last release was written to be released, as charts often are; what counts on is not. */
const isAhead = (stated: string | undefined, from: string): stated is string =>
  stated !== undefined && semver.prerelease(stated) === null && semver.gt(stated, from);

function released(question: Question, from: string): Decision | undefined {
  const { level, base } = question;
  const to = level === 'none' ? undefined : coreAfter(from, level, question);
  return to === undefined || level === 'none' ? undefined : { from, to: free(to, base), bump: level };
}

/** Where a level leads: at least to what this branch prepares, and past what others do. Undefined where a day has its version already. */
function coreAfter(from: string, level: Exclude<Level, 'none'>, question: Question): string | undefined {
  const { aim, reserved } = question;
  const to = step(from, level, question);
  if (to === undefined) return undefined;
  if (aim !== undefined) return higher(to, aim);
  return reserved?.has(to) === true ? coreAfter(to, level, question) : to;
}

function step(from: string, level: Exclude<Level, 'none'>, { calver, zero, base }: Question): string | undefined {
  if (calver === undefined) return next(from, level, zero);
  const taken = new Set([...base.taken, ...base.abandoned].filter((version) => version !== from));
  return nextCalver(calver.scheme, from, level !== 'patch', { date: calver.date, taken });
}

const higher = (a: string, b: string): string => (semver.gt(b, a) ? b : a);

/** No tag yet: what the manifest states, or the first number that a registry takes seriously. */
function first(question: Question, stated: string | undefined): Decision {
  const { preid, base, calver } = question;
  const written = stated !== undefined && isUnderWork(stated) ? coreOf(stated) : stated;
  const isStated = written !== undefined && coreOf(written) !== '0.0.0';
  const usual = calver === undefined ? '0.1.0' : (step('0.0.0', 'minor', question) ?? '0.1.0');
  const to = isStated && (calver === undefined || semver.gt(written, usual)) ? written : usual;
  return {
    to: preid === undefined || semver.prerelease(to) !== null ? to : nextPrerelease(to, preid, [...base.taken]),
    bump: 'first',
  };
}

/** PEP 440's `.dev0`, and what others write for the same: no version for users, but the time before one. */
const isUnderWork = (version: string): boolean =>
  /^(dev|development|snapshot)$/i.test(String(semver.prerelease(version)?.[0] ?? ''));

/** One more of the line that is asked for. Its core covers everything since the last stable release. */
function inPrerelease(question: Question, from: string): Decision | undefined {
  const { base, level, isNew, preid = 'rc', calver } = question;
  if (level === 'none' || (!isNew && semver.prerelease(from) !== null)) return undefined;
  const stable = base.stable?.version;
  const reached = coreOf(from);
  const isUnderWay = semver.prerelease(from) !== null;
  // A day does not move on while its candidates are tried.
  if (calver !== undefined && isUnderWay)
    return { from, to: nextPrerelease(reached, preid, used(base)), bump: 'prerelease' };
  const wanted = stable === undefined ? reached : coreAfter(stable, level, question);
  if (wanted === undefined) return undefined;
  const core = isUnderWay && semver.gt(reached, wanted) ? reached : wanted;
  return { from, to: nextPrerelease(core, preid, used(base)), bump: 'prerelease' };
}

const used = ({ taken, abandoned }: Base): readonly string[] => [...taken, ...abandoned];

/** From rc to stable the suffix goes; commits since the last stable release may ask for more. A line without any stable release goes on. */
function outOfPrerelease(question: Question, from: string, stated: string | undefined): Decision | undefined {
  const { base, level, calver } = question;
  const [word] = semver.prerelease(from) ?? [];
  if (base.stable === undefined)
    return inPrerelease({ ...question, preid: typeof word === 'string' ? word : 'rc' }, from);
  // A candidate that the manifest never went to, such as one that was tagged to try it out, is not where this line leads.
  const isBeside = stated === base.stable.version && level !== 'none';
  if (isBeside) return released(question, base.stable.version);
  const reached = coreOf(from);
  const isDone = level === 'none' || calver !== undefined;
  const asked = isDone ? reached : (coreAfter(base.stable.version, level, question) ?? reached);
  return { from, to: free(higher(reached, asked), base), bump: 'release' };
}

function requested(request: string, question: Question, stated: string | undefined): Decision | undefined {
  const { base, preid } = question;
  const from = base.latest?.version;
  const start = from ?? stated ?? '0.0.0';
  const shown = from === undefined ? {} : { from };
  const named = exact(request);
  if (named !== undefined && !isLevel(request)) return { ...shown, to: named, bump: 'requested' };
  if (request === 'prerelease')
    return inPrerelease(
      { ...question, level: question.level === 'none' ? 'patch' : question.level, preid: preid ?? 'rc' },
      start,
    );
  if (request === 'release') return { ...shown, to: coreOf(start), bump: 'requested' };
  // What a person asks for is not adjusted: major is major, also below 1.0.
  if (!isLevel(request)) return undefined;
  const to = step(start, request, { ...question, zero: 'plain' });
  if (to === undefined) return undefined;
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
