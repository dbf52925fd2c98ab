import { readFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';
import type { Pockets } from '../model/credential.ts';
import { runProcess } from './process.ts';
import { hideFromNowOn } from './secrets.ts';

/** A helper may have to ask a person: for a while, but not for ever. */
const patienceMs = 120_000;

/** What this user and their CI have at hand. Nothing is read before somebody asks for it. */
export function openPockets(root: string, environment: NodeJS.ProcessEnv = process.env): Pockets {
  const home = environment.HOME ?? homedir();
  return {
    env: environment,
    system: platform() === 'win32' ? 'windows' : platform() === 'darwin' ? 'macos' : 'linux',
    read(path) {
      try {
        return readFileSync(path.startsWith('~/') ? join(home, path.slice(2)) : resolve(root, path), 'utf8');
      } catch {
        // Not there, or not for us: then nothing is kept there.
        return undefined;
      }
    },
    async help(argv, input) {
      const { code, answer } = await runProcess(argv, {
        cwd: home,
        input,
        timeoutMs: patienceMs,
        mostBytes: 64 * 1024,
      });
      return { code, answer };
    },
    hide: hideFromNowOn,
  };
}
