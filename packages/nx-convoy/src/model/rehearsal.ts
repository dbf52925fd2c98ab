import type { Overlay } from './overlay.ts';
import type { Problem, Result } from './problem.ts';
import type { ProtocolId } from './registry.ts';

/** Where the clients of this user get what others have published. */
export interface Supply {
  /** Another than the public one: as the embedded registry asks it. */
  readonly url?: string;
  /** Files that were fetched earlier, for when nobody answers. */
  readonly folder?: string;
  /** What the client is told besides in its file of settings: how this user builds, and what needs the token of the embedded registry. */
  readonly settings?: (token: string) => string;
  /** Why it cannot stand behind an embedded registry. */
  readonly problem?: Problem;
}

export interface RehearsalRules {
  /** What nobody has committed goes along, as one commit on the clone. */
  readonly includeDirty: boolean;
  /** Nobody is asked: only what was fetched before is there. */
  readonly isOffline: boolean;
  /** By protocol, as far as clients have sources of their own. */
  readonly supplies: Readonly<Partial<Record<ProtocolId, Supply>>>;
  /** Names by which manifests know registries of crates: each leads to the embedded one. */
  readonly crateWords: readonly string[];
  /** Variables that reach children though they look like credentials: those that only read. */
  readonly lets: readonly string[];
}

export interface ChildEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly isKilled: boolean;
  /** Somebody wants all of this to end. */
  readonly isStopped: boolean;
}

export interface Performing {
  /** Laid over the configuration, for this child alone. */
  readonly overlay?: Overlay;
  /** Each line of its stdout, when it comes. */
  readonly line?: (line: string) => void;
  /** SIGKILL once the journal has grown by so many lines. */
  readonly killAfter?: number;
}

/** Something that goes wrong on demand, in the words of the embedded registries. */
export type Disturbance = {
  readonly registry: string;
  readonly on?: 'index' | 'download' | 'publish';
  readonly nth?: number;
  readonly times?: number;
} & (
  | { readonly does: 'refuse'; readonly status: number; readonly retryAfter?: number }
  | { readonly does: 'lose-reply' }
  | { readonly does: 'reset'; readonly when: 'before' | 'during' | 'after' }
  | { readonly does: 'lag'; readonly ms: number }
);

/** A clone, and registries that live as long as it does; nothing that happens there reaches the repository. */
export interface RehearsalStage {
  /** The top of the workspace in the clone. */
  readonly folder: string;
  /** Outside of the clone, for what is passed on from verb to verb. */
  path(name: string): string;
  readonly urls: Readonly<Record<ProtocolId, string>>;
  /** Who gave no answer when it was asked whether it is there: fetched files stand in for it. */
  readonly offline: readonly ProtocolId[];
  /** Runs a verb of this very tool in the clone, as a process of its own. */
  perform(argv: readonly string[], how?: Performing): Promise<ChildEnd>;
  read(path: string): Promise<string | undefined>;
  /** Puts a file there, and tells where it is. */
  write(name: string, text: string): Promise<string>;
  disturb(disturbances: readonly Disturbance[]): void;
  calm(): void;
  /** What was sent to be kept since `since` such requests, as the registries saw it. */
  uploads(): readonly string[];
  /** What a registry answered to requests that it could not serve, each once. */
  troubles(): readonly string[];
  /** Empty registries at the same addresses, and no journal: what was packaged stays. */
  renew(): Promise<void>;
  /** The variables that point a shell at the registries are in this file. */
  readonly shellFile: string;
  /** Until somebody presses Ctrl-C. */
  untilStopped(): Promise<void>;
  leave(keepFiles: boolean): Promise<void>;
}

/** Tells a person what is at work. */
export interface Prompter {
  /** What is at work now; shown with its time on a terminal only. */
  now(text: string): void;
  /** A line that stays. */
  say(line: string): void;
  end(): void;
}

export interface Theatre {
  open(rules: RehearsalRules): Promise<Result<RehearsalStage>>;
  readonly prompter: Prompter;
  /** Writes the report; in the folder of releases git sees nothing of it. */
  record(path: string, text: string): Promise<void>;
}
