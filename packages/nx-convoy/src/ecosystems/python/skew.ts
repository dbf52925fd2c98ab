import type { Problem } from '../../model/problem.ts';
import type { Copy, VersionSource } from '../../model/unit.ts';
import { isSameVersion } from '../../versions/pep440.ts';
import { versionSkew } from './problems.ts';
import { cfgVersion } from './version/cfg.ts';
import { setupVersion } from './version/setup.ts';
import { writtenVersion } from './version/version.ts';
import type { Reader, Versioned } from './version/versioned.ts';

/** Files of one folder that give the package a version which it is not built with. */
export function copiesOf(reader: Reader, source: VersionSource): readonly Copy[] {
  if (source.is !== 'written') return [];
  const { project } = reader;
  const said: readonly (Versioned | undefined)[] = [
    writtenVersion(project, ['project']),
    writtenVersion(project, ['tool', 'poetry']),
    setupVersion(reader),
    cfgVersion(reader),
  ];
  return said.flatMap((other) => {
    if (other?.version === undefined || other.source.is !== 'written') return [];
    const { at } = other.source;
    return at.file === source.at.file && at.line === source.at.line ? [] : [{ version: other.version, at }];
  });
}

export function skewsOf(copies: readonly Copy[], version: string | undefined): readonly Problem[] {
  return version === undefined
    ? []
    : copies
        .filter((copy) => !isSameVersion(copy.version, version))
        .map((copy) => versionSkew(copy.at.file, copy.version, version, copy.at));
}
