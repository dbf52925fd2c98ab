import type { Snapshot } from '../../../model/snapshot.ts';
import type { VersionSource } from '../../../model/unit.ts';
import type { Naming } from '../naming.ts';
import type { Project } from '../project.ts';
import type { SourceCode } from './code.ts';

/** A version as far as the files tell, and where it stands; `source` alone where only git, a crate or code knows it. */
export interface Versioned {
  readonly version?: string;
  readonly source: VersionSource;
}

/** What the readers of this folder share. */
export interface Reader {
  readonly project: Project;
  readonly naming: Naming;
  readonly repo: Snapshot;
  readonly code: SourceCode;
}
