import type { PlatformImage } from '../../model/image.ts';
import type { Made } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import { revisionLabel, versionLabel, wantedLabels } from './labels.ts';

/** What is wrong with an image, told once for all platforms that have it. */
export function inspectImage({ unit, image, asked }: Made): readonly Problem[] {
  if (image === undefined) return [];
  const { platforms } = image;
  const where = { file: unit.manifest };
  const told = (of: readonly PlatformImage[]): string =>
    of.length === platforms.length ? unit.name : `${unit.name} (${of.map(({ platform }) => platform).join(', ')})`;
  const any = (
    test: (one: PlatformImage) => boolean,
    tell: (who: string) => Omit<Problem, 'where'>,
  ): readonly Problem[] => {
    const of = platforms.filter(test);
    return of.length === 0 ? [] : [{ ...tell(told(of)), where }];
  };
  return [
    ...(platforms.length > 0 ? [] : [{ ...empty(unit.name), where }]),
    ...any(
      ({ layers }) => layers.every(({ diffId }) => diffId === emptyTar),
      (who) => empty(who),
    ),
    ...any(
      ({ user }) => isRoot(user),
      (who) => ({
        code: 'IMAGE_ROOT',
        severity: 'warning',
        what: `${who} runs as root.`,
        fix: 'Let its last stage end as somebody else: USER 65532:65532',
      }),
    ),
    ...any(
      ({ labels }) => wantedLabels.some((label) => labels[label] === undefined),
      (who) => ({
        code: 'IMAGE_LABELS',
        severity: 'warning',
        what: `${who} lacks labels: ${wantedLabels.filter((label) => platforms.some(({ labels }) => labels[label] === undefined)).join(', ')}.`,
        fix: 'Build it here, which sets them; or set them where it is built: --label org.opencontainers.image.revision=$(git rev-parse HEAD)',
      }),
    ),
    ...any(
      ({ labels }) =>
        differs(labels[versionLabel], unit.version) || differs(labels[revisionLabel], asked?.source.commit),
      (who) => ({
        code: 'PACKAGE_OTHER',
        severity: 'error',
        what: `${who} says that it is another one: ${platforms.map(({ labels }) => `${labels[versionLabel] ?? ''} of ${labels[revisionLabel] ?? ''}`).join(', ')}, in place of ${unit.version ?? ''} of ${asked?.source.commit ?? ''}.`,
        fix: `Name the image that was built from this commit: "units": { "${unit.id}": { "image": "…@sha256:…" } }.`,
      }),
    ),
    ...duplicates(platforms).map((platform) => ({
      code: 'IMAGE_PLATFORM',
      severity: 'error' as const,
      what: `${unit.name} has two images for ${platform}: nobody can tell which one a client gets.`,
      where,
      fix: 'Name each platform once in its platforms.',
    })),
  ];
}

/** A tar that ends where it begins: two blocks of zeros. */
const emptyTar = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

const isRoot = (user = ''): boolean => /^(?:root|0*)(?::|$)/.test(user);
const differs = (told: string | undefined, is: string | undefined): boolean =>
  told !== undefined && is !== undefined && told !== is;

const duplicates = (platforms: readonly PlatformImage[]): readonly string[] =>
  platforms.map(({ platform }) => platform).filter((platform, at, all) => all.indexOf(platform) !== at);

const empty = (who: string): Omit<Problem, 'where'> => ({
  code: 'IMAGE_EMPTY',
  severity: 'error',
  what: `${who} has no files at all.`,
  fix: 'Let its last stage copy something; a target that is built may not be the one that is meant.',
});
