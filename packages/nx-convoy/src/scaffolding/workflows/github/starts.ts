import { releaseTypes } from '../../../model/release-type.ts';
import type { Config } from '../../../model/config.ts';
import type { Parts } from '../parts.ts';

/** What begins a release, as GitHub's `on`. */
export function startsOf({ ground, wishes, makesCommit }: Pick<Parts, 'ground' | 'wishes' | 'makesCommit'>): object {
  const { on, branch, cron } = wishes;
  const pushed = {
    ...(on.includes('push') ? { branches: [branch] } : {}),
    ...(on.includes('tag') ? { tags: tagGlobs(ground.config) } : {}),
  };
  return {
    ...(makesCommit && on.includes('dispatch') ? { workflow_dispatch: { inputs } } : {}),
    ...(Object.keys(pushed).length > 0 ? { push: pushed } : {}),
    ...(on.includes('release') ? { release: { types: ['published'] } } : {}),
    ...(on.includes('schedule') ? { schedule: [{ cron }] } : {}),
  };
}

const inputs = {
  version: {
    description: 'A version or a level, for all (minor) or for one unit (cargo:core=2.0.0); by the commits if empty',
    type: 'string',
    default: '',
  },
  type: { description: 'What kind of release it is', type: 'choice', default: 'regular', options: [...releaseTypes] },
  'dry-run': { description: 'Everything but what cannot be taken back', type: 'boolean', default: false },
};

/** Where nobody said how tags are called, all of them are looked at: a run without a release commit ends with its plan. */
export function tagGlobs({ release, units }: Config): readonly string[] {
  const patterns = [
    release?.releaseTag?.pattern,
    ...Object.values(release?.groups ?? {}).map(({ releaseTag }) => releaseTag?.pattern),
    ...Object.values(units).map(({ tag }) => tag),
  ].filter((pattern) => pattern !== undefined);
  const globs = patterns.map((pattern) => pattern.replaceAll(/[[\]?+!\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '**'));
  return globs.length === 0 ? ['**'] : [...new Set(globs)];
}
