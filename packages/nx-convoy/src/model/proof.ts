/** What the client of a lock file says of it. Unproven: it could not tell, for want of an index or of the client itself. */
export type Finding = 'proven' | 'unproven' | 'refuted';

export interface Judgement {
  readonly is: Finding;
  /** The client's own words. */
  readonly why?: string;
}

/** How a client ended, and what it left of the lock file. */
export interface Said {
  readonly code: number;
  readonly text: string;
  readonly lock: string | undefined;
}

/**
 * How the client of a lock file is asked whether it is right: offline, in a folder that holds nothing that it could run of the
 * repository. `{scratch}` in a value of `env` stands for that folder.
 */
export interface Question {
  readonly lock: string;
  readonly client: string;
  readonly argv: readonly string[];
  /** Relative to the workspace, as all paths. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person runs to ask the same, with a network. */
  readonly command: string;
  /** Why the client of this version is none to ask; undefined where it is. */
  refuses?(version: string): string | undefined;
  judge(said: Said): Judgement;
}

/** Questions, and the files that the clients may see. */
export interface Inquiry {
  readonly files: ReadonlyMap<string, string>;
  readonly questions: readonly Question[];
}

export interface Verdict extends Judgement {
  readonly file: string;
  readonly client: string;
  /** Absent where the client is not here. */
  readonly version?: string;
  readonly command: string;
}
