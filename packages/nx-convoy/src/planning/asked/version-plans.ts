import { nearest } from '../../config/nearest.ts';
import type { Config, ReleaseConfig } from '../../model/config.ts';
import type { Level } from '../../model/plan.ts';
import type { Place, Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { mapOf, readYaml } from '../../text/yaml/read.ts';
import type { Planned } from '../plan.ts';
import type { LevelRequest } from './requests.ts';
import { isOn, namesOf, off, type Named } from './version-plan-names.ts';

/** A version plan, as `nx release plan` writes it, and the units that it is about. */
export interface VersionPlan {
  readonly file: string;
  readonly units: readonly string[];
}

export interface VersionPlans {
  readonly plans: readonly VersionPlan[];
  readonly requests: readonly LevelRequest[];
  readonly problems: readonly Problem[];
}

const folder = '.nx/version-plans/';

/** Nx's words, and those that it takes for the same. */
const words: Readonly<Record<string, readonly [Exclude<Level, 'none'>, 'stable' | 'prerelease']>> = {
  major: ['major', 'stable'],
  minor: ['minor', 'stable'],
  patch: ['patch', 'stable'],
  premajor: ['major', 'prerelease'],
  preminor: ['minor', 'prerelease'],
  prepatch: ['patch', 'prerelease'],
  prerelease: ['patch', 'prerelease'],
  'feat!': ['major', 'stable'],
  'fix!': ['major', 'stable'],
  feat: ['minor', 'stable'],
  fix: ['patch', 'stable'],
};

/** What the version plans of a repository ask for. A plan that is wrong in one line is counted in the others. */
export function readVersionPlans(repo: Snapshot, units: readonly Unit[], config: Config): VersionPlans {
  const files = repo.files.filter((file) => file.startsWith(folder) && /^[^/]+\.md$/.test(file.slice(folder.length)));
  if (files.length === 0) return { plans: [], requests: [], problems: [] };
  if (!isUsed(config.release)) return { plans: [], requests: [], problems: [unused(files)] };
  const names = namesOf(units, config);
  const read = files.map((file) => readPlan(file, repo, names));
  return {
    plans: read.map(({ file, requests }) => ({
      file,
      units: [...new Set(requests.flatMap((request) => request.units))].sort(),
    })),
    requests: read.flatMap(({ requests }) => requests),
    problems: read.flatMap(({ problems }) => problems),
  };
}

/** Files of the plans whose units are all released here: they have done what they were written for. */
export const usedUp = (plans: readonly VersionPlan[], planned: Pick<Planned, 'released'>): readonly string[] =>
  plans.filter(({ units }) => units.length > 0 && leftOut(units, planned).length === 0).map(({ file }) => file);

/** A plan of which only a part is released could neither stay, for it would count twice, nor go. */
export function splitPlans(plans: readonly VersionPlan[], planned: Pick<Planned, 'released'>): readonly Problem[] {
  return plans.flatMap(({ file, units }) => {
    const left = leftOut(units, planned);
    return left.length === 0 || left.length === units.length ? [] : [split(file, left)];
  });
}

function leftOut(units: readonly string[], { released }: Pick<Planned, 'released'>): readonly string[] {
  const ids = new Set(released.flatMap((one) => one.units.map(({ id }) => id)));
  return units.filter((id) => !ids.has(id));
}

const isUsed = (release: ReleaseConfig | undefined): boolean =>
  [release, ...Object.values(release?.groups ?? {})].some((part) => isOn(part?.versionPlans));

function readPlan(
  file: string,
  repo: Snapshot,
  names: ReadonlyMap<string, Named>,
): { readonly file: string; readonly requests: readonly LevelRequest[]; readonly problems: readonly Problem[] } {
  const text = repo.text(file);
  if (text?.ok !== true) return { file, requests: [], problems: text?.problems ?? [] };
  const parts = frontMatter(text.value);
  if (parts === undefined) return { file, requests: [], problems: [unreadable(file)] };
  const yaml = readYaml(parts.yaml, file);
  if (!yaml.ok) return { file, requests: [], problems: yaml.problems.map(oneLineDown) };
  const problems: Problem[] = parts.body === '' ? [silent(file)] : [];
  const requests = Object.entries(mapOf(yaml.value.data)).flatMap(([name, word]): readonly LevelRequest[] => {
    const where = { file, line: 1 + yaml.value.line(name) };
    const asked = typeof word === 'string' && Object.hasOwn(words, word) ? words[word] : undefined;
    const named = names.get(name);
    const wrong = asked === undefined ? badLevel(name, word, where) : refusal(name, named, names, where);
    if (wrong !== undefined) problems.push(wrong);
    if (wrong !== undefined || asked === undefined || named === undefined) return [];
    const [level, kind] = asked;
    const [said = ''] = parts.body.split(/\r?\n/);
    return [
      {
        units: named.units,
        level,
        isPrerelease: kind === 'prerelease',
        request: String(word),
        text: said === '' ? `asked for by ${file}` : `${said} (${file})`,
      },
    ];
  });
  return { file, requests, problems };
}

/** What stands between two lines of three dashes at the top, and what stands below. */
function frontMatter(text: string): { readonly yaml: string; readonly body: string } | undefined {
  const [first = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const end = lines.findIndex((line) => /^(---|\.\.\.)\s*$/.test(line));
  if (!/^---\s*$/.test(first) || end < 0) return undefined;
  return {
    yaml: lines.slice(0, end).join('\n'),
    body: lines
      .slice(end + 1)
      .join('\n')
      .trim(),
  };
}

function refusal(
  name: string,
  named: Named | undefined,
  names: ReadonlyMap<string, Named>,
  where: Place,
): Problem | undefined {
  if (named === undefined)
    return {
      code: 'VERSION_PLAN_UNKNOWN',
      severity: 'error',
      what: `${where.file} names "${name}", but no project, unit or group is called so.`,
      where,
      fix: nearest(name, [...names.keys()]) ?? 'See all units: nx-convoy graph.',
    };
  if (named.refused === undefined) return undefined;
  const { what, fix } = named.refused;
  return {
    code: 'VERSION_PLAN_REFUSED',
    severity: 'error',
    what: `${where.file} names "${name}", ${what}.`,
    where,
    fix,
  };
}

const badLevel = (name: string, word: unknown, where: Place): Problem => ({
  code: 'VERSION_PLAN_LEVEL',
  severity: 'error',
  what: `${where.file} asks for ${typeof word === 'string' ? `"${word}"` : 'no level'} of "${name}".`,
  where,
  fix: 'Write major, minor, patch, premajor, preminor, prepatch or prerelease.',
});

const unreadable = (file: string): Problem => ({
  code: 'VERSION_PLAN_UNREADABLE',
  severity: 'error',
  what: `${file} does not begin with names and levels between two lines of ---.`,
  where: { file, line: 1 },
  fix: 'Make it with: nx release plan.',
});

const silent = (file: string): Problem => ({
  code: 'VERSION_PLAN_SILENT',
  severity: 'error',
  what: `${file} says nothing below its levels; Nx refuses such a plan, and the changelog would have nothing to tell.`,
  where: { file },
  fix: 'Write a sentence for the users below the second ---.',
});

const split = (file: string, left: readonly string[]): Problem => ({
  code: 'VERSION_PLAN_SPLIT',
  severity: 'error',
  what: `${file} also asks for ${left.join(', ')}, which this plan leaves out.`,
  where: { file },
  fix: `Take them along (--projects), or move their lines into a version plan of their own.`,
});

const unused = (files: readonly string[]): Problem => ({
  code: 'VERSION_PLAN_REFUSED',
  severity: 'warning',
  what: `${files.length === 1 ? 'A version plan is' : `${files.length} version plans are`} there (${files[0] ?? ''}), but not used.`,
  where: { file: files[0] ?? folder },
  fix: off.fix,
});

/** The front matter begins on the second line of the file. */
const oneLineDown = (problem: Problem): Problem =>
  problem.where?.line === undefined
    ? problem
    : { ...problem, where: { ...problem.where, line: problem.where.line + 1 } };
