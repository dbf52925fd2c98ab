/** One request as it was answered. Holds no secret: neither headers nor bodies, and tokens are taken out of the path. */
export interface Recorded {
  readonly registry: string;
  /** When it came, by the clock of the registries. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** What the route is for; absent where none fitted. */
  readonly role?: string;
  readonly user?: string;
  /** 0 where the connection was reset before an answer. */
  readonly status: number;
  readonly received: number;
  readonly sent: number;
  /** What was done to it on demand. */
  readonly fault?: string;
  /** Our own mistake, which the client saw as 500. */
  readonly error?: string;
}

export interface Recorder {
  add(recorded: Recorded): void;
  list(registry?: string): readonly Recorded[];
  clear(): void;
}

/** Keeps the newest: a server that runs for weeks must not fill the memory with its past. */
export function recorder(most = 10_000): Recorder {
  let kept: Recorded[] = [];
  return {
    add(recorded) {
      kept.push(recorded);
      if (kept.length >= 2 * most) kept = kept.slice(-most);
    },
    list: (registry) => kept.slice(-most).filter((one) => registry === undefined || one.registry === registry),
    clear: () => (kept = []),
  };
}

const secretNames = /^(.*(token|secret|password|signature).*|code|state|key|sig)$/i;

/** The path with its query, without values that could be secrets. */
export function recordedPath(path: string, query: URLSearchParams, hide: (text: string) => string): string {
  const shown = new URLSearchParams(
    [...query].map(([name, value]): [string, string] => [name, secretNames.test(name) ? '***' : value]),
  );
  const text = shown.size === 0 ? path : `${path}?${shown.toString()}`;
  return hide(text);
}
