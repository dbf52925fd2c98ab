import type { Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import type { Method, Params, Role } from '../server/route.ts';
import type { Links } from './links.ts';
import { ForgeProblem } from './problem.ts';
import type { Repository } from './repository.ts';

/** One request to the forge. */
export interface Call<P = object> extends Ask<P> {
  readonly links: Links;
  /** Who asks; `ghost` is nobody. */
  readonly login: string;
  /** The body as JSON; one that is empty is an empty object, as GitHub takes it. */
  readonly said: () => Promise<unknown>;
}

export interface RepositoryCall<P = object> extends Call<P> {
  readonly repository: Repository;
}

/** A route before it is mounted. */
export interface ForgeRoute {
  readonly method: Method;
  readonly path: string;
  readonly role: Role;
  /** Whether its path names a repository. */
  readonly isInside: boolean;
  /** Whether the path begins with the upload address. */
  readonly isUpload: boolean;
  readonly answer: (call: RepositoryCall<Readonly<Record<string, string>>> | Call) => Promise<Answer>;
}

/** A route that no repository has to be known for. */
export function anywhere<const Path extends string>(
  method: Method,
  path: Path,
  role: Role,
  answer: (call: Call<Params<Path>>) => Answer | Promise<Answer>,
): ForgeRoute {
  // The matcher fills exactly the parameters that the path names.
  return {
    method,
    path,
    role,
    isInside: false,
    isUpload: false,
    answer: async (call) => answer(call as unknown as Call<Params<Path>>),
  };
}

/** A route below `/repos/:owner/:repo`. */
export function within<const Path extends string>(
  method: Method,
  path: Path,
  role: Role,
  answer: (call: RepositoryCall<Params<Path>>) => Answer | Promise<Answer>,
): ForgeRoute {
  return {
    method,
    path: `/repos/:owner/:repo${path}`,
    role,
    isInside: true,
    isUpload: false,
    answer: async (call) => answer(call as unknown as RepositoryCall<Params<Path>>),
  };
}

/** A number in a path; whatever else stands there is nothing that could be found. */
export function numberIn(text: string): number {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0;
}

export async function saidIn(ask: Ask): Promise<unknown> {
  const bytes = await ask.bytes();
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new ForgeProblem(400, 'Problems parsing JSON');
  }
}
