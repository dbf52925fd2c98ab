import type { Violation } from './violation.ts';

/**
 * A package that is compiled for each platform names all of them as optional dependencies. `npm ci` refuses a lock file in which
 * one is absent, and npm leaves out those that the registry at hand did not have when the lock file was written.
 */
export function absentPlatforms(file: string, text: string): readonly Violation[] {
  const names = absent(JSON.parse(text) as Lock).map(({ name }) => name);
  if (names.length === 0) return [];
  const what = `has no entry for ${names.join(', ')}, so that npm ci refuses it`;
  return [{ file, line: 1, what, fix: 'Run npm run lock.' }];
}

/** The lock file with an entry for each of them: without a checksum, but other platforms can install from it. */
export function withPlatforms(text: string): string {
  const lock = JSON.parse(text) as Lock;
  const added = absent(lock).map(({ name, version, dev }) => {
    const entry = { version, ...platform(name), ...(dev ? { dev } : {}), optional: true };
    return [`node_modules/${name}`, entry] as const;
  });
  if (added.length === 0) return text;
  // npm's own order, so that its next run moves nothing.
  const packages: readonly (readonly [string, object])[] = [...Object.entries(lock.packages), ...added];
  const sorted = packages.toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`;
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

interface Absent {
  readonly name: string;
  readonly version: string;
  readonly dev: boolean;
}

function absent({ packages }: Lock): readonly Absent[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !seen(path).some((folder) => `${folder}node_modules/${name}` in packages))
      .map(([name, version]) => ({ name, version, dev })),
  );
}

/** The folders whose node_modules a package at this path sees, its own first. */
function seen(path: string): readonly string[] {
  const parts = path.split('node_modules/');
  return parts
    .map((_, depth) => parts.slice(0, depth + 1).join('node_modules/'))
    .map((folder) => folder && slashed(folder));
}

const slashed = (folder: string): string => (folder.endsWith('/') ? folder : `${folder}/`);

/** By the names that all such packages use. */
function platform(name: string): { readonly cpu?: string[]; readonly os?: string[]; readonly libc?: string[] } {
  const [, os, cpu, rest = ''] =
    /[-/](darwin|linux|win32|freebsd|android|openharmony)-([a-z0-9]+)(.*)$/.exec(name) ?? [];
  if (os === undefined || cpu === undefined) return {};
  const libc = os !== 'linux' ? [] : rest.includes('musl') ? ['musl'] : rest.includes('gnu') ? ['glibc'] : [];
  return { cpu: [cpu], os: [os], ...(libc.length > 0 ? { libc } : {}) };
}
