import type { House } from '../protocol.ts';
import type { DeclaredRepository } from '../repositories.ts';
import type { Role } from '../server/route.ts';
import type { Caller } from '../server/tokens.ts';
import { ForgeProblem, notFound } from './problem.ts';
import { gitRefs } from './refs/git-refs.ts';
import { keptRefs, type KeptRefs } from './refs/kept-refs.ts';
import type { Refs } from './refs/refs.ts';

/** A repository, as a request names it. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly full: string;
  /** What it is kept under. */
  readonly key: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly defaultBranch: string;
  readonly refs: Refs;
}

export type FindRepository = (owner: string, name: string, caller: Caller, role: Role) => Promise<Repository>;

/** Finds repositories, and tells strangers no more of them than GitHub does. */
export async function repositories(house: House): Promise<FindRepository> {
  const kept = await keptRefs(house);
  return async (owner, name, caller, role) => {
    const key = `${owner}/${name}`.toLowerCase();
    const known: DeclaredRepository | undefined =
      house.repositories === undefined ? { owner, name } : house.repositories.get(key);
    if (known === undefined || (known.isPrivate === true && caller.is !== 'known')) throw notFound();
    if (writing.has(role)) mayWrite(known);
    return opened(known, key, kept);
  };
}

const writing: ReadonlySet<Role> = new Set(['publish', 'change']);

function mayWrite({ isArchived = false, mayWrite = true }: DeclaredRepository): void {
  if (!mayWrite) throw new ForgeProblem(403, 'Resource not accessible by personal access token');
  if (isArchived) throw new ForgeProblem(403, 'Repository was archived so is read-only.');
}

async function opened(known: DeclaredRepository, key: string, kept: KeptRefs): Promise<Repository> {
  const { owner, name, git, isPrivate = false, isArchived = false } = known;
  const defaultBranch = known.defaultBranch ?? (await git?.defaultBranch()) ?? 'main';
  const refs = git === undefined ? kept(key, defaultBranch) : gitRefs(git);
  return { owner, name, full: `${owner}/${name}`, key, isPrivate, isArchived, defaultBranch, refs };
}
