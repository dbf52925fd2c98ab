import { folderOf, inside, join, nameOf } from '../../paths/inside.ts';
import { isRemote, type Chart, type Requirement } from './chart.ts';
import type { IsOwn } from './own-repositories.ts';

export type Charts = ReadonlyMap<string, Chart>;

/** A chart that lies in another's `charts/`, where helm packs it in whether it is listed or not. */
export interface Subchart {
  readonly parent: Chart;
  readonly listed?: Requirement;
}

/** The chart whose `charts/` holds this one; a folder called charts beside no chart is only a folder. */
export function subchartOf(chart: Chart, byFolder: Charts): Subchart | undefined {
  const holder = folderOf(chart.folder);
  if (chart.folder === '.' || nameOf(holder) !== 'charts') return undefined;
  const parent = byFolder.get(folderOf(holder));
  if (parent === undefined) return undefined;
  const listed = parent.requirements.find(({ name }) => name === chart.name || name === nameOf(chart.folder));
  return listed === undefined ? { parent } : { parent, listed };
}

/**
 * Charts in `charts/` that are copies of what a repository elsewhere has, and all below them: they are not this repository's.
 */
export function vendoredCharts(charts: readonly Chart[], byFolder: Charts, isOwn: IsOwn): ReadonlyMap<Chart, string> {
  const copies = charts.flatMap((chart) => {
    const { listed } = subchartOf(chart, byFolder) ?? {};
    if (listed === undefined || !isRemote(listed)) return [];
    // What this repository publishes there itself has its source here.
    return isOwn(listed.repository ?? '') ? [] : [{ chart, listed }];
  });
  const found = new Map<Chart, string>();
  for (const { chart, listed } of copies) {
    found.set(chart, `is a copy of ${listed.name} from ${listed.repository ?? ''}, as ${listed.file} says`);
  }
  if (copies.length === 0) return found;
  const tops = new Set(copies.map(({ chart }) => chart.folder));
  for (const chart of charts) {
    if (found.has(chart)) continue;
    const top = [...above(chart.folder)].find((folder) => tops.has(folder));
    if (top !== undefined) found.set(chart, `lies in ${top}, a copy of another repository's chart`);
  }
  return found;
}

function* above(folder: string): Generator<string> {
  for (let at = folder; at !== '.'; at = folderOf(at)) yield folderOf(at);
}

/** The folder that `file://` means; undefined where it leaves the workspace. */
export function folderAt(chart: Chart, { repository = '' }: Requirement): string | undefined {
  return inside(chart.folder, repository.replace(/^file:(\/\/)?/, ''));
}

/** Charts that a real chart names by path are real too, wherever they lie. */
export function reachable(real: readonly Chart[], byFolder: Charts): ReadonlySet<Chart> {
  const reached = new Set(real);
  for (const chart of reached) {
    for (const requirement of chart.requirements) {
      if (requirement.repository?.startsWith('file:') !== true) continue;
      const folder = folderAt(chart, requirement);
      const target = folder === undefined ? undefined : byFolder.get(folder);
      if (target !== undefined) reached.add(target);
    }
  }
  return reached;
}

export const chartFile = (folder: string): string => join(folder, 'Chart.yaml');
