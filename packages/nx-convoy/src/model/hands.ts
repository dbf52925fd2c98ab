import type { Pockets } from './credential.ts';
import type { Depot } from './depot.ts';
import type { Dock } from './dock.ts';
import type { Result } from './problem.ts';
import type { Theatre } from './rehearsal.ts';
import type { ClientSettings, TrialRoom, TrialRoomRules } from './trial.ts';
import type { Workshop, WorkshopRules } from './workshop.ts';
import type { GitAnswer } from './world.ts';

/** A file before and after; absent: there is no such file. */
export interface Rewritten {
  readonly file: string;
  readonly before?: string;
  readonly after?: string;
}

/** By any of these somebody says that nothing may be uploaded, though no option says so: Nx, whoever starts tasks, and npm, which keeps `--dry-run` of `npm run` to itself. */
export const dryRunVariables = ['CONVOY_DRY_RUN', 'NX_DRY_RUN', 'npm_config_dry_run'] as const;

/** A set of files that changes together. Whoever has one has the lock as well, until `leave`. */
export interface Transaction {
  /** What the beginner wrote down, for whoever has to end it. */
  readonly memo: string;
  /** The files themselves, where the workspace has links that lead to them. */
  readonly files: readonly Rewritten[];
  /** Whether any file is on its way to what it shall be. */
  hasMoved(): Promise<boolean>;
  /** Every file as it shall be; refused where somebody else has written one of them meanwhile: nobody can where it was begun a moment ago. */
  forward(meanwhile?: 'nothing has run'): Promise<Result<void>>;
  /** Every file as it was; refused as well, unless nobody else can have written there. */
  back(evenIf?: 'whatever stands there'): Promise<Result<void>>;
  /** It is done; what is needed to go back is kept until the next one is done. */
  keep(): Promise<void>;
  /** As if it had never begun. */
  forget(): Promise<void>;
  leave(): Promise<void>;
}

/** A folder of its own in which clients are asked; nothing that happens there reaches the workspace. */
export interface Scratch {
  ask(
    argv: readonly string[],
    how: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly timeoutMs: number },
  ): Promise<{ readonly code: number; readonly text: string; readonly failed?: 'absent' | 'late' }>;
  read(file: string): Promise<string | undefined>;
  /** Where a file of it is, for programs that are told. */
  path(file: string): string;
  leave(): Promise<void>;
}

/** What can be changed, and who can be asked. A world that only looks on has no hands. */
export interface Hands {
  /** Runs git as the user would: it may write, and hooks and signing keys are theirs. */
  git(args: readonly string[], input?: string): Promise<GitAnswer & { readonly answer: string }>;
  /** Runs a program of the user's at the top of the workspace, with all that they have in their environment. */
  run(
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number; readonly text: string }>;
  /** Writes down what is about to change. Not a byte of the files has changed yet; where it fails, nothing is left behind. */
  begin(name: string, files: readonly Rewritten[], memo: string): Promise<Result<Transaction>>;
  /** The one that was interrupted, or the last one that is done. */
  resume(which: 'open' | 'done'): Promise<Result<Transaction | undefined>>;
  /** A folder with these files alone, for clients that are asked of them. */
  scratch(files: ReadonlyMap<string, string>): Promise<Scratch>;
  /** From where a release is published. */
  dock(out: string): Promise<Result<Dock>>;
  /** Somebody said, beside the options, that nothing may be uploaded. */
  readonly isDryRun: boolean;
  /** Folders that machines hand to each other. */
  readonly depot: Depot;
  /** Where packages are made. */
  workshop(rules: WorkshopRules): Promise<Workshop>;
  /** Where what was made or published is tried: outside of the workspace, as on a machine that never saw it. */
  trialRoom(rules: TrialRoomRules): Promise<TrialRoom>;
  /** Where a release is rehearsed. */
  readonly theatre: Theatre;
  /** How the clients of this user are set up. */
  readonly clients: ClientSettings;
  /** Where credentials are looked for. */
  readonly pockets: Pockets;
  /** Whether something is there, by a path that git gave. */
  exists(path: string): boolean;
  /** Reads a file of the user's choosing, which need not belong to the workspace. */
  read(path: string): Promise<string | undefined>;
  /** Shows a text and asks; absent where nobody is there to answer. */
  readonly ask?: (shown: string, question: string) => Promise<boolean>;
}
