import type { Graph } from '../../model/graph.ts';
import type { Because, Plan, PlannedUnit } from '../../model/plan.ts';
import type { Unit } from '../../model/unit.ts';
import { levelIn, type CauseOptions } from '../../planning/causes/causes.ts';
import { tagOf } from '../../planning/changelog/name-release.ts';
import type { Planned, Released } from '../../planning/plan.ts';
import { policyOf, type Policy } from '../../planning/causes/propagate.ts';
import type { Left } from '../../references/moved.ts';
import { columns, count } from '../words/columns.ts';

export interface Told {
  readonly plan: Plan;
  readonly planned: Planned;
  readonly graph: Graph;
  readonly options: CauseOptions;
  /** What looks like a reference in a document, and stays. */
  readonly left?: readonly Left[];
}

/** The whole story of one version: what it builds upon, each commit and what it was worth, who else moves with it, what is written. */
export function story(word: string, told: Told): string {
  const isAsked = ({ id, name, project }: Pick<Unit, 'id' | 'name' | 'project'>): boolean =>
    [id, name, project].includes(word);
  const found = told.planned.released.flatMap((one) => one.units.filter(isAsked).map((unit) => ({ one, unit })));
  const [first] = found;
  if (first === undefined) return absent(word, told.graph.units.filter(isAsked));
  return found.map(({ one, unit }) => storyOf(unit, one, told)).join('\n');
}

const absent = (word: string, [unit]: readonly Unit[]): string =>
  unit === undefined
    ? `No unit is called ${word}: nx-convoy graph shows all of them.\n`
    : `${unit.id} is not part of this plan: no commit since its last release asks for one${unit.private ? ', and no registry takes it' : ''}.\n`;

function storyOf(planned: PlannedUnit, released: Released, told: Told): string {
  const { from, spelling, bump } = planned.version;
  const unit = released.group.units.find(({ id }) => id === planned.id);
  const { changes } = released.cause;
  return [
    `${planned.id}: ${from ?? 'first release'} → ${spelling} (${bump})\n`,
    `\n${columns(facts(planned, released, unit, told), undefined)}`,
    section(
      'Why',
      planned.because.length === 0 ? [['it shares its version with others']] : planned.because.map(reason),
    ),
    section(`${count(changes.length, 'commit')} since`, commitRows(released, told)),
    section('Who needs it', dependentRows(planned, told)),
    section('Edits', editRows(planned, unit, told)),
    section('Left as it is', leftRows(planned, told)),
  ].join('');
}

const section = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : `\n${title}\n${columns(rows, undefined)}`;

function facts(
  unit: PlannedUnit,
  released: Released,
  found: Unit | undefined,
  { options: { rule } }: Told,
): readonly (readonly string[])[] {
  const { base, group } = released;
  const { latest, stable } = base;
  const source = found?.versionSource;
  return [
    ['builds upon', latest === undefined ? 'no tag' : `${latest.tag.name} (${latest.tag.commit.slice(0, 10)})`],
    ...(stable === undefined || stable === latest
      ? []
      : [['last stable', `${stable.tag.name} (${stable.tag.commit.slice(0, 10)})`]]),
    ['manifest', `${unit.manifest}${found?.version === undefined ? '' : `, ${found.version}`}${whereOf(source)}`],
    ['tag', tagOf(released)],
    [
      'goes to',
      unit.private
        ? `nowhere: ${found?.why ?? 'it is private'}`
        : unit.registries.join(' ') || `the usual place of ${unit.ecosystem}`,
    ],
    ['rule', `below 1.0 ${rule.zero}; a patch for ${rule.patch}; dependents ${rule.dependents}`],
    ...(group.isFixed
      ? [['group', `${group.name}: ${group.units.map(({ id }) => id).join(', ')}; ${group.because}`]]
      : []),
  ];
}

function whereOf(source: Unit['versionSource']): string {
  if (source === undefined) return '';
  if (source.is === 'tags') return ', its version is told by tags';
  return source.at === undefined ? '' : ` at ${source.at.file}:${source.at.line ?? 1}`;
}

const reason = (why: Because): readonly string[] =>
  'commit' in why ? [why.commit.slice(0, 10), why.text] : ['unit' in why ? why.unit : '-', why.text];

function commitRows({ cause, group }: Released, { graph, options }: Told): readonly (readonly string[])[] {
  const members = new Set(group.units.map(({ id }) => id));
  return cause.changes.map((change) => [
    change.id.slice(0, 10),
    levelIn(change, members, graph.units, options),
    change.subject,
  ]);
}

function dependentRows({ id }: PlannedUnit, { graph, plan, options: { rule } }: Told): readonly (readonly string[])[] {
  const planned = new Map(plan.units.map((unit) => [unit.id, unit]));
  return graph.edges
    .filter(({ to }) => to === id)
    .map(({ from, kind, file, line }) => {
      const version = planned.get(from)?.version;
      const policy = policyOf(kind, rule.dependents, rule.policies);
      return [
        from,
        kind,
        policyWords[policy],
        version === undefined ? 'not planned' : `${version.from ?? '-'} → ${version.spelling}`,
        `${file}:${line}`,
      ];
    });
}

const policyWords: Readonly<Record<Policy, string>> = {
  never: 'is not moved by it',
  same: 'moves as far',
  patch: 'gets a patch',
  compatible: 'breaks where its number does',
  auto: 'moves where it admits it no longer',
};

const leftRows = ({ id }: PlannedUnit, { left = [] }: Told): readonly (readonly string[])[] =>
  left.filter(({ unit }) => unit === id).map(({ at, text, why }) => [`${at.file}:${at.line ?? 1}`, text, why]);

/** Where its version stands, and where others name it. */
function editRows({ id }: PlannedUnit, unit: Unit | undefined, { plan, graph }: Told): readonly (readonly string[])[] {
  const source = unit?.versionSource;
  const own = source === undefined || source.is === 'tags' ? undefined : source.at;
  const places = new Set([
    ...(own === undefined ? [] : [`${own.file}:${own.line ?? 1}`]),
    ...graph.edges
      .filter(({ to }) => to === id)
      .flatMap(({ requirements, pins = [] }) => [...requirements, ...pins])
      .map(({ at }) => `${at.file}:${at.line ?? 1}`),
  ]);
  return plan.edits
    .filter(
      ({ file, line, why }) => places.has(`${file}:${line}`) || why.split(', ').some((one) => one.endsWith(` ${id}`)),
    )
    .map(({ file, line, before, after, why }) => [`${file}:${line}`, `${before} → ${after}`, why]);
}
