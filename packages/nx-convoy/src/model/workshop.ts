import type { Job, MadeFile, RunStep, Tool } from './packaging.ts';

export interface StepEnd {
  readonly code: number;
  /** The end of what it said, without secrets. */
  readonly tail: string;
  readonly failed?: 'absent' | 'late';
}

/** How children are started: what of the user's environment they do not get, and what they get beside. */
export interface WorkshopRules {
  /** Relative to the workspace. */
  readonly out: string;
  /** Names of variables that reach a child though they look like credentials. */
  readonly lets: readonly string[];
  /** Names of variables that reach none but the steps that name them as secrets, whatever they look like. */
  readonly keeps: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** When all that is made was made, in seconds since 1970: the age of files gets into archives and manifests. */
  readonly epoch: number;
}

/** A file by its path from where it was made, and its name from then on. */
export interface Taken {
  readonly path: string;
  readonly as: string;
}

/** Where files are made. Nothing of it is seen below `out` before it is whole. */
export interface Bench {
  readonly scratch: string;
  /** Puts files of the commit below `tree`, with what a job wants beside them; failed is what git says against it. */
  stage(files: readonly string[], beside: Pick<Job, 'folders' | 'links'>): Promise<StepEnd>;
  /** Runs one command; all that it says goes to the log, as it comes. */
  run(step: RunStep): Promise<StepEnd>;
  /** Files in a folder, or at any depth below it, by their paths from there, sorted; none where there is no such folder. */
  list(folder: string, depth: 'in' | 'below'): Promise<readonly string[]>;
  /** Takes files over into the folder of a slug, and measures them. */
  take(slug: string, folder: string, files: readonly Taken[]): Promise<readonly MadeFile[]>;
  /** A file, by a path from the scratch folder or an absolute one; undefined where there is none. A link is what it leads to. */
  open(path: string): Promise<{ readonly bytes: Uint8Array; readonly isExecutable: boolean } | undefined>;
  /** Copies a file to where it may be changed, in the scratch folder. */
  lay(from: string, to: string): Promise<void>;
  /** Takes over what was made in memory, and measures it. */
  add(slug: string, name: string, bytes: Uint8Array): Promise<MadeFile>;
  /** A file of the scratch folder, as a whole, or how large it is. */
  look(file: string): Promise<Uint8Array | undefined>;
  size(file: string): Promise<number | undefined>;
  /** Puts a file into the scratch folder, as old as the commit. */
  place(file: string, text: string | Uint8Array): Promise<void>;
  read(slug: string, name: string): Promise<Uint8Array>;
  /** The same piece by piece, for what may be too large. */
  pieces(slug: string, name: string): AsyncIterable<Uint8Array>;
  write(slug: string, name: string, text: string): Promise<void>;
  /** The folder of a slug becomes the one that people see, with the log; what was there is gone. */
  keep(ecosystem: string, slug: string): Promise<void>;
  /** Nothing but the log is left of it. */
  give(ecosystem: string, slug: string): Promise<void>;
  leave(): Promise<void>;
}

export interface Workshop {
  readonly root: string;
  readonly cache: string;
  readonly platform: { readonly os: string; readonly arch: string };
  /** Variables that were kept from children. */
  readonly withheld: readonly string[];
  /** Digests of the values of those that are set. */
  variables(names: readonly string[]): Readonly<Record<string, string>>;
  /** Undefined where it is not here or does not work. */
  version(tool: Tool): Promise<string | undefined>;
  begin(): Promise<Bench>;
  /** Drops what builds have kept for speed. */
  clean(): Promise<void>;
}
