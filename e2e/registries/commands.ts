import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Ran {
  readonly ok: boolean;
  readonly code: number;
  readonly said: string;
}

export interface Command {
  /** Whatever comes of it. */
  readonly run: (cwd: string, ...args: readonly string[]) => Promise<Ran>;
  /** What it said; throws where it fails. */
  readonly done: (cwd: string, ...args: readonly string[]) => Promise<string>;
}

/** A client as a test calls it. It is asked for its environment each time, which there is only once a registry runs. */
export function command(start: readonly string[], env: () => NodeJS.ProcessEnv): Command {
  const [file = '', ...first] = start;
  const run = async (cwd: string, ...args: readonly string[]): Promise<Ran> =>
    promisify(execFile)(file, [...first, ...args], { cwd, env: env(), maxBuffer: 1 << 26 }).then(
      ({ stderr, stdout }) => ({ ok: true, code: 0, said: stderr + stdout }),
      (error: unknown) => {
        const { stderr, stdout, code } = error as { stderr: string; stdout: string; code: number };
        return { ok: false, code, said: stderr + stdout };
      },
    );
  return {
    run,
    done: async (cwd, ...args) => {
      const { ok, said } = await run(cwd, ...args);
      if (!ok) throw new Error(said);
      return said;
    },
  };
}
