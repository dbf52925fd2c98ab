/** What a name such as `refs/heads/main` stands for. */
export interface Ref {
  readonly ref: string;
  readonly sha: string;
  readonly type: 'commit' | 'tag' | 'tree' | 'blob';
}

/** An annotated tag. */
export interface Tag {
  readonly sha: string;
  readonly tag: string;
  readonly message: string;
  readonly tagger: Person;
  readonly object: { readonly sha: string; readonly type: string };
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

export type Moved = Ref | 'no-ref' | 'no-object' | 'not-forward' | 'there';

export interface Merge {
  readonly base: string;
  readonly head: string;
  readonly how: 'merge' | 'squash' | 'rebase';
  readonly message: string;
}

/** The names, tags and commits of one repository: real ones of git, or as clients told them. */
export interface Refs {
  list(prefix: string): Promise<readonly Ref[]>;
  get(ref: string): Promise<Ref | undefined>;
  create(ref: string, sha: string): Promise<Moved>;
  move(ref: string, sha: string, force: boolean): Promise<Moved>;
  remove(ref: string): Promise<boolean>;
  tag(sha: string): Promise<Tag | undefined>;
  makeTag(tag: Omit<Tag, 'sha'>): Promise<Tag | 'no-object'>;
  commit(sha: string): Promise<Commit | undefined>;
  /** The commit that a branch, a tag, a ref or a commit's own name stands for. */
  resolve(name: string): Promise<string | undefined>;
  /** Commits, newest first, from this one back, without those that lead to the other. */
  log(to: string, most: number, from?: string): Promise<readonly string[]>;
  changes(from: string, to: string): Promise<readonly (readonly [status: string, path: string])[]>;
  /** Makes the commit that a merge gives, and moves no name; nothing where the two do not go together that way. */
  merge(merge: Merge): Promise<string | undefined>;
}

/** As `git check-ref-format` allows them, which keeps every option and expression of git out. */
export function isRefName(ref: string): boolean {
  const parts = ref.split('/');
  if (!ref.startsWith('refs/') || parts.length < 3) return false;
  if (parts.some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock'))) return false;
  return !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\.$/u.test(ref);
}

export const isSha = (text: string): boolean => /^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(text);
