import { startRegistries, type Options, type Registries } from '../start.ts';

/** A forge with a client that sends exactly what a test tells it. Only tests use it. */
export interface Workbench {
  readonly registries: Registries<'forge'>;
  /** Below `/repos/o/r` where the path does not begin with a slash. */
  readonly ask: (request: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Said>;
  close(): Promise<void>;
}

export interface Said {
  readonly status: number;
  /** `422 Release already_exists tag_name`, `404 Not Found`, or the status alone. */
  readonly short: string;
  readonly headers: Headers;
  readonly json: Json;
  readonly list: readonly Json[];
  readonly text: string;
}

export type Json = Readonly<Record<string, unknown>>;

export const anonymous = { authorization: '' };

export async function workbench(options: Omit<Options<'forge'>, 'registries'> = {}): Promise<Workbench> {
  const registries = await startRegistries({ ...options, registries: ['forge'] });
  const { url, token } = registries.forge;
  return {
    registries,
    async ask(request, body, headers = {}) {
      const [method = 'GET', path = ''] = request.split(' ');
      const where = path.startsWith('http') ? path : `${url}${path.startsWith('/') ? '' : '/repos/o/r/'}${path}`;
      const sent = Object.entries({ authorization: `Bearer ${token}`, ...headers }).filter(([, value]) => value !== '');
      const answer = await fetch(where, {
        method,
        redirect: 'manual',
        headers: Object.fromEntries(sent),
        ...(body === undefined ? {} : { body: bytesOf(body) }),
      });
      const text = await answer.text();
      const json = parsed(text);
      return {
        status: answer.status,
        short: [answer.status, ...wordsIn(json)].join(' '),
        headers: answer.headers,
        json: json as Json,
        list: json as readonly Json[],
        text,
      };
    },
    close: () => registries.close(),
  };
}

const bytesOf = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || Buffer.isBuffer(body) ? (body as string) : JSON.stringify(body);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

function wordsIn(json: unknown): readonly string[] {
  const { message, errors } = json as { readonly message?: string; readonly errors?: readonly Json[] };
  if (message === undefined || !('documentation_url' in (json as Json))) return [];
  if (errors === undefined) return [message.split('\n').filter(Boolean).join(' ')];
  return errors.map((one) =>
    ['resource', 'code', 'field', 'message']
      .flatMap((name) => (typeof one[name] === 'string' ? one[name] : []))
      .join(' '),
  );
}
