import type { Readable } from 'node:stream';
import { listOf, plain, type Plain } from '../../reading.ts';
import type { Answer } from '../../server/answer.ts';
import type { Method, Params, Role } from '../../server/route.ts';
import type { ForgeRoute, RepositoryCall } from '../call.ts';

/** Asks one of GitHub's routes, below a repository, with other parameters and another body, and tells its JSON. */
export type Github = (request: string, told?: Told) => Promise<Said>;

interface Told {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Plain;
  readonly query?: Readonly<Record<string, string>>;
  /** The bytes of an upload. */
  readonly file?: Readable;
}

export interface Said {
  readonly value: unknown;
  readonly object: Plain;
  readonly list: readonly Plain[];
  /** Leads from page to page. */
  readonly headers: Readonly<Record<string, string>>;
}

export type Speak = <const Path extends string>(
  method: Method,
  path: Path,
  role: Role,
  answer: (call: RepositoryCall<Params<Path>>, github: Github) => Answer | Promise<Answer>,
) => ForgeRoute;

/** How another forge says the same: its paths and words, over what GitHub's routes do. */
export function spelled(routes: readonly ForgeRoute[], prefix: string): Speak {
  const known = new Map(
    routes.map((route) => [`${route.method} ${route.path.replace('/repos/:owner/:repo', '')}`, route]),
  );
  return (method, path, role, answer) => ({
    method,
    path: `${prefix}${path}`,
    role,
    isInside: true,
    isUpload: false,
    answer: async (call) => {
      const inside = call as unknown as RepositoryCall<Params<typeof path>>;
      return answer(inside, async (request, told = {}) => {
        const route = known.get(request);
        if (route === undefined) throw new Error(`There is no route ${request}.`);
        const { params = {}, query = {}, body, file } = told;
        const asked = {
          ...call,
          params: { ...call.params, ...params },
          query: new URLSearchParams([...call.query, ...Object.entries(query)]),
          ...(body === undefined ? {} : { said: () => Promise.resolve(body) }),
          ...(file === undefined ? {} : { body: () => file }),
        };
        return saidBy(await route.answer(asked));
      });
    },
  });
}

function saidBy({ body, headers = {} }: Answer): Said {
  const value = typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined;
  const list = (listOf(value) ?? []).map(plain).filter((one) => one !== undefined);
  return { value, object: plain(value) ?? {}, list, headers: headers.link === undefined ? {} : { link: headers.link } };
}
