import type { NotDue } from '../model/due.ts';
import type { Unit } from '../model/unit.ts';
import type { Found, Standing } from './standing.ts';
import { versionAt } from './stated.ts';

/** A version that no commit and no tag names: due where nobody has tagged it and one of its registries does not have it. */
export function unreleased(unit: Unit, why: string, { head, releases, answers }: Standing): Found {
  const version = versionAt(unit);
  const not = (text: string, rest: Partial<NotDue> = {}): Found => ({
    not: { unit: unit.id, ...(unit.version === undefined ? {} : { version: unit.version }), why: text, ...rest },
  });
  if (unit.private) return not(unit.why ?? 'no registry takes it', { isPrivate: true });
  if (version === undefined) return not('its files state no version');
  if (/^0\.0\.0(?:-|$)|-(?:dev|snapshot)\b/i.test(version))
    return not('its version stands for work that is not released');
  const tagged = (releases.get(unit.id) ?? []).find((release) => release.version === version);
  if (tagged !== undefined)
    return not(`${tagged.tag.name} stands on ${tagged.tag.commit.slice(0, 10)}: it is published from there`);
  const said = answers?.get(unit.id);
  if (said === undefined) return { ask: { unit: unit.id, version } };
  const silent = said.find((answer) => answer.is === 'unknown');
  if (said.some(({ is }) => is === 'absent'))
    return { due: { unit: unit.id, version, commit: head.commit, by: 'unreleased', why } };
  if (silent?.is === 'unknown')
    return {
      not: { unit: unit.id, version, why: 'its registry does not tell whether it is there' },
      problem: silent.problem,
    };
  return not(said.length === 0 ? 'nobody says where it goes' : 'it is there already');
}
