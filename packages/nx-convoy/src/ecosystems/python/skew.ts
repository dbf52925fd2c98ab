import type { Problem } from '../../model/problem.ts';
import { isSameVersion } from '../../versions/pep440.ts';
import { versionSkew } from './problems.ts';
import { cfgVersion } from './version/cfg.ts';
import { setupVersion } from './version/setup.ts';
import { writtenVersion } from './version/version.ts';
import type { Reader, Versioned } from './version/versioned.ts';

/** Files of one folder that give the package another version than the one it is built with. */
export function skewsOf(reader: Reader, version: string | undefined): readonly Problem[] {
  if (version === undefined) return [];
  const { project } = reader;
  const said: readonly (Versioned | undefined)[] = [
    writtenVersion(project, ['project']),
    writtenVersion(project, ['tool', 'poetry']),
    setupVersion(reader),
    cfgVersion(reader),
  ];
  return said.flatMap((other) => {
    if (other?.version === undefined || other.source.is !== 'written' || isSameVersion(other.version, version))
      return [];
    return [versionSkew(other.source.at.file, other.version, version, other.source.at)];
  });
}
