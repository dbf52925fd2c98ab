import type { EdgeKind } from './claim.ts';
import type { Problem } from './problem.ts';
import type { Presence } from './registry.ts';

/** How far a change reaches. `none` changes nothing that is released. */
export const levels = ['none', 'patch', 'minor', 'major'] as const;
export type Level = (typeof levels)[number];

/** Why a version moves, with what a person can look up. */
export type Because = { readonly text: string } & (
  | { readonly commit: string }
  | { readonly unit: string }
  | { readonly group: string }
  | { readonly request: string }
  | { readonly evidence: string }
);

export interface PlannedVersion {
  /** Absent at a first release. */
  readonly from?: string;
  readonly to: string;
  /** How it gets from the one to the other: by a level, or otherwise. */
  readonly bump: Level | 'first' | 'prerelease' | 'release' | 'as written' | 'requested';
  /** As its registry writes it: `1.2.0rc1` on PyPI. */
  readonly spelling: string;
}

export interface PlannedUnit {
  readonly id: string;
  readonly project: string;
  readonly ecosystem: string;
  readonly name: string;
  readonly root: string;
  readonly manifest: string;
  readonly private: boolean;
  readonly registries: readonly string[];
  readonly group?: string;
  readonly version: PlannedVersion;
  readonly because: readonly Because[];
}

export interface PlannedEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly file: string;
  readonly line: number;
  readonly range?: string;
}

/** One value that changes; `before` and `after` are the values, not the lines. */
export interface PlannedEdit {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
  readonly why: string;
  /** It stands in a comment or a template of a file that has a format: it is looked for in the line as it is. */
  readonly isText?: true;
}

export interface PlannedTag {
  readonly name: string;
  readonly units: readonly string[];
  readonly message: string;
}

/** One piece of a file that becomes another: `before` starts at the beginning of that line, which counts from 1. */
export interface Splice {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Text for a changelog. `{{date}}` stands in headings where apply writes the day, `{{date:D MMM YYYY}}` where the file has its
 * own form, and `{{entry}}` in a splice for the entry.
 */
export interface PlannedChangelog {
  readonly file: string;
  readonly units: readonly string[];
  /** The sections of this release as they will stand in the file, what people wrote by hand included. */
  readonly entry: string;
  /** What changes in the file; none where it says all already. A file that is not there is made from the only one. */
  readonly splices: readonly Splice[];
  /** A module of the workspace that apply asks for the text in place of this one: no such code runs while planning. */
  readonly renderer?: string;
}

/** What is told of a release: on the forge, in its tag, in an announcement. */
export interface PlannedNotes {
  /** The committed draft that holds the prose, or that would: it is read, and never written. */
  readonly file: string;
  readonly text: string;
  /** The file that the release commit holds the text in; absent: none. `{{date}}` is filled in, `{{checksums}}` stays. */
  readonly out?: string;
  readonly tag: string;
  readonly units: readonly string[];
  readonly title: string;
  /** One sentence; absent where nobody wrote one. */
  readonly summary?: string;
  readonly isDrafted: boolean;
}

/** What must be shown before this release goes on. */
export interface PlannedGate {
  readonly name: string;
  readonly says: string;
  readonly units: readonly string[];
  /** Names of the evidence that shows it; absent where a person decides. */
  readonly evidence?: readonly string[];
}

/** A file that is handed out beside the packages; `{os}`, `{arch}` and `{target}` are filled in where it is built. */
export interface PlannedAsset {
  readonly unit: string;
  readonly name: string;
  /** The Rust target that it is built for; absent where it is for all, or where nobody said. */
  readonly target?: string;
  readonly files: readonly string[];
}

export interface PlanProblem extends Omit<Problem, 'where'> {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** What one registry said of one unit: it may say something else a minute later. */
export interface RegistryAnswer {
  readonly unit: string;
  readonly registry: string;
  /** What the unit is called there. */
  readonly name: string;
  readonly version: string;
  readonly is: Presence['is'];
  readonly digest?: string;
  readonly isYanked?: boolean;
  readonly isDeleted?: boolean;
  /** Nothing of that name was ever published there. */
  readonly isNewName?: boolean;
}

export interface RegistryChecks {
  readonly answers: readonly RegistryAnswer[];
  readonly problems: readonly PlanProblem[];
}

/** The contract with other programs and with later verbs: schema 1. Same inputs, same bytes, on any machine. */
export interface Plan {
  readonly schema: 1;
  /** Absent value `null`: a plan of a tree that no commit holds; it is never applied. */
  readonly id: string | null;
  readonly date: string;
  readonly tool: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly config: string;
  readonly base: {
    readonly commit: string | null;
    readonly tags: readonly { readonly name: string; readonly commit: string }[];
    readonly branch: string | null;
  };
  readonly units: readonly PlannedUnit[];
  readonly edges: readonly PlannedEdge[];
  readonly waves: readonly (readonly string[])[];
  readonly edits: readonly PlannedEdit[];
  readonly changelogs: readonly PlannedChangelog[];
  readonly notes: readonly PlannedNotes[];
  readonly tags: readonly PlannedTag[];
  readonly gates: readonly PlannedGate[];
  readonly assets: readonly PlannedAsset[];
  /** Version plans that this release uses up, for apply to delete; absent where it uses none. */
  readonly versionPlans?: readonly string[];
  readonly problems: readonly PlanProblem[];
  /** What differs between machines and moments: how this clone is set up, what registries answered. No part of the id. */
  readonly checks?: { readonly clone?: readonly PlanProblem[]; readonly registries?: RegistryChecks };
}

/** Of the plan itself, and of what registries said. How somebody's clone is set up concerns nobody else. */
export const sharedProblems = ({ problems, checks }: Pick<Plan, 'problems' | 'checks'>): readonly PlanProblem[] => [
  ...problems,
  ...(checks?.registries?.problems ?? []),
];

/** Those of this clone as well. */
export const allProblems = (plan: Pick<Plan, 'problems' | 'checks'>): readonly PlanProblem[] => [
  ...sharedProblems(plan),
  ...(plan.checks?.clone ?? []),
];
