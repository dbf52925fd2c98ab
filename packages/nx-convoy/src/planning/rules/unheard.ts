import type { ReleaseConfig, ReleaseTagConfig, VersionConfig } from '../../model/config.ts';

/** A setting of `nx release` that a plan cannot follow, and where it stands in the configuration. */
export interface Unheard {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly instead: string;
  readonly fix: string;
}

type Row<T> = readonly [key: keyof T & string, isUnheard: (value: unknown) => boolean, instead: string, fix: string];

const isSaid = (value: unknown): boolean => value !== undefined && value !== '';

const versionRows: readonly Row<VersionConfig & { manifestRootsToUpdate?: unknown }>[] = [
  [
    'currentVersionResolver',
    (value) => value === 'registry' || value === 'none',
    'a plan asks no registry: tags tell what was released, and manifests where there is no tag',
    'Write "git-tag" or "disk".',
  ],
  [
    'specifierSource',
    (value) => value === 'prompt',
    'nobody is asked: commits and version plans tell, and options come before them',
    'Write "conventional-commits" or "version-plans", and pass --specifier=… where a person decides.',
  ],
  [
    'preserveLocalDependencyProtocols',
    (value) => value === false,
    'workspace: and file: stay in the manifests, and are resolved when a package is packed',
    'Take it out.',
  ],
  [
    'preserveMatchingDependencyRanges',
    Array.isArray,
    'it is true or false for all kinds of dependencies',
    'Write true or false.',
  ],
  ...(['preVersionCommand', 'groupPreVersionCommand'] as const).map((key): Row<VersionConfig> => [
    key,
    isSaid,
    'a plan runs no code of the repository',
    'Run it before nx-convoy plan.',
  ]),
  [
    'manifestRootsToUpdate',
    (value) => Array.isArray(value) && value.some((root) => root !== '{projectRoot}'),
    'versions are written into the manifests where they stand',
    'Take it out, and let the build copy the manifest.',
  ],
];

const tagRows: readonly Row<ReleaseTagConfig>[] = [
  [
    'checkAllBranchesWhen',
    (value) => value === true || Array.isArray(value),
    'the base is what HEAD builds upon; versions that are tagged elsewhere are taken all the same',
    'Take it out; merge the branch, or ask for a version: --specifier=….',
  ],
  [
    'requireSemver',
    (value) => value === false,
    'a tag names a release by the version in it',
    'Take it out; for versions that tell a day: "units": { "…": { "scheme": "calver:YYYY.MM.MICRO" } }.',
  ],
];

/** Nothing that is said is dropped in silence. */
export function unheard({ raw }: ReleaseConfig): readonly Unheard[] {
  const groups = Object.entries(tableOf(raw.groups));
  return [
    ...inPart(raw, ['release']),
    ...groups.flatMap(([name, group]) => inPart(tableOf(group), ['release', 'groups', name])),
  ];
}

function inPart(part: Readonly<Record<string, unknown>>, path: readonly string[]): readonly Unheard[] {
  return [
    ...inTable(tableOf(part.version), versionRows, [...path, 'version']),
    ...inTable(tableOf(part.releaseTag), tagRows, [...path, 'releaseTag']),
  ];
}

const inTable = <T>(
  table: Readonly<Record<string, unknown>>,
  rows: readonly Row<T>[],
  path: readonly string[],
): readonly Unheard[] =>
  rows.flatMap(([key, isUnheard, instead, fix]) =>
    isUnheard(table[key]) ? [{ path: [...path, key], value: table[key], instead, fix }] : [],
  );

const tableOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
