import { ecosystems as all } from '../ecosystems/index.ts';
import type { Config, UnitConfig } from '../model/config.ts';
import type { Ecosystem, Survey } from '../model/ecosystem.ts';
import type { Graph } from '../model/graph.ts';
import type { Problem } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Unit } from '../model/unit.ts';
import { findings } from './findings.ts';
import { identify, type Identified } from './identity.ts';
import { compareText, link } from './link.ts';
import { lookup } from './lookup.ts';
import { publishOrder } from './order.ts';
import { projectNames } from './projects.ts';
import { withEmbeddedVersions, withTakenVersions } from './versions.ts';

/** Surveys a repository and links what was found: the graph that everything else stands on. Pure. */
export function discover(repo: Snapshot, config: Config, ecosystems: readonly Ecosystem[] = all): Graph {
  const surveys = ecosystems.map((ecosystem) => [ecosystem, ecosystem.survey(repo, config)] as const);
  const [kept, excluded] = partition(identify(surveys), ({ id }) => !config.exclude.includes(id));
  const projects = projectNames(kept, repo);
  const consumed = consumedFiles(surveys);
  const found = kept.map((unit): Unit => {
    const consumes = consumed.get(`${unit.ecosystem} ${unit.key}`);
    const project = projects.get(unit.root) ?? unit.name;
    return configured({ ...unit, project, ...(consumes === undefined ? {} : { consumes }) }, config.units[unit.id]);
  });
  const versioned = withTakenVersions(found, lookup(found, ecosystems));
  const edges = link(surveys, versioned, lookup(versioned, ecosystems));
  const units = [...withEmbeddedVersions(versioned, edges)].sort((a, b) => compareText(a.id, b.id));
  const order = publishOrder(units, edges);
  const isPrivate = new Set(units.filter((unit) => unit.private).map((unit) => unit.id));
  return {
    units,
    edges,
    publishOrder: order.ids.filter((id) => !isPrivate.has(id)),
    ignored: [...surveys.flatMap(([, survey]) => survey.ignored), ...excluded.map(ignoredById)].sort((a, b) =>
      compareText(a.file, b.file),
    ),
    problems: sortProblems([
      ...surveys.flatMap(([, survey]: readonly [Ecosystem, Survey]) => survey.problems),
      ...findings(units, edges, ecosystems),
      ...order.problems,
    ]),
  };
}

/** What the user says of a unit stands above what its manifest tells. */
function configured(unit: Unit, settings: UnitConfig | undefined): Unit {
  if (settings === undefined) return unit;
  const { registries = unit.registries, sources = [] } = settings;
  const isPrivate = settings.private ?? (unit.private && settings.registries === undefined);
  const { why, ...rest } = unit;
  const reason = settings.private === true ? 'said by the configuration' : why;
  return {
    ...rest,
    registries,
    private: isPrivate,
    ...(isPrivate && reason !== undefined ? { why: reason } : {}),
    ...(sources.length === 0 ? {} : { consumes: [...(unit.consumes ?? []), ...sources.map(tidy)] }),
  };
}

const tidy = (path: string): string => path.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, '');

/** Copied files by who copies them; a copy of the whole repository says nothing about any file of it. */
function consumedFiles(surveys: readonly (readonly [Ecosystem, Survey])[]): ReadonlyMap<string, readonly string[]> {
  const consumed = new Map<string, string[]>();
  for (const [{ id }, { claims }] of surveys) {
    for (const { from, to } of claims) {
      if (!('files' in to) || to.files === '.') continue;
      const key = `${id} ${from}`;
      const list = consumed.get(key);
      if (list === undefined) consumed.set(key, [to.files]);
      else list.push(to.files);
    }
  }
  return consumed;
}

const ignoredById = (unit: Identified): { file: string; why: string } => ({
  file: unit.manifest,
  why: `${unit.id} is excluded by the configuration`,
});

/** What cannot be read comes first, then by place; a file that two ecosystems read is reported once. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return [...problems]
    .sort(
      (a, b) =>
        compareText(a.severity, b.severity) ||
        compareText(a.where?.file ?? '', b.where?.file ?? '') ||
        (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
        compareText(a.code, b.code),
    )
    .filter((problem) => {
      const key = JSON.stringify([problem.code, problem.where, problem.what]);
      return !seen.has(key) && seen.add(key);
    });
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
