/** A commit as the log tells it: who, what was said, and which files it touched. */
export interface Commit {
  readonly id: string;
  readonly author: string;
  readonly email: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

export interface FileChange {
  readonly status: 'added' | 'changed' | 'deleted';
  readonly path: string;
}

export interface Tag {
  readonly name: string;
  /** The commit it leads to, through an annotated tag. */
  readonly commit: string;
  /**
   * Where it stands for HEAD, which does not build upon its commit: a release is often written down by a commit beside the line, on top of
   * one that is on it.
   */
  readonly beside?: string;
  /** Where its line left that of HEAD, which does not build upon it: a release branch that was never merged. */
  readonly fork?: string;
}

/** The checkout that a plan is made in. */
export interface Checkout {
  /** Absent before the first commit. */
  readonly head?: string;
  /** Absent where HEAD is detached. */
  readonly branch?: string;
  /** Where the branch is pushed to, as git writes it: `origin/main`. */
  readonly upstream?: string;
  readonly isShallow: boolean;
  /** The workspace's folder inside of the checkout, with a slash behind it; empty at its top. */
  readonly prefix: string;
  /** Files that differ from HEAD, a few of them. */
  readonly dirty: readonly string[];
}

/** Every commit that HEAD reaches, children before parents, with the parents as positions in the same list. */
export interface Ancestry {
  readonly ids: readonly string[];
  readonly at: ReadonlyMap<string, number>;
  readonly parents: readonly (readonly number[])[];
}
