import type { Problem } from '../../model/problem.ts';
import type { Base } from '../tags/bases.ts';
import { lineFor } from './decisions.ts';
import { settingsOf } from '../rules/group-settings.ts';
import { nameOfGroup, type Group } from '../groups/groups.ts';
import { isWithin, type Line } from '../tags/lines.ts';
import type { Inputs, Released } from '../planned.ts';
import type { Reason } from '../causes/propagate.ts';
import { writtenBy } from './spelled.ts';
import { typeFindings } from './type-findings.ts';

interface Found {
  readonly groups: readonly Group[];
  readonly bases: ReadonlyMap<string, Base>;
  readonly reasons: ReadonlyMap<string, Reason>;
  readonly released: readonly Released[];
}

/** What the decisions themselves show: a version that leaves its line, a day that is spent, a type that was not meant so. */
export function findings({ groups, bases, reasons, released }: Found, inputs: Inputs): readonly Problem[] {
  const { line, config, rule, type } = inputs;
  const isReleased = new Set(released.map(({ group }) => group.name));
  const spent = groups.filter(
    (group) =>
      !isReleased.has(group.name) &&
      (reasons.get(group.name)?.level ?? 'none') !== 'none' &&
      settingsOf(group, config, rule).calver !== undefined,
  );
  return [
    ...released.flatMap((one) => left(one, lineFor(line, one.group, one.base))),
    ...(line?.keeps !== undefined && !groups.some((group) => isBound(line, group, bases)) ? [unreleased(line)] : []),
    ...spent.map((group) => spentDay(group, bases.get(group.name)?.latest?.version)),
    ...groups.flatMap(({ units }) => mixed(units.map(({ id }) => [id, config.units[id]?.scheme ?? 'semver'] as const))),
    ...groups.flatMap((group) => unspellable(group, inputs)),
    ...(type === undefined ? [] : typeFindings(type, released, inputs.requests)),
  ];
}

function isBound(line: Line, group: Group, bases: ReadonlyMap<string, Base>): boolean {
  const base = bases.get(group.name);
  return base !== undefined && lineFor(line, group, base) !== undefined;
}

function left({ group, decision, because }: Released, line: Line | undefined): readonly Problem[] {
  if (line === undefined || isWithin(line, decision.to)) return [];
  const name = nameOfGroup(group);
  const why = because.find((one) => 'commit' in one)?.text;
  const [major, minor] = decision.to.split('.');
  const wider =
    line.keeps?.length === 2 && Number(major) === line.keeps[0]
      ? `, or plan the wider line: --line=${major ?? ''}.x`
      : '';
  return [
    {
      code: 'LINE_LEFT',
      severity: 'error',
      what: `${name} would become ${decision.to}, which this branch does not release: it ${line.prepares === undefined ? 'keeps' : 'prepares'} ${line.name}.${why === undefined ? '' : ` What leads there: ${why}.`}`,
      fix:
        line.prepares === undefined
          ? `Release it from a branch of newer versions, or as a fix: --specifier=${name}=patch${wider}.`
          : `Call the branch after what it prepares (release/${[major, minor, '0'].join('.')}), take the change out, or plan without it: --line=none.`,
    },
  ];
}

const unreleased = ({ name }: Line): Problem => ({
  code: 'LINE_UNRELEASED',
  severity: 'warning',
  what: `This branch is called after ${name}, but it builds upon no release of that line; it is planned as any other.`,
  fix: 'Fetch the tags (git fetch --tags), or say that it is no such branch: --line=none.',
});

const spentDay = (group: Group, last: string | undefined): Problem => ({
  code: 'CALVER_SPENT',
  severity: 'error',
  what: `${nameOfGroup(group)} has its version of this day already (${last ?? ''}), and its scheme does not count further.`,
  fix: `Wait for the next one, or count within it: "units": { "${group.units[0]?.id ?? ''}": { "scheme": "calver:YYYY.MM.MICRO" } }.`,
});

/** Zeros in front may not show for months: what its registry could not take then is told today. */
function unspellable(group: Group, { config, rule, ecosystems }: Inputs): readonly Problem[] {
  const { calver } = settingsOf(group, config, rule);
  if (calver === undefined) return [];
  const some = writtenBy(calver, '2026.1.2');
  const refused = group.units.filter(
    ({ ecosystem }) => ecosystems.find(({ id }) => id === ecosystem)?.spell(some).ok === false,
  );
  return refused.map(({ id, manifest }) => ({
    code: group.units.length > 1 ? 'GROUP_SPELLING' : 'VERSION_NOT_SPELLABLE',
    severity: 'error',
    what: `${id} cannot count by this scheme: in January it would be ${some}, which is no semantic version, and its registry takes no other.`,
    where: { file: manifest },
    fix: `Count without zeros in front, by three numbers: "units": { "${id}": { "scheme": "calver:YYYY.MM.MICRO" } }; or let it go its own way, in a group of its own.`,
  }));
}

function mixed(schemes: readonly (readonly [id: string, scheme: string])[]): readonly Problem[] {
  const [first, ...others] = schemes;
  const other = others.find(([, scheme]) => scheme !== first?.[1]);
  if (first === undefined || other === undefined) return [];
  return [
    {
      code: 'SCHEME_MIXED',
      severity: 'error',
      what: `${first[0]} and ${other[0]} share a version, but one counts by ${first[1]} and the other by ${other[1]}.`,
      fix: `Give both the same scheme, or let one go its own way: "units": { "${other[0]}": { "group": "${other[0].slice(other[0].indexOf(':') + 1)}" } }.`,
    },
  ];
}
