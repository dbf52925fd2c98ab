import type { EdgeKind } from './claim.ts';
import type { MachinesConfig } from './matrix.ts';
import type { Level } from './plan.ts';
import type { ReleaseType } from './release-type.ts';

/** What the user said, from nx.json or convoy.json; a missing key means: decide from the repository. */
export interface Config {
  /** Globs of manifests or folders, or unit ids: what is a unit though it lies among examples, and what is none. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly images: readonly ImageConfig[];
  /** By unit id. */
  readonly units: Readonly<Record<string, UnitConfig>>;
  readonly bump?: BumpConfig;
  readonly linked?: readonly LinkedConfig[];
  /** By name of the branch, or a pattern; a word alone is that of its prereleases. */
  readonly channels?: Readonly<Record<string, string | ChannelConfig>>;
  readonly branches?: BranchesConfig;
  readonly notes?: NotesConfig;
  /** Programs of the user's, by when they run: `before:apply`. */
  readonly hooks?: Readonly<Record<string, readonly HookConfig[]>>;
  readonly after?: AfterConfig;
  readonly references?: readonly ReferenceConfig[];
  /** Where names of registries lead, in place of what clients and this repository know. */
  readonly registries?: Readonly<Record<string, string>>;
  readonly evidence?: EvidenceConfig;
  /** Which machines of CI build and try what. */
  readonly matrix?: MachinesConfig;
  readonly package?: PackageConfig;
  readonly publish?: PublishConfig;
  /** By name. */
  readonly gates?: Readonly<Record<string, GateConfig>>;
  /** By unit id. */
  readonly assets?: Readonly<Record<string, readonly AssetConfig[]>>;
  /** Globs of files whose changes release nothing. */
  readonly ignore: readonly string[];
  /** Absent where nobody said how releases are made. */
  readonly release?: ReleaseConfig;
}

/** An image that no file of the repository describes well enough, or several from one file. */
/** What a name in FROM and COPY --from stands for: a folder, another image, or the packaged files of a unit. */
export type ContextConfig = { readonly folder: string } | { readonly image: string } | { readonly unit: string };

export interface ImageConfig {
  readonly name: string;
  readonly dockerfile: string;
  readonly context?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Unit ids or project names whose files are in the image, where its instructions do not tell. */
  readonly contains?: readonly string[];
  readonly platforms?: readonly string[];
  /** Variables that the build reads as secrets, by the id that it asks for. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** As the builder has them: where layers of earlier builds are taken from, and left for later ones. */
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  /** What names in FROM and COPY --from stand for. */
  readonly contexts?: Readonly<Record<string, ContextConfig>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export const builderNames = ['buildx', 'buildah', 'podman', 'docker'] as const;
export type BuilderName = (typeof builderNames)[number];

export interface BumpConfig {
  readonly zero?: 'shift' | 'minor' | 'plain' | 'mixed';
  readonly patch?: 'types' | 'deps' | 'any';
  readonly dependents?: DependentsConfig;
}

/**
 * follow: what is needed takes along who needs it. own: it does not, unless its code is inside of the other. auto: only those whose
 * requirements no longer admit it. compatible: as follow, but where its number breaks, who needs it breaks as well.
 */
export const dependentsWords = ['follow', 'own', 'auto', 'compatible'] as const;
export type DependentsConfig = (typeof dependentsWords)[number] | Readonly<Partial<Record<EdgeKind, PolicyWord>>>;

/**
 * What a release does to who needs it. always: it moves too, as far as the kind of edge has it. auto: only where its requirement no
 * longer admits the new version. same: as far. compatible: where the number breaks, it breaks as well, else it is patched.
 */
export const policyWords = ['never', 'auto', 'always', 'same', 'compatible'] as const;
export type PolicyWord = (typeof policyWords)[number];

/** A program with its arguments; one that writes files of the repository says which. */
export type HookConfig = readonly string[] | { readonly run: readonly string[]; readonly writes?: readonly string[] };

/** What the commit after a release does. */
export interface AfterConfig {
  /** By id of a unit, group, ecosystem, or `*`: a level and a suffix, such as `patch-dev` or `minor.dev0`. */
  readonly develop?: Readonly<Record<string, string>>;
  /** Whether changelogs get a new section for what comes next. */
  readonly unreleased?: boolean;
  readonly matrices?: readonly MatrixConfig[];
}

/** A table that gets a row with each release; `{cargo:core}` stands for the version of that unit. */
export interface MatrixConfig {
  readonly file: string;
  readonly row: string;
}

export interface NotesConfig {
  /** Of the drafts that people write, one for each tag. */
  readonly folder?: string;
  /** The file that the release commit holds the finished notes in, with {tag}; absent: none. */
  readonly out?: string;
}

export interface PackageConfig {
  /** Variables that builds may see though their names look like credentials: those that only read. */
  readonly env?: readonly string[];
  /** Globs of files in packages that look like secrets and are none. */
  readonly allow?: readonly string[];
  /** What builds images; absent: the first that works. */
  readonly images?: BuilderName;
}

export interface PublishConfig {
  /** Clients that upload in place of our own requests; each goes for what it knows. */
  readonly client?: ClientName | readonly ClientName[];
  readonly retry?: 'resume' | 'decision';
  /** Only what package-test has tried, in these very bytes. */
  readonly requireTest?: boolean;
  readonly policy?: PublishPolicy;
}

/** How patient a publish is: times are in seconds. What is absent is as usual. */
export interface PublishPolicy {
  readonly attempts?: number;
  readonly putOffs?: number;
  readonly silences?: number;
  readonly backOff?: Pauses;
  readonly poll?: Pauses;
  readonly settle?: number;
  readonly fresh?: number;
  readonly owner?: number;
}

/** Each twice as long as the one before, up to the longest. */
export interface Pauses {
  readonly first?: number;
  readonly most?: number;
}

/** Clients that can be asked to upload. What cargo publishes is always by cargo. */
export const clientNames = ['twine', 'uv', 'maturin', 'npm', 'helm', 'skopeo'] as const;
export type ClientName = (typeof clientNames)[number];

export interface EvidenceConfig {
  readonly folder?: string;
}

/** Something that must be shown before a release goes on. */
export interface GateConfig {
  /** For whoever decides: what must be true. */
  readonly says: string;
  /** Each that is absent means all. */
  readonly types?: readonly ReleaseType[];
  readonly bumps?: readonly Exclude<Level, 'none'>[];
  readonly units?: readonly string[];
  /** Names of recorded evidence that shows it; none where a person decides. */
  readonly evidence?: readonly string[];
}

/** A file that is handed out beside the packages: programs, libraries, the source, or a folder of results. Exactly one of them is told. */
export interface AssetConfig {
  /** With {name}, {version}, {tag}, {program}, {os}, {arch}, {abi}, {target}, {archive}, {exe}; the usual one of its kind if absent. */
  readonly name?: string;
  /** Programs of the crate: all of them, or these. */
  readonly programs?: boolean | readonly string[];
  /** How the crate is linked for others. */
  readonly libraries?: readonly LibraryKind[];
  /** The tree of the commit, as git archive has it. */
  readonly source?: boolean;
  /** Globs of what goes in as well, or of all that does. */
  readonly files?: readonly string[];
  /** The folder at the top of the archive, in the words of names; empty: none. */
  readonly top?: string;
  /** Rust targets; those of the unit if absent. */
  readonly targets?: readonly string[];
  /** What builds it: cargo if absent; by target where they differ. */
  readonly build?: BuilderWord | Readonly<Record<string, BuilderWord>>;
  readonly strip?: boolean;
  /** Other words for names: { "macos": "darwin", "amd64": "x86_64" }. */
  readonly words?: Readonly<Record<string, string>>;
  /** In bytes. */
  readonly size?: { readonly min?: number; readonly max?: number };
}

export const libraryKinds = ['cdylib', 'staticlib'] as const;
export type LibraryKind = (typeof libraryKinds)[number];

/** zig: cargo-zigbuild, which links for other systems by zig. */
export const builderWords = ['cargo', 'cross', 'zig'] as const;
export type BuilderWord = (typeof builderWords)[number];

/** A version that stands in a document, and moves with its unit. */
export interface ReferenceConfig {
  /** Globs of the files. */
  readonly files: readonly string[];
  /** The text around `{version}`, or a regular expression between slashes; absent: the files are only looked through for markers. */
  readonly find?: string;
  /** How often it stands there, all files together. */
  readonly expect?: number;
  /** Whose version it is; the units of the file's folder if absent. */
  readonly unit?: string;
}

/** What is said of one unit, in place of what its manifest tells. */
export interface UnitConfig {
  readonly group?: string;
  /** The pattern of its tags, with `{version}`. */
  readonly tag?: string;
  readonly registries?: readonly string[];
  readonly private?: boolean;
  /** Files and folders outside of its own that it is made from. */
  readonly sources?: readonly string[];
  /** Cargo features to build it with. */
  readonly features?: readonly string[];
  /** Commands that show that it works where it was just installed, with `{version}` and `{workspace}`. */
  readonly smoke?: readonly (readonly string[])[];
  /** Commands that try the packaged files further, before anybody gets them; with `{files}`, their folder, as well. */
  readonly integration?: readonly (readonly string[])[];
  /** The client that uploads it, in place of our own requests. */
  readonly client?: ClientName;
  /** Tags that move to it with each release that is the highest of theirs: `latest`, `{major}`, `{major}.{minor}`. */
  readonly labels?: readonly string[];
  /** Where its documentation appears once it is published, with `{name}` and `{version}`. */
  readonly docs?: readonly string[];
  /** Rust targets to build wheels, programs and libraries for; that of the machine if absent. */
  readonly targets?: readonly string[];
  /** Of an image: it is there already, by its digest, and is not built. */
  readonly image?: string;
  /** What builds it, where it is an image. */
  readonly builder?: BuilderName;
  /** Commands that run before it is packaged, in its folder of the copy. */
  readonly build?: readonly (readonly string[])[];
  readonly package?: OwnPackageConfig;
  readonly afterBuild?: readonly AfterBuildConfig[];
  readonly size?: SizeConfig;
  /** `semver`, or `calver:YYYY.0M.MICRO`. */
  readonly scheme?: string;
  /** What its releases do to those that need it. */
  readonly dependents?: DependentsConfig;
}

/** A command that makes the files of a unit, in place of what is usual in its ecosystem. */
export interface OwnPackageConfig {
  readonly run: readonly string[];
  /** Globs of what it makes, from where it runs. */
  readonly outputs: readonly string[];
  /** From the top of the workspace; the folder of the unit if absent. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How programs that have a part in it are asked for their versions. */
  readonly tools?: Readonly<Record<string, readonly string[]>>;
}

/** What is done to a file once it is made, and before it is measured: it is signed, notarised, stripped. */
export interface AfterBuildConfig {
  /** `{file}` stands for the path, which comes last where nothing says so. */
  readonly run: readonly string[];
  readonly files?: readonly string[];
  /** As Node calls them. */
  readonly os?: readonly string[];
  /** Variables that it gets though builds do not. */
  readonly secrets?: readonly string[];
}

/** Bytes of each file; growth in percent of all of them since an earlier release. */
export interface SizeConfig {
  readonly min?: number;
  readonly max?: number;
  readonly growth?: number;
}

/** Units of which those that are released together take the same bump, each its own numbers; or, by version, the same version. */
export type LinkedConfig = readonly string[] | { readonly units: readonly string[]; readonly by: 'bump' | 'version' };

export interface ChannelConfig {
  readonly preid?: string;
  readonly channel?: string;
}

export interface BranchesConfig {
  /** With `{line}`. */
  readonly maintenance?: readonly string[];
  /** With `{version}`. */
  readonly release?: readonly string[];
}

/** The parts of nx.json's `release` that are read here, in Nx's own words; all that stands there is in `raw`. */
export interface ReleaseConfig {
  readonly projects?: string | readonly string[];
  readonly groups?: Readonly<Record<string, ReleaseGroupConfig>>;
  readonly projectsRelationship?: ProjectsRelationship;
  readonly version?: VersionConfig;
  readonly releaseTag?: ReleaseTagConfig;
  readonly changelog?: ChangelogsConfig;
  readonly git?: GitConfig;
  readonly conventionalCommits?: ConventionalCommitsConfig;
  readonly versionPlans?: boolean | VersionPlansConfig;
  readonly raw: Readonly<Record<string, unknown>>;
}

export type ProjectsRelationship = 'fixed' | 'independent';

export interface ReleaseGroupConfig {
  readonly projects: string | readonly string[];
  readonly projectsRelationship?: ProjectsRelationship;
  readonly version?: VersionConfig;
  readonly releaseTag?: ReleaseTagConfig;
  readonly changelog?: boolean | ChangelogConfig;
  readonly versionPlans?: boolean | VersionPlansConfig;
}

export interface VersionConfig {
  readonly conventionalCommits?: boolean;
  readonly specifierSource?: 'prompt' | 'conventional-commits' | 'version-plans';
  readonly currentVersionResolver?: 'registry' | 'disk' | 'git-tag' | 'none';
  readonly fallbackCurrentVersionResolver?: 'disk';
  readonly versionPrefix?: 'auto' | '' | '~' | '^' | '=';
  readonly updateDependents?: 'auto' | 'always' | 'never';
  readonly adjustSemverBumpsForZeroMajorVersion?: boolean;
  readonly applyPreidToDependents?: boolean;
  readonly preserveLocalDependencyProtocols?: boolean;
  readonly preserveMatchingDependencyRanges?: boolean | readonly string[];
  readonly deleteVersionPlans?: boolean;
  readonly preVersionCommand?: string;
  readonly groupPreVersionCommand?: string;
  readonly git?: GitConfig;
}

export interface ReleaseTagConfig {
  readonly pattern?: string;
  readonly checkAllBranchesWhen?: boolean | readonly string[];
  readonly requireSemver?: boolean;
  readonly strictPreid?: boolean;
}

export interface ChangelogsConfig {
  readonly workspaceChangelog?: boolean | ChangelogConfig;
  readonly projectChangelogs?: boolean | ChangelogConfig;
  readonly automaticFromRef?: boolean;
  readonly git?: GitConfig;
}

export interface ChangelogConfig {
  readonly entryWhenNoChanges?: string | false;
  readonly file?: string | false;
  readonly renderer?: string;
  readonly renderOptions?: Readonly<Record<string, unknown>>;
}

export interface GitConfig {
  readonly commit?: boolean;
  readonly commitMessage?: string;
  readonly commitArgs?: string | readonly string[];
  readonly stageChanges?: boolean;
  readonly tag?: boolean;
  readonly tagMessage?: string;
  readonly tagArgs?: string | readonly string[];
  readonly push?: boolean;
  readonly pushArgs?: string | readonly string[];
  readonly pushRemote?: string;
}

export interface ConventionalCommitsConfig {
  readonly useCommitScope?: boolean;
  readonly types?: Readonly<Record<string, boolean | CommitTypeConfig>>;
}

export interface CommitTypeConfig {
  readonly semverBump?: 'major' | 'minor' | 'patch' | 'none';
  readonly changelog?: boolean | { readonly title?: string; readonly hidden?: boolean };
}

export interface VersionPlansConfig {
  readonly ignorePatternsForPlanCheck?: readonly string[];
}

export const noConfig: Config = { include: [], exclude: [], images: [], units: {}, ignore: [] };
