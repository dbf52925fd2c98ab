import type { Problem } from './problem.ts';
import type { Registry } from './registry.ts';

/** A value that nobody prints: as text and in JSON it is `…`. */
export interface Secret {
  reveal(): string;
}

/** What lets somebody in at a registry, and where it was found: in words that can be shown, such as `CARGO_REGISTRY_TOKEN`. */
export type Credential =
  | { readonly is: 'token'; readonly token: Secret; readonly from: string }
  | { readonly is: 'basic'; readonly user: string; readonly password: Secret; readonly from: string };

/** Who wants to be let in: one name at one registry. */
export interface Entry {
  readonly registry: Registry;
  /** As the manifest names the registry; absent: the usual one. */
  readonly word?: string;
  /** As the registry calls what is published. */
  readonly name: string;
  /** The folder of its manifest: settings of clients lie there, and above. */
  readonly root?: string;
}

/** What is known about the way in. */
export type Access =
  | {
      readonly is: 'lease';
      readonly credential: Credential;
      /** Milliseconds since 1970; absent where nobody says that it ends. */
      readonly until?: number;
      /** The registry gave it out for this very job: it has told already that it lets us in. */
      readonly isMinted?: true;
      /** Where the client's own settings say that uploads go, if that is nowhere else. */
      readonly upload?: string;
    }
  /** Its client gets it from a keeper that shows it to nobody else. */
  | { readonly is: 'client'; readonly from: string }
  | { readonly is: 'none'; readonly problem: Problem };

/** Where credentials are had. What it gives out holds for some minutes at least: ask before each use. */
export interface CredentialDesk {
  /** `afresh`: what was given out before was refused. `at hand`: a question that is not worth a token of its own. */
  of(entry: Entry, how?: 'afresh' | 'at hand'): Promise<Access>;
  /** Hands back what was given out for this run alone. */
  leave(): Promise<void>;
}

/** Where people and CI keep what opens registries. Only shell/ looks there. */
export interface Pockets {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly system: 'linux' | 'macos' | 'windows';
  /** A file of the workspace, below `~/`, or by an absolute path. */
  read(path: string): string | undefined;
  /** Asks a helper of the user's by the name of its program. */
  help(argv: readonly string[], input: string): Promise<{ readonly code: number; readonly answer: string }>;
  /** From now on it stands in no log, message or answer, in whichever form clients write it. */
  hide(secret: string): void;
}
