import type { Ecosystem } from '../model/ecosystem.ts';
import type { Edge } from '../model/graph.ts';
import type { PlannedEdit } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';
import { canonical } from '../versions/canonical.ts';
import { raiseRange } from '../versions/raise.ts';

/** A unit with the version it goes to, canonical and as its registry writes it. */
export interface Target {
  readonly unit: Unit;
  readonly to: string;
  readonly spelling: string;
}

/** Every value that must change so that the tree states the plan: versions where they are written, requirements of dependents. */
export function editsOf(
  targets: ReadonlyMap<string, Target>,
  edges: readonly Edge[],
  ecosystems: readonly Ecosystem[],
): { edits: readonly PlannedEdit[]; problems: readonly Problem[] } {
  const edits = new Map<string, PlannedEdit>();
  const problems: Problem[] = [];
  const put = (edit: PlannedEdit): void => {
    edits.set(`${edit.file}\n${edit.line}\n${edit.before}`, edit);
  };
  for (const target of targets.values()) {
    const own = versionEdit(target);
    if (own !== undefined) 'code' in own ? problems.push(own) : put(own);
  }
  const ecosystemOf = new Map(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem]));
  for (const edge of edges) {
    const target = targets.get(edge.to);
    const admits = ecosystemOf.get(target?.unit.ecosystem ?? '')?.admits;
    if (target === undefined || admits === undefined) continue;
    for (const { range, at } of edge.requirements) {
      const after = requirementAfter(range, target, targets.has(edge.from), admits);
      if (after !== range) put({ file: at.file, line: at.line ?? 1, before: range, after, why: `requires ${edge.to}` });
    }
  }
  return { edits: [...edits.values()].sort(byPlace), problems };
}

function versionEdit({ unit, to, spelling }: Target): PlannedEdit | Problem | undefined {
  const { versionSource: source, version } = unit;
  if (source === undefined || source.is === 'tags' || source.is === 'of') return undefined;
  if (source.is === 'computed') return version === undefined ? computed(unit, source.why) : undefined;
  if (version === undefined || canonical(version) === canonical(to)) return undefined;
  const lead = /^v(?=\d)/.exec(version)?.[0] ?? '';
  return {
    file: source.at.file,
    line: source.at.line ?? 1,
    before: version,
    after: lead + spelling,
    why: source.is === 'inherited' ? 'the version that the members inherit' : `the version of ${unit.id}`,
  };
}

/**
 * A requirement moves where it would no longer be met, and where it has kept step so far: a released dependent whose requirement
 * named the old version names the new one.
 */
function requirementAfter(
  range: string,
  { unit, to, spelling }: Target,
  isReleased: boolean,
  admits: Ecosystem['admits'],
): string {
  const before = unit.version;
  const isMet = admits(range, to) !== false;
  const keepsStep = isReleased && before !== undefined && raiseRange(range, before) === range;
  return isMet && !keepsStep ? range : raiseRange(range, spelling);
}

const computed = (unit: Unit, why: string): Problem => ({
  code: 'VERSION_COMPUTED',
  severity: 'error',
  what: `The version of ${unit.id} is ${why}; it cannot be written without running it.`,
  where: { file: unit.manifest },
  fix: 'State the version in the manifest, or let the tags tell it (setuptools-scm, hatch-vcs).',
});

const byPlace = (a: PlannedEdit, b: PlannedEdit): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || (a.before < b.before ? -1 : 1);
