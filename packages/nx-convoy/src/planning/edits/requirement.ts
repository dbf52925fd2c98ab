import type { VersionConfig } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import { raiseRange } from '../../versions/raise.ts';
import type { Target } from './edits.ts';
import type { Group } from '../groups/groups.ts';

/** How a unit's requirements are written, in Nx's words. */
export interface RequirementStyle {
  /** In place of the author's operator; `auto` keeps it. */
  readonly prefix?: NonNullable<VersionConfig['versionPrefix']>;
  /** A requirement that still admits the new version stays. */
  readonly keepsMatching?: boolean;
}

/** By the id of the unit that requires. */
export type Styles = (id: string) => RequirementStyle;

export function requirementStyles(groups: readonly Group[], versionOf: (group: Group) => VersionConfig): Styles {
  const styles = new Map(
    groups.flatMap((group) => {
      const { versionPrefix, preserveMatchingDependencyRanges: keeps } = versionOf(group);
      const style: RequirementStyle = {
        ...(versionPrefix === undefined ? {} : { prefix: versionPrefix }),
        ...(typeof keeps === 'boolean' ? { keepsMatching: keeps } : {}),
      };
      return group.units.map(({ id }) => [id, style] as const);
    }),
  );
  return (id) => styles.get(id) ?? {};
}

/**
 * A requirement moves where it would no longer be met, and where it has kept step so far: a released dependent whose requirement
 * named the old version names the new one.
 */
export function requirementAfter(
  range: string,
  { unit, to, spelling }: Target,
  isReleased: boolean,
  ecosystem: Ecosystem,
  { prefix = 'auto', keepsMatching }: RequirementStyle = {},
): string {
  const before = unit.version;
  const isMet = ecosystem.admits(range, to) !== false;
  const keepsStep = isReleased && before !== undefined && raiseRange(range, before) === range;
  const mayStay = keepsMatching === undefined ? !keepsStep : keepsMatching || !isReleased;
  const raised = isMet && mayStay ? range : raiseRange(range, spelling);
  return prefix === 'auto' || raised === range ? raised : prefixed(raised, prefix, spelling, to, ecosystem);
}

/** Operators that stand for Nx's in other grammars: PEP 440 has no requirement without one. */
const elsewhere: Readonly<Record<string, string>> = { '': '==', '=': '==', '~': '~=' };

/** One plain comparison gets the prefix that is said; what is said in more words, and what a grammar cannot say, keeps its author's. */
function prefixed(raised: string, prefix: string, spelling: string, to: string, ecosystem: Ecosystem): string {
  if (!/^[\^~=<>!]*\s*v?\d[^\s,|]*$/.test(raised)) return raised;
  const candidates = [prefix, elsewhere[prefix]].flatMap((sign) => (sign === undefined ? [] : [sign + spelling]));
  return candidates.find((one) => ecosystem.admits(one, to) === true) ?? raised;
}
