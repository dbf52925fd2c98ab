import picomatch from 'picomatch';
import { ecosystems } from '../ecosystems/index.ts';
import type { AfterConfig } from '../model/config.ts';
import type { Graph } from '../model/graph.ts';
import type { Rewritten } from '../model/hands.ts';
import type { Plan, PlannedEdge, PlannedUnit } from '../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { editsOf, type Target } from '../planning/edits/edits.ts';
import { rewrite } from './rewrite.ts';

/** What the commit after a release is told to do. */
export interface AfterTargets {
  readonly targets: ReadonlyMap<string, Target>;
  readonly problems: readonly Problem[];
}

/** The next development version of every released unit for which one is configured; the nearest word counts. */
export function developTargets(
  { develop = {} }: AfterConfig,
  { units }: Pick<Plan, 'units'>,
  graph: Pick<Graph, 'units'>,
): AfterTargets {
  const targets = new Map<string, Target>();
  const problems: Problem[] = [];
  for (const planned of units) {
    const word = wordFor(planned, develop);
    const unit = graph.units.find(({ id }) => id === planned.id);
    const to = word === undefined ? undefined : nextDevelop(planned.version.to, word);
    if (unit === undefined || to === undefined) continue;
    const spelled = ecosystems.find(({ id }) => id === planned.ecosystem)?.spell(to) ?? ok(to);
    if (spelled.ok) targets.set(unit.id, { unit, to, spelling: spelled.value });
    else problems.push(...spelled.problems);
  }
  return { targets, problems };
}

function wordFor({ id, group, ecosystem }: PlannedUnit, develop: Readonly<Record<string, string>>): string | undefined {
  const exact = [id, group, ecosystem].flatMap((key) => (key === undefined ? [] : (develop[key] ?? [])))[0];
  return exact ?? Object.entries(develop).find(([pattern]) => picomatch(pattern)(id))?.[1] ?? develop['*'];
}

/** `1.2.3` and `minor-alpha.0` give `1.3.0-alpha.0`; `.dev0` is written as Python's index has it, and is `-dev.0` elsewhere. */
export function nextDevelop(version: string, word: string): string | undefined {
  const [, level = '', suffix = ''] = /^(major|minor|patch)([-.].+)$/.exec(word) ?? [];
  const core = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (core === null || level === '') return undefined;
  const [major = 0, minor = 0, patch = 0] = core.slice(1).map(Number);
  const next =
    level === 'major'
      ? `${major + 1}.0.0`
      : level === 'minor'
        ? `${major}.${minor + 1}.0`
        : `${major}.${minor}.${patch + 1}`;
  return next + suffix.replace(/^\.dev(\d+)$/, '-dev.$1').replace(/^\./, '-');
}

/** A row below the head of the first table of the file, or below the mark `<!-- convoy:matrix -->` where there is one; once. */
export function matrixEdit(
  text: string,
  row: string,
  versionOf: (id: string) => string | undefined,
  file: string,
): Result<string> {
  const missing = [...row.matchAll(/\{([^{}]+)\}/g)]
    .map(([, id = '']) => id)
    .filter((id) => versionOf(id) === undefined);
  if (missing.length > 0) return fail(unknownUnit(missing[0] ?? '', file));
  const filled = row.replaceAll(/\{([^{}]+)\}/g, (_, id: string) => versionOf(id) ?? '');
  const lines = text.split('\n');
  if (lines.some((line) => line.trim() === filled.trim())) return ok(text);
  const mark = Math.max(
    0,
    lines.findIndex((line) => line.includes('<!-- convoy:matrix -->')),
  );
  const head = lines.findIndex(
    (line, at) => at >= mark && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(line) && line.includes('-'),
  );
  if (head < 1) return fail(noTable(file));
  const end = lines[head]?.endsWith('\r') === true ? '\r' : '';
  return ok([...lines.slice(0, head + 1), filled + end, ...lines.slice(head + 1)].join('\n'));
}

/** A heading for what comes next, in the style of keepachangelog.com, above the first release; once. */
export function withUnreleased(text: string): string {
  if (/^##\s*\[?unreleased\]?/im.test(text)) return text;
  const first = /^## \[[^\]]+\]/m.exec(text);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return first === null ? text : `${text.slice(0, first.index)}## [Unreleased]${end}${end}${text.slice(first.index)}`;
}

/** Every file that the commit after a release changes, as it is in the tree of that release and as it will be; done again it is nothing. */
export function afterRelease(
  plan: Plan,
  repo: Snapshot,
  config: AfterConfig,
  graph: Graph,
): Result<readonly Rewritten[]> {
  const { targets, problems } = developTargets(config, plan, graph);
  const { edits, problems: torn } = editsOf(targets, graph.edges, ecosystems);
  const developed = rewrite(
    { edits, edges: plannedEdges(graph), units: plannedUnits(plan, targets), changelogs: [], date: plan.date },
    repo,
  );
  const texts = pages(plan, repo, config, graph);
  const all = [...problems, ...torn, ...[developed, texts].flatMap((result) => (result.ok ? [] : result.problems))];
  const errors = all.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || !developed.ok || !texts.ok) return fail(...errors);
  return ok([...developed.value, ...texts.value]);
}

const plannedUnits = ({ units }: Plan, targets: ReadonlyMap<string, Target>): readonly PlannedUnit[] =>
  units.flatMap((unit) => {
    const target = targets.get(unit.id);
    if (target === undefined) return [];
    const { to, spelling } = target;
    return [{ ...unit, version: { from: target.unit.version ?? unit.version.to, to, bump: 'requested', spelling } }];
  });

const plannedEdges = ({ edges }: Graph): readonly PlannedEdge[] =>
  edges.flatMap(({ from, to, kind, requirements }) =>
    requirements.map(({ range, at }) => ({ from, to, kind, file: at.file, line: at.line ?? 1, range })),
  );

/** Changelogs and tables: texts that people read. */
function pages(
  plan: Plan,
  repo: Snapshot,
  { unreleased = false, matrices = [] }: AfterConfig,
  graph: Graph,
): Result<readonly Rewritten[]> {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const textOf = (file: string): string => {
    const text = repo.text(file);
    return texts.get(file) ?? (text?.ok === true ? text.value : '');
  };
  if (unreleased) for (const { file } of plan.changelogs) texts.set(file, withUnreleased(textOf(file)));
  const versionOf = (id: string): string | undefined =>
    plan.units.find((unit) => unit.id === id)?.version.to ?? graph.units.find((unit) => unit.id === id)?.version;
  for (const { file, row } of matrices) {
    const edited = matrixEdit(textOf(file), row, versionOf, file);
    if (edited.ok) texts.set(file, edited.value);
    else problems.push(...edited.problems);
  }
  if (problems.length > 0) return fail(...problems);
  return ok(
    [...texts].flatMap(([file, after]) => {
      const before = repo.text(file);
      return before?.ok === true && before.value !== after ? [{ file, before: before.value, after }] : [];
    }),
  );
}

const unknownUnit = (id: string, file: string): Problem => ({
  code: 'MATRIX_UNIT_UNKNOWN',
  severity: 'error',
  what: `The row for ${file} names ${id}, which is no unit with a version here.`,
  fix: 'Name units by their ids, as nx-convoy graph prints them: "after": { "matrices": [{ "row": "| {cargo:core} |" }] }.',
});

const noTable = (file: string): Problem => ({
  code: 'MATRIX_MISSING',
  severity: 'error',
  what: `${file} holds no table that could get a row.`,
  where: { file },
  fix: 'Write the head of a Markdown table there; <!-- convoy:matrix --> above it tells it from others.',
});
