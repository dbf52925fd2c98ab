import type { Config } from './config.ts';
import type { Step } from './delivery.ts';
import type { Graph } from './graph.ts';
import type { Image, ImagePart } from './image.ts';
import type { BuildJob } from './matrix.ts';
import type { Problem } from './problem.ts';
import type { Snapshot } from './snapshot.ts';
import type { Unit } from './unit.ts';

export type RunStep = Extract<Step, { readonly do: 'run' }>;

/** A command that makes what is for one platform: where it fails, that one cannot be made here, and others may. */
export interface MakingStep extends RunStep {
  readonly platform?: string;
}

/** What an ecosystem is told when it says how files are made. Folders are absolute: clients are told of them. */
export interface Packaging {
  /** All that are wanted of this ecosystem: some clients make several together. */
  readonly units: readonly Unit[];
  /** What git has below the workspace: what is committed, for nothing else is packaged. */
  readonly tracked: readonly string[];
  readonly graph: Graph;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly source: PackageSource;
  /** The top of the workspace. */
  readonly root: string;
  /** Stays between runs for speed alone. Who writes there does so below a key of its own: others package at the same time. */
  readonly cache: string;
  /** A short name for a set of units, the same in every run. */
  keyOf(ids: readonly string[]): string;
  readonly timeoutMs: number;
  /** Those of its ecosystem's choices that work here, with their versions. */
  readonly works: Readonly<Record<string, string>>;
  /** What of each unit is to be made here, where other machines make the rest; absent: all of it. */
  readonly part?: BuildJob;
  /** What was packaged of this very commit before: by jobs before this one, or by another run. Undefined where nothing was. */
  recorded(unit: string): Recorded | undefined;
}

/** What all that is made is made from. */
export interface PackageSource {
  readonly commit: string;
  /** Of the commit, as people read it, and in seconds since 1970. */
  readonly date: string;
  readonly epoch: number;
  /** Where the repository is at home, as its manifests tell. */
  readonly url?: string;
}

export interface Recorded {
  readonly version: string;
  /** Absolute: it holds the manifest, and what that one names. */
  readonly folder: string;
  readonly identity: Identity;
  readonly image?: { readonly name: string; readonly digest: string };
}

/** A program that has a part in what is made, and how it is asked for its version. */
export interface Tool {
  readonly name: string;
  readonly argv: readonly string[];
  /** What shows that it works, where telling a version does not: one of them is enough. */
  readonly proofs?: readonly ToolProof[];
}

/** It ends well and, where it matters, says so. */
export interface ToolProof {
  readonly argv: readonly string[];
  readonly says?: RegExp;
}

/** What beside the commit decides what is made. */
export interface MadeWith {
  readonly tools: readonly Tool[];
  /** Programs of which one is enough: which of them work is asked before there are jobs. */
  readonly choices?: readonly Tool[];
  /** Variables that such builds obey, whatever the commit says. */
  readonly reads: readonly string[];
}

/** Where the files of one unit are after the last step. */
export interface Making {
  readonly unit: string;
  readonly version: string;
  /** Relative names are taken from the scratch folder. */
  readonly folder: string;
  /** Absent: all files that are there, which must be one at least. */
  readonly names?: readonly string[];
  /** In place of names: patterns of files at any depth below the folder. Each must match; what is taken lies beside each other. */
  readonly globs?: readonly string[];
  /** In place of both: the OCI layout of an image, made of what builders left. */
  readonly image?: { readonly name: string; readonly parts: readonly ImagePart[] };
  /** Commands for this one alone, after those for all: where one fails, the other units of the job go on. */
  readonly steps?: readonly RunStep[];
  /** Units of the same job, before this one in it, without whose steps its own mean nothing. */
  readonly needs?: readonly string[];
}

/** bytes: made again from the same commit, it is the same file. content: it is not, and `why` says what in it differs. */
export type Identity = { readonly by: 'bytes' } | { readonly by: 'content'; readonly why: string };

/** What is looked at when the files are there, by a client; what it says against them is a problem of the unit. */
export interface Check {
  readonly unit: string;
  readonly step: RunStep;
  problem(said: string): Problem;
}

/** Told once its scratch folder is there: empty, absolute, and gone afterwards. */
export type JobIn = (scratch: string) => Job;

/** Commands, and the files that they must make. */
export interface Job extends Omit<MadeWith, 'choices'> {
  /** What is to be told of its units, whatever comes; an error keeps it from being carried out. */
  readonly problems?: readonly Problem[];
  /** Files that are there before the first step: below `tree` of the scratch folder, as they are committed, and as old as the commit. */
  readonly stage?: readonly string[];
  /** Folders that are there as well: some clients make none. */
  readonly folders?: readonly string[];
  /** Links that are there as well, below `tree`: where, and what they show. */
  readonly links?: Readonly<Record<string, string>>;
  /** Files below `tree` that hold another text than the commit has. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly steps: readonly MakingStep[];
  readonly checks?: readonly Check[];
  readonly makes: readonly Making[];
  /** By the versions of the tools. */
  identity(tools: Readonly<Record<string, string>>): Identity;
}

export interface MadeFile {
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly sha512: string;
  /** The machines that it is for, as their compilers call them; absent for all. */
  readonly platform?: string;
}

export interface Entry {
  readonly path: string;
  readonly size: number;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** A file that was made, and what is inside, where it is an archive. */
export interface Opened extends MadeFile {
  readonly entries: readonly Entry[];
  /** The bytes of an entry; undefined where there is none. */
  bytes(path: string): Uint8Array | undefined;
}

/** What was made for one unit, to be looked at before anybody gets it. */
export interface Made {
  readonly unit: Unit;
  readonly version: string;
  readonly files: readonly Opened[];
  readonly repo: Snapshot;
  /** Where it is an image. */
  readonly image?: Image;
  /** As it was told when its job was made; absent where files alone are looked at. */
  readonly asked?: Pick<Packaging, 'graph' | 'config' | 'source' | 'recorded' | 'part'>;
}
