import type { Packaging } from '../../model/packaging.ts';
import { nameOf } from '../../paths/inside.ts';
import { words } from '../../text/dockerfile/words.ts';
import type { ImageBuild } from './builds.ts';

const prefix = 'org.opencontainers.image.';

/**
 * What an image says of itself. Version, commit and time are ours to know; of all else what the Dockerfile or the settings say holds. The
 * order is part of the command alone: the configuration sorts them.
 */
export function labelsOf(build: ImageBuild, { source }: Packaging): Readonly<Record<string, string>> {
  const { unit, settings } = build;
  const usual = {
    [`${prefix}title`]: nameOf(unit.name),
    ...(source.url === undefined ? {} : { [`${prefix}source`]: source.url }),
  };
  const written = writtenIn(build);
  return {
    ...Object.fromEntries(Object.entries(usual).filter(([name]) => !written.has(name))),
    ...settings.labels,
    [`${prefix}version`]: unit.version ?? '',
    [`${prefix}revision`]: source.commit,
    [`${prefix}created`]: source.date,
  };
}

/** Labels that instructions set: in whichever stage, for the one that is built may take it from there. */
const writtenIn = ({ file }: ImageBuild): ReadonlySet<string> =>
  new Set(
    file.stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ keyword }) => keyword === 'LABEL')
      .flatMap(({ rest }) => words(rest).map((word) => word.split('=')[0] ?? '')),
  );

export const wantedLabels: readonly string[] = ['title', 'version', 'revision', 'created'].map((name) => prefix + name);
export const versionLabel = `${prefix}version`;
export const revisionLabel = `${prefix}revision`;
