import type { Pin } from '../../model/claim.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Edge } from '../../model/graph.ts';
import type { PlannedEdit } from '../../model/plan.ts';
import type { Place, Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { canonical, exact } from '../../versions/canonical.ts';
import { devRings } from './dev-rings.ts';
import { requirementAfter, type Styles } from './requirement.ts';

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
  styles: Styles = () => ({}),
): { edits: readonly PlannedEdit[]; problems: readonly Problem[] } {
  const edits = new Map<string, PlannedEdit>();
  const problems: Problem[] = [];
  // A place that several units share is edited once; one line may hold the same text for two reasons.
  const put = (at: Place, before: string, after: string, why: string): void => {
    // Who could stay as it is goes along with who shares its place and cannot.
    if (after === before) return;
    const edit: PlannedEdit = { file: at.file, line: at.line ?? 1, before, after, why };
    const key = [edit.file, edit.line, before, why].join('\n');
    const known = edits.get(key);
    if (known === undefined) edits.set(key, edit);
    else if (known.after !== after) problems.push(torn(known, after));
  };
  for (const target of targets.values()) {
    const { unit, to, spelling } = target;
    for (const { at, version } of unit.copies ?? [])
      if (canonical(version) !== canonical(to)) put(at, version, spelling, `the version of ${unit.id} once more`);
    const own = versionEdit(target);
    if (own === undefined) continue;
    if ('code' in own) problems.push(own);
    else put(own.at, own.before, own.after, own.why);
  }
  const ecosystemOf = new Map(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem]));
  const closes = devRings(edges);
  for (const edge of edges) {
    const target = targets.get(edge.to);
    const ecosystem = ecosystemOf.get(target?.unit.ecosystem ?? '');
    if (target === undefined || ecosystem === undefined) continue;
    for (const { range, at } of edge.requirements) {
      // A ring of tests is opened by what is out already: it must not be asked for the version that waits for it.
      const keepsStep = targets.has(edge.from) && !closes(edge);
      const after = requirementAfter(range, target, keepsStep, ecosystem, styles(edge.from));
      put(at, range, after, requires(edge.to));
    }
    // What is not released keeps what it runs: its users would not get the new one anyway.
    if (!targets.has(edge.from)) continue;
    for (const pin of edge.pins ?? []) put(pin.at, pin.text, pinAfter(pin, target), `names ${edge.to}`);
  }
  return { edits: [...edits.values()].sort(byPlace), problems };
}

/** Why a requirement is edited: who writes it finds it among others of its line by this. */
export const requires = (id: string): string => `requires ${id}`;

function versionEdit({
  unit,
  to,
  spelling,
}: Target): { at: Place; before: string; after: string; why: string } | Problem | undefined {
  const { versionSource: source, version } = unit;
  if (source === undefined || source.is === 'tags' || source.is === 'of') return undefined;
  if (source.is === 'computed') return version === undefined ? computed(unit, source.why) : undefined;
  if (version === undefined || statesAlready(version, to)) return undefined;
  return {
    at: source.at,
    before: version,
    after: leadOf(version) + spelling,
    why: source.is === 'inherited' ? 'the version that the members inherit' : `the version of ${unit.id}`,
  };
}

/** A build that somebody asked for is written as well. */
const statesAlready = (version: string, to: string): boolean =>
  canonical(version) === canonical(to) && (!to.includes('+') || exact(version) === to);

/** `latest`, `main` and nothing at all lead to the new version by themselves; so does a digest, once the image is made. */
function pinAfter({ text, version, isShared = false }: Pin, { unit, spelling }: Target): string {
  const stands = canonical(version);
  if (stands === undefined || !text.endsWith(version)) return text;
  if (isShared && stands !== canonical(unit.version ?? '')) return text;
  return stands === canonical(spelling) ? text : text.slice(0, -version.length) + leadOf(version) + spelling;
}

const leadOf = (version: string): string => /^v(?=\d)/.exec(version)?.[0] ?? '';

const computed = (unit: Unit, why: string): Problem => ({
  code: 'VERSION_COMPUTED',
  severity: 'error',
  what: `The version of ${unit.id} is in no place that can be written: ${why}.`,
  where: { file: unit.manifest },
  fix: 'State the version in the manifest, or let the tags tell it (setuptools-scm, hatch-vcs).',
});

const torn = ({ file, line, before, after }: PlannedEdit, other: string): Problem => ({
  code: 'VERSION_TORN',
  severity: 'error',
  what: `${before} is written once for several units, of which one goes to ${after} and another to ${other}.`,
  where: { file, line },
  fix: 'Put these units into one fixed group, or give each a version of its own in its manifest.',
});

const byPlace = (a: PlannedEdit, b: PlannedEdit): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || compare(a.before, b.before) || compare(a.why, b.why);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
