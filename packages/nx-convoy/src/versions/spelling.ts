import semver from 'semver';
import { fail, ok, type Result } from '../model/problem.ts';
import { spellSnapshot } from './snapshot.ts';

const pythonWords: Readonly<Record<string, string>> = {
  alpha: 'a',
  a: 'a',
  beta: 'b',
  b: 'b',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
  c: 'rc',
};

/** PEP 440. A prerelease word that it does not have cannot be spelled: it would sort wrongly, or not be taken at all. */
export function spellPython(version: string): Result<string> {
  // Days and months with zeros in front: the same version to Python, which writes it without.
  if (/^\d+(?:\.\d+){1,2}$/.test(version)) return ok(version.split('.').map(Number).join('.'));
  const parsed = semver.parse(version);
  if (parsed === null) return refuse(version, 'PyPI', 'is no semantic version');
  const snapshot = spellSnapshot(version);
  if (snapshot !== undefined) return ok(snapshot);
  const core = `${parsed.major}.${parsed.minor}.${parsed.patch}`;
  const local = parsed.build.length === 0 ? '' : `+${parsed.build.join('.').toLowerCase().replaceAll('-', '.')}`;
  const spelled = prereleaseOf(parsed.prerelease.map(String));
  return spelled === undefined
    ? refuse(version, 'PyPI', `has the prerelease ${parsed.prerelease.join('.')}, which PEP 440 cannot say`)
    : ok(core + spelled + local);
}

/** `rc.1`, `RC1`, `dev.3`, `alpha.1.dev.3`, and a bare word as its first. */
function prereleaseOf(parts: readonly string[]): string | undefined {
  if (parts.length === 0) return '';
  const flat = parts.flatMap((part) => /^([a-z]+)(\d+)$/i.exec(part)?.slice(1) ?? [part]);
  const [word = '', count, ...rest] = flat;
  const label = word.toLowerCase();
  if (!/^[a-z]+$/.test(label)) return undefined;
  const isCounted = count !== undefined && /^\d+$/.test(count);
  const number = isCounted ? String(Number(count)) : '0';
  const left = isCounted ? rest : flat.slice(1);
  if (label === 'dev') return left.length === 0 ? `.dev${number}` : undefined;
  if (label === 'post') return left.length === 0 ? `.post${number}` : undefined;
  const short = pythonWords[label];
  if (short === undefined) return undefined;
  const [tail, tailCount = '0', ...more] = left;
  if (tail === undefined) return `${short}${number}`;
  return tail.toLowerCase() === 'dev' && more.length === 0 && /^\d+$/.test(tailCount)
    ? `${short}${number}.dev${Number(tailCount)}`
    : undefined;
}

/** A tag holds no plus sign; helm and docker users write an underscore for it. */
export function spellImage(version: string): Result<string> {
  const spelled = version.replaceAll('+', '_');
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(spelled)
    ? ok(spelled)
    : refuse(version, 'a registry of images', 'is no tag');
}

/** crates.io, npm and helm take semver as it is. */
export function spellSemver(version: string): Result<string> {
  return semver.valid(version) === null ? refuse(version, 'its registry', 'is no semantic version') : ok(version);
}

/** `1.3.0-RC1`, as votes and announcements of some foundations have it. */
export function spellCandidate(version: string): string {
  const parsed = semver.parse(version);
  const [word, count, ...more] = parsed?.prerelease ?? [];
  if (parsed === null || word !== 'rc' || typeof count !== 'number' || more.length > 0) return version;
  return `${parsed.major}.${parsed.minor}.${parsed.patch}-RC${count}`;
}

const refuse = (version: string, registry: string, why: string): Result<never> =>
  fail({
    code: 'VERSION_NOT_SPELLABLE',
    severity: 'error',
    what: `${version} ${why}; ${registry} would not take it.`,
    fix: 'Use a version with a prerelease of alpha, beta or rc and a number, such as 1.2.0-rc.1.',
  });
