import type { Claim } from '../../model/claim.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { isRemote, type Chart, type Requirement } from './chart.ts';
import { chartFile, folderAt, type Charts, type Subchart } from './family.ts';
import type { IsOwn } from './own-repositories.ts';
import { admits } from './ranges.ts';

export interface Kin {
  readonly byFolder: Charts;
  /** Charts that are published by themselves, by name. */
  readonly published: ReadonlyMap<string, readonly Chart[]>;
  readonly subcharts: ReadonlyMap<Chart, readonly (Subchart & { readonly chart: Chart })[]>;
  readonly isUnit: ReadonlySet<string>;
  readonly isOwn: IsOwn;
  readonly repo: Snapshot;
}

/** What a chart holds: proven by a path, by lying in its folder, or by a repository that is this repository's own. */
export function containedBy(chart: Chart, kin: Kin): { claims: readonly Claim[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const required = chart.requirements.flatMap((requirement): readonly Claim[] => {
    if (requirement.repository?.startsWith('file:') !== true) {
      return isRemote(requirement) ? fromRepository(chart, requirement, kin) : [];
    }
    const folder = folderAt(chart, requirement);
    if (folder !== undefined && kin.isUnit.has(chartFile(folder)))
      return [contains(chart, chartFile(folder), requirement)];
    if (folder === undefined || !kin.byFolder.has(folder)) problems.push(nothingThere(requirement, folder, kin.repo));
    return [];
  });
  const packed = (kin.subcharts.get(chart) ?? [])
    .filter(({ chart: subchart }) => kin.isUnit.has(subchart.file))
    .map(({ chart: subchart, listed }) =>
      contains(chart, subchart.file, listed ?? { file: chart.file, line: 1, rangeLine: 1 }),
    );
  return { claims: [...required, ...packed], problems };
}

type Mention = Pick<Requirement, 'version' | 'file' | 'line' | 'rangeLine'>;

const contains = (chart: Chart, key: string, { version, file, line, rangeLine }: Mention): Claim => ({
  from: chart.file,
  kind: 'contains',
  to: { key },
  at: { file, line },
  ...(version === undefined ? {} : { range: version }),
  ...(version === undefined || rangeLine === line ? {} : { rangeAt: { file, line: rangeLine } }),
});

/** A chart of that name from elsewhere may only look like ours: the URL must be our own, and the range must admit our version. */
function fromRepository(chart: Chart, requirement: Requirement, kin: Kin): readonly Claim[] {
  const { name, version: range, repository = '' } = requirement;
  if (range === undefined || !/^(https?|oci):\/\//i.test(repository)) return [];
  const own = (kin.published.get(name) ?? []).filter(
    (candidate) =>
      candidate !== chart &&
      candidate.version !== undefined &&
      admits(range, candidate.version) === true &&
      kin.isOwn(repository),
  );
  const [target, ...others] = own;
  return target === undefined || others.length > 0 ? [] : [contains(chart, target.file, requirement)];
}

function nothingThere(
  { name, repository = '', file, line }: Requirement,
  folder: string | undefined,
  repo: Snapshot,
): Problem {
  const where = { file, line };
  if (folder === undefined) {
    return {
      code: 'PATH_OUTSIDE',
      severity: 'warning',
      what: `${name} is required from ${repository}, which lies outside of the workspace; it was not looked at.`,
      where,
      fix: 'Move the chart into the workspace, or require it from a repository.',
    };
  }
  const broken = repo.text(chartFile(folder)) !== undefined;
  return {
    code: broken ? 'PATH_UNREADABLE' : 'PATH_MISSING',
    severity: 'warning',
    what: `${name} is required from ${chartFile(folder)}, which ${broken ? 'cannot be read' : 'is not there'}.`,
    where,
    fix: broken ? `Mend ${chartFile(folder)}.` : 'Check it out (git submodule update --init), or correct the path.',
  };
}
