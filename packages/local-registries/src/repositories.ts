import { gitFolder, type GitFolder } from './sources/git.ts';

/** A repository of the forge, as the options declare it. */
export interface RepositoryOptions {
  /** A folder of git, bare or not, whose refs, tags and commits are the repository's own; without, refs are kept as they are told. */
  readonly git?: string;
  /** What HEAD names in that folder, or `main`, unless told. */
  readonly defaultBranch?: string;
  /** Nobody without a token learns that it is there. */
  readonly isPrivate?: boolean;
  /** It can be read only, because it is archived. */
  readonly isArchived?: boolean;
  /** Whether the tokens may write to it: yes, unless told. */
  readonly mayWrite?: boolean;
}

/** `owner/name` to what is known of it. */
export type RepositoriesOptions = Readonly<Record<string, RepositoryOptions>>;

export interface DeclaredRepository extends Omit<RepositoryOptions, 'git'> {
  readonly owner: string;
  readonly name: string;
  readonly git?: GitFolder;
}

/** By lower-case name, as forges compare them. */
export type DeclaredRepositories = ReadonlyMap<string, DeclaredRepository>;

export function declared(options: RepositoriesOptions): DeclaredRepositories {
  return new Map(
    Object.entries(options).map(([full, { git, ...rest }]) => {
      const [, owner = '', name = ''] = /^([^/]+)\/([^/]+)$/.exec(full) ?? [];
      if (name === '') throw new Error(`"${full}" is no repository: write it as owner/name.`);
      const repository = { ...rest, owner, name, ...(git === undefined ? {} : { git: gitFolder(git) }) };
      return [full.toLowerCase(), repository] as const;
    }),
  );
}
