import type { Answer } from './answer.ts';
import type { Ask } from './ask.ts';

/**
 * What a route is for, in words that all protocols share: faults are aimed by it, and it says who may ask. `index`, `download` and
 * `search` are open unless the registry is private; `publish`, `change` and `account` need a token; `open` never does.
 */
export type Role = 'index' | 'download' | 'search' | 'publish' | 'change' | 'account' | 'open';

export const roles: readonly Role[] = ['index', 'download', 'search', 'publish', 'change', 'account', 'open'];

export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** The parameters of a path: `:name` is one segment, `@:name` one that begins so, `*name` is one or more. */
export type Params<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? Params<Head> & Params<Tail>
  : Path extends `${string}:${infer Name}` | `*${infer Name}`
    ? Readonly<Record<Name, string>>
    : object;

export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly role: Role;
  readonly answer: (ask: Ask<Readonly<Record<string, string>>>) => Promise<Answer>;
}

/** `route('GET', '/crates/:name', 'download', ({ params }) => ...)`: the path's parameters are typed. */
export function route<const Path extends string>(
  method: Method,
  path: Path,
  role: Role,
  answer: (ask: Ask<Params<Path>>) => Answer | Promise<Answer>,
): Route {
  return {
    method,
    path,
    role,
    // The matcher fills exactly the parameters that the path names.
    answer: async (ask) => answer(ask as unknown as Ask<Params<Path>>),
  };
}
