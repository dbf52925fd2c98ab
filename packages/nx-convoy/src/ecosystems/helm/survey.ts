import type { Claim } from '../../model/claim.ts';
import type { Config } from '../../model/config.ts';
import type { Ignored, Survey } from '../../model/ecosystem.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found } from '../../model/unit.ts';
import { readYaml } from '../../text/yaml/read.ts';
import { readManifests } from '../reading.ts';
import { chartOf, isPlaceholder, type Chart } from './chart.ts';
import { chartpressClaims } from './chartpress.ts';
import { containedBy, type Kin } from './claims.ts';
import { reachable, subchartOf, vendoredCharts, type Charts, type Subchart } from './family.ts';
import { ownRepositories, type IsOwn } from './own-repositories.ts';
import { deployments } from './values.ts';

export function survey(repo: Snapshot, config: Config): Survey {
  const read = readManifests(repo, isManifest, readYaml, config);
  const charts: Chart[] = [];
  const problems: Problem[] = [...read.problems];
  for (const manifest of read.manifests) {
    const found = chartOf(manifest, repo);
    charts.push(found.chart);
    if (manifest.aside === undefined) problems.push(...found.problems);
  }
  const byFolder: Charts = new Map(charts.map((chart) => [chart.folder, chart]));
  const isOwn = ownRepositories(
    repo,
    charts.filter(
      (chart) => chart.aside === undefined && !isPlaceholder(chart) && subchartOf(chart, byFolder) === undefined,
    ),
  );
  const left = reasonsToLeave(charts, byFolder, isOwn);
  const ignored: Ignored[] = [...read.ignored, ...[...left].map(([chart, why]) => ({ file: chart.file, why }))];
  const units: Found[] = [];
  const real: Chart[] = [];
  const subcharts = new Map<Chart, (Subchart & { chart: Chart })[]>();
  for (const chart of charts) {
    if (left.has(chart)) continue;
    if (chart.name === undefined) {
      problems.push(nameless(chart));
      continue;
    }
    const subchart = subchartOf(chart, byFolder);
    if (subchart !== undefined)
      subcharts.set(subchart.parent, [...(subcharts.get(subchart.parent) ?? []), { ...subchart, chart }]);
    if (chart.version === undefined) problems.push(versionless(chart));
    real.push(chart);
    units.push(unitOf(chart, chart.name, subchart));
  }
  const isUnit = new Set(units.map(({ key }) => key));
  const inCharts = new Set([...subcharts.values()].flat().map(({ chart }) => chart));
  const alone = real.filter((chart) => !inCharts.has(chart));
  const kin: Kin = { byFolder, published: byName(alone), subcharts, isUnit, isOwn, repo };
  const claims: Claim[] = [];
  for (const chart of real) {
    const contained = containedBy(chart, kin);
    claims.push(...contained.claims, ...deployments(chart, repo));
    problems.push(...contained.problems);
  }
  if (units.length > 0) claims.push(...chartpressClaims(repo, isUnit));
  return { units, claims, ignored, problems };
}

/** Helm looks for this very spelling; Chart.yml is nothing to it. */
const isManifest = (file: string): boolean => file === 'Chart.yaml' || file.endsWith('/Chart.yaml');

function reasonsToLeave(charts: readonly Chart[], byFolder: Charts, isOwn: IsOwn): ReadonlyMap<Chart, string> {
  const copies = vendoredCharts(charts, byFolder, isOwn);
  const why = (chart: Chart): string | undefined =>
    isPlaceholder(chart) ? 'is a template: its name or version is a placeholder' : copies.get(chart);
  const reached = reachable(
    charts.filter((chart) => chart.aside === undefined && why(chart) === undefined),
    byFolder,
  );
  const left = new Map<Chart, string>();
  for (const chart of charts) {
    const reason = why(chart) ?? (reached.has(chart) ? undefined : chart.aside);
    if (reason !== undefined) left.set(chart, reason);
  }
  return left;
}

function unitOf(chart: Chart, name: string, subchart: Subchart | undefined): Found {
  const why =
    subchart === undefined ? undefined : `ships inside helm chart ${subchart.parent.name ?? subchart.parent.folder}`;
  return {
    key: chart.file,
    name,
    root: chart.folder,
    manifest: chart.file,
    ...(chart.version === undefined
      ? {}
      : {
          version: chart.version,
          versionSource: { is: 'written', at: { file: chart.file, line: chart.content.line('version') } },
        }),
    private: why !== undefined,
    ...(why === undefined ? {} : { why }),
    registries: [],
  };
}

function byName(charts: readonly Chart[]): ReadonlyMap<string, readonly Chart[]> {
  const found = new Map<string, Chart[]>();
  for (const chart of charts) {
    const list = found.get(chart.name ?? '');
    if (list === undefined) found.set(chart.name ?? '', [chart]);
    else list.push(chart);
  }
  return found;
}

const nameless = (chart: Chart): Problem => ({
  code: 'HELM_NAME_MISSING',
  severity: 'error',
  what: 'The chart has no name.',
  where: { file: chart.file, line: chart.content.line('name') },
  fix: 'Add name: ... to it, or exclude the file.',
});

const versionless = (chart: Chart): Problem => ({
  code: 'HELM_VERSION_MISSING',
  severity: 'warning',
  what: `The chart ${chart.name ?? ''} has no version; helm does not package it.`,
  where: { file: chart.file, line: chart.content.line('version') },
  fix: 'Add version: 0.1.0 to it, or exclude the file.',
});
