import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { convoy } from '../world/bin.ts';

interface Told {
  readonly made: readonly { readonly unit: string; readonly ok: boolean; readonly folder: string }[];
  readonly problems: readonly {
    readonly code: string;
    readonly severity: string;
    readonly what: string;
    readonly fix: string;
  }[];
}

export function packaged(folder: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = process.env): Told {
  const { stdout, stderr } = convoy(folder, ['package', '--format=json', ...args], { env });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Told;
}

/** Every file below a folder, by its path: its bytes, in base64. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(folder, file), readFileSync(file).toString('base64')]),
  );
}

/** Logs tell of folders and of seconds. */
export const withoutLog = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).filter(([file]) => !file.startsWith('.cache/') && !file.endsWith('.log')));

export const crate = (name: string, rest = ''): Readonly<Record<string, string>> => ({
  'Cargo.toml': `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "x"\n${rest}`,
  'src/lib.rs': '',
});
