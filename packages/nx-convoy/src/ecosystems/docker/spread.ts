import type { Config } from '../../model/config.ts';
import type { Spread } from '../../model/matrix.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { buildsIn } from './builds.ts';

/** An image is built for each platform that its declarations name. */
export function spreadImage(unit: Unit, repo: Snapshot, config: Config): Spread | undefined {
  const build = buildsIn({ repo, config })(unit);
  return build === undefined ? undefined : { platforms: build.platforms, hasCommon: false };
}
