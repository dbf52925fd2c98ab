import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClientSettings } from '../model/trial.ts';
import { withoutCredentials } from './secrets.ts';

/** The settings of this user, as their clients would read them. */
export function clientSettings(workspace: string, environment: NodeJS.ProcessEnv = process.env): ClientSettings {
  const harmless = withoutCredentials(environment);
  const at = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);
  return {
    os: process.platform,
    arch: process.arch,
    workspace: resolve(workspace),
    variable: (name) => harmless[name],
    at,
    file(path) {
      try {
        return readFileSync(at(path), 'utf8');
      } catch {
        // Not there, or not for us: then it says nothing.
        return undefined;
      }
    },
  };
}
