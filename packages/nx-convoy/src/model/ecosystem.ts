import type { Claim } from './claim.ts';
import type { Compilation, Compiling, HostQuestion } from './compiling.ts';
import type { Config } from './config.ts';
import type { DocumentationPage, Documented } from './documentation.ts';
import type { Edit, Rewriting } from './edit.ts';
import type { Carrier, Delivering } from './delivering.ts';
import type { Spread } from './matrix.ts';
import type { JobIn, Made, MadeWith, Opened, Packaging } from './packaging.ts';
import type { Problem, Result } from './problem.ts';
import type { Inquiry } from './proof.ts';
import type { Registry } from './registry.ts';
import type { Supply } from './rehearsal.ts';
import type { Sharing } from './shared.ts';
import type { Snapshot } from './snapshot.ts';
import type { ClientSettings, TrialIn, Trying } from './trial.ts';
import type { Found, Unit } from './unit.ts';

/** A manifest that is no unit, with the reason a person can check. */
export interface Ignored {
  readonly file: string;
  readonly why: string;
}

export interface Survey {
  readonly units: readonly Found[];
  readonly claims: readonly Claim[];
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}

/** What a registry takes, as data: the first rule that does not hold is told by its sentence. */
export interface Rule {
  readonly holds: Pick<RegExp, 'test'>;
  readonly says: string;
}

export interface RegistryRules {
  /** Where its units go if nobody says otherwise; absent where there is no such place. */
  readonly usual?: string;
  readonly names: readonly Rule[];
  /** What one place refuses beside, of the name as it is there: Docker Hub has rules of its own. */
  namesAt?(registry: Registry): readonly Rule[];
  /** Of versions as they are spelled there. */
  readonly versions?: readonly Rule[];
}

/** A unit at one of its registries. */
export interface Addressed {
  readonly registry: Registry;
  readonly name: string;
}

/** One kind of thing that ships. It reads text and gives data: it never runs, writes or fetches. */
export interface Ecosystem {
  readonly id: string;
  /** Flat globs of the manifests: Nx 22.7 cannot read nested braces. */
  readonly globs: readonly string[];
  /** The whole repository at once. */
  survey(repo: Snapshot, config: Config): Survey;
  /** One spelling for names that its registry takes as the same (PEP 503); absent where names are exact. */
  normalise?(name: string): string;
  /** A version as its registry writes it. */
  spell(version: string): Result<string>;
  /** Whether a requirement accepts a version; undefined where the range is not one. */
  admits(range: string, version: string): boolean | undefined;
  /** Its lock files, brought along: only what they say of this repository changes. Absent where it has none. */
  rewrite?(release: Rewriting): Result<readonly Edit[]>;
  /** How its clients are asked of the lock files that a release concerns; `touched` are the files that it changes. */
  inquire?(repo: Snapshot, touched: ReadonlySet<string>): Inquiry;
  /** What beside the commit decides what is made: programs and variables. A cache asks for them before it knows the jobs. */
  readonly madeWith?: MadeWith;
  /** How the files of units are made. Absent where none can be made. */
  package?(asked: Packaging): Result<readonly JobIn[]>;
  /** Over which machines the files of a unit are made; absent or undefined: one makes them all, whichever it is. */
  spread?(unit: Unit, repo: Snapshot, config: Config): Spread | undefined;
  /** Whether it has `units.<id>.build` run first: where it packages in a copy of the commit. */
  readonly buildsFirst?: true;
  /** How programs and libraries of its units are built for one kind of machine; absent where none are. */
  readonly compiler?: { readonly host: HostQuestion; compile(asked: Compiling): Result<Compilation> };
  /** What is wrong with what was made, beside what is wrong with any package. */
  inspect?(made: Made): readonly Problem[];
  /** The client that uploads one of its files; absent: its registry's protocol does. */
  deliver?(asked: Delivering): Carrier | undefined;
  /** Tags that move with its releases where nobody says otherwise: `latest`, `{major}`. */
  readonly labels?: readonly string[];
  /** Whether two files that differ in bytes are the same in all that counts; undefined where that cannot be told. */
  isSame?(ours: Opened, theirs: Opened): boolean | undefined;
  /**
   * How a user would install one of its units, and see that it works: one way or several, of which the first is taken whose tools are here.
   * None where there is nothing to install.
   */
  verify?(asked: Trying): Result<readonly TrialIn[]>;
  /** Where documentation appears by itself once a version is published. */
  documented?(asked: Documented): readonly DocumentationPage[];
  /** Files that several of its units take values from; absent where each unit's folder holds all that it is made of. */
  readonly sharing?: Sharing;
  /** Where this user's client gets what others have published, as its own settings say; absent where it says nothing of that. */
  readonly supply?: (user: ClientSettings) => Supply;
  /** What its registries refuse, whatever the client says before. */
  readonly registry?: RegistryRules;
  /**
   * Where a word of a unit's registries leads (absent: to its usual place), and what the unit is called there. Failed where neither clients
   * nor the settings of this repository know the word (REGISTRY_UNDESCRIBED), or where the place cannot be asked (REGISTRY_UNASKABLE).
   */
  locate?(
    word: string | undefined,
    unit: Pick<Found, 'name' | 'root'>,
    repo: Snapshot,
    user?: ClientSettings,
  ): Result<Addressed>;
}
