import type { Config } from './config.ts';
import type { RunStep, Tool } from './packaging.ts';
import type { Released } from './registry.ts';
import type { Snapshot } from './snapshot.ts';
import type { Unit } from './unit.ts';
import type { StepEnd } from './workshop.ts';

/** Where what is tried comes from: as users get it, or exactly the files that were made. */
export type TrialSource =
  | {
      readonly is: 'registry';
      readonly released: Released;
      /** What the registry says that it is, where it says: a reference by digest is one that clients check. */
      readonly digest?: string;
      /** As the manifest names the registry; absent: the usual one. Variables of clients are called after it. */
      readonly word?: string;
    }
  | {
      readonly is: 'files';
      /** As its registry will write it. */
      readonly version: string;
      /** Absolute; one of several fits this machine, and the client finds out which. */
      readonly files: readonly string[];
      /** What it needs of the same release, which no registry has yet: by unit, what it needs first. */
      readonly needs: readonly { readonly unit: Unit; readonly version: string; readonly files: readonly string[] }[];
    };

/** The settings of the clients of this user, to be read: where packages come from is theirs to say, also in a clean place. */
export interface ClientSettings {
  /** As Node calls them. Programs of a virtual environment lie elsewhere on win32. */
  readonly os: string;
  readonly arch: string;
  /** The top of the workspace, absolute. */
  readonly workspace: string;
  /** Undefined where it is not set, or opens something. */
  variable(name: string): string | undefined;
  /** Absolute, or below the home folder: `~/.npmrc`. Whoever reads takes nothing from it that opens anything. */
  file(path: string): string | undefined;
  /** An absolute path of what is meant from the home folder. */
  at(path: string): string;
}

/** What an ecosystem is told when it says how a user would install a unit and see that it works. */
export interface Trying {
  readonly unit: Unit;
  readonly from: TrialSource;
  /** Is installed before, for those who come from there. */
  readonly before?: TrialSource;
  /** Commands that take the place of the ecosystem's own in showing that it works. */
  readonly smoke?: readonly (readonly string[])[];
  /** By which Python: `3.12`; whichever is usual here if absent. */
  readonly python?: string;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly settings: ClientSettings;
  /** Where charts are also installed, and removed again. */
  readonly cluster?: { readonly context: string; readonly namespace: string; readonly settings: string };
  readonly timeoutMs: number;
}

/** A command in the trial's folder, by an absolute or relative `cwd`. */
export interface TrialStep extends RunStep {
  /** A file below the folder that gets what it said. */
  readonly keep?: string;
}

/** A file that the client has left in the trial's folder. */
export interface Trace {
  /** Below the folder. */
  readonly file: string;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Undefined where it is not text, or too much of it. */
  readonly text?: string;
}

/** What the client has fetched of the unit itself, by its own account. */
export interface Fetched {
  /** A registry of images keeps files below a manifest, and both have a digest. */
  readonly of: 'file' | 'manifest';
  /** The name of the file, where it is one of several. */
  readonly name?: string;
  /** As registries write them: `sha256:…`, `sha512-…`. */
  readonly digest: string;
}

/** Told once its folder is there: absolute, outside of the workspace, and gone afterwards. */
export type TrialIn = (folder: string) => Trial;

/** How one unit is installed in a clean place and tried, as data. */
export interface Trial {
  /** All of them must be here. */
  readonly tools: readonly Tool[];
  /** Texts that are there before the first step, by path below the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Beside the little that a clean place takes over from its surroundings. */
  readonly env: Readonly<Record<string, string>>;
  /** Where what is installed has its programs: first on PATH. */
  readonly paths: readonly string[];
  readonly prepare: readonly TrialStep[];
  /** Installs what `before` says; empty where nothing was there before. */
  readonly before: readonly TrialStep[];
  readonly install: readonly TrialStep[];
  readonly smoke: readonly TrialStep[];
  /** Carried out however the others end. */
  readonly after: readonly TrialStep[];
  /** How the client says that a registry does not show the version: later it may. */
  readonly unseen: Pick<RegExp, 'test'>;
  /** Files that tell what was fetched; `*` stands for one name, or a part of one. */
  readonly traces: readonly string[];
  fetched(found: readonly Trace[]): readonly Fetched[];
}

/** A folder of its own with a home and caches that nobody has used. Nothing in it opens anything but what is named in `lets`. */
export interface TrialRoom {
  readonly folder: string;
  /** Undefined where it is not here or does not work. */
  version(tool: Tool): Promise<string | undefined>;
  /** Puts the files of a trial there. */
  furnish(trial: Trial): Promise<void>;
  run(step: TrialStep, trial: Trial): Promise<StepEnd>;
  traces(patterns: readonly string[]): Promise<readonly Trace[]>;
  leave(): Promise<void>;
}

export interface TrialRoomRules {
  /** Variables that reach a client though they look like credentials: those that only read. They win over a trial's own. */
  readonly lets: readonly string[];
}
