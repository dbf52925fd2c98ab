import semver from 'semver';
import type { Problem } from '../../model/problem.ts';
import type { ReleaseType } from '../../model/release-type.ts';
import { nameOfGroup } from '../groups/groups.ts';
import type { Released } from '../planned.ts';
import { requestsFor, type Requests } from '../asked/requests.ts';

/**
 * What a type of release rules out. A hotfix and a security release are made to be taken without a second look, so they carry fixes and
 * nothing else unless somebody asks for it; support of a long-term version begins with a stable one.
 */
export function typeFindings(type: ReleaseType, released: readonly Released[], requests: Requests): readonly Problem[] {
  if (type === 'hotfix' || type === 'security') return released.flatMap((one) => more(type, one, requests));
  if (type === 'lts') return released.flatMap(unripe);
  return [];
}

function more(type: ReleaseType, { group, cause, because }: Released, requests: Requests): readonly Problem[] {
  if (cause.level !== 'minor' && cause.level !== 'major') return [];
  if (requestsFor(requests, group) !== undefined) return [];
  const name = nameOfGroup(group);
  const why = because.find((one) => 'commit' in one)?.text;
  const kind = cause.level === 'major' ? 'a breaking change' : 'a feature';
  return [
    {
      code: 'TYPE_REFUSED',
      severity: 'error',
      what: `${type === 'hotfix' ? 'A hotfix' : 'A security release'} carries fixes only, but ${name} holds ${kind} since its last release${why === undefined ? '' : `: ${why}`}.`,
      fix: `Begin a branch at the last release's tag and take over the fix (git cherry-pick), or ask for it: --specifier=${name}=${cause.level}.`,
    },
  ];
}

const unripe = ({ group, decision }: Released): readonly Problem[] =>
  semver.prerelease(decision.to) === null
    ? []
    : [
        {
          code: 'TYPE_REFUSED',
          severity: 'error',
          what: `A long-term release is a stable one, but ${nameOfGroup(group)} would become ${decision.to}.`,
          fix: 'Plan it without --preid, on a branch without prereleases; or leave out --type=lts.',
        },
      ];
