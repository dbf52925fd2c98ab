import semver from 'semver';

const python =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?[-_.]?(?:(a|b|rc|alpha|beta|c|pre|preview)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?$/i;
const words: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', c: 'rc', pre: 'rc', preview: 'rc' };

/**
 * The semver behind a version as an ecosystem spells it: `v1.2` and `1.2.0`, `1.0a1` and `1.0.0-alpha.1` are the same release.
 * Undefined where there is none, such as a PEP 440 epoch or post-release.
 */
export function canonical(version: string): string | undefined {
  // The same few versions stand in thousands of places.
  if (known.has(version)) return known.get(version);
  const found = read(version);
  if (known.size > most) known.clear();
  known.set(version, found);
  return found;
}

const known = new Map<string, string | undefined>();
const most = 10_000;

function read(version: string): string | undefined {
  const plain = version.trim().replace(/^v(?=\d)/, '');
  const exact = semver.parse(plain);
  if (exact !== null) return exact.version;
  const match = python.exec(plain);
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0', word, count, dev, devCount] = match;
  const label = word === undefined ? undefined : (words[word.toLowerCase()] ?? word.toLowerCase());
  const parts = [
    ...(label === undefined ? [] : [label, count === '' || count === undefined ? '0' : count]),
    ...(dev === undefined ? [] : ['dev', devCount === '' || devCount === undefined ? '0' : devCount]),
  ];
  return (
    semver.valid(`${[major, minor, patch].map(Number).join('.')}${parts.length > 0 ? `-${parts.join('.')}` : ''}`) ??
    undefined
  );
}

/** The same with its build metadata, which says nothing of the order, but belongs to what a person asked for: `1.1.0+x`. */
export function exact(version: string): string | undefined {
  const [, plain = version, build = ''] = /^([^+]*)(\+[0-9A-Za-z.-]+)$/.exec(version.trim()) ?? [];
  const found = canonical(plain);
  return found === undefined ? undefined : (semver.parse(found + build)?.raw ?? undefined);
}

/** Without its build metadata: what registries compare. */
export const withoutBuild = (version: string): string => version.split('+')[0] ?? version;
