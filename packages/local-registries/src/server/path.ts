import { Refused } from './refusal.ts';

/**
 * The segments of a request's path, percent-decoded once. An escaped slash separates like a plain one (npm writes `@scope%2fname`),
 * so that no segment holds one; what could walk through a file system is refused, although nothing here becomes a file name.
 */
export function segmentsOf(path: string): readonly string[] {
  const decoded = decode(path);
  const segments = decoded.split('/').slice(1);
  if (segments.some((segment) => segment === '.' || segment === '..') || forbidden.test(decoded)) {
    throw new Refused('invalid', 'This path is not allowed.');
  }
  return segments;
}

// Control characters end names in C, a backslash separates on Windows.
const forbidden = /[\p{Cc}\\]/u;

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refused('invalid', 'This path is not percent-encoded UTF-8.');
  }
}
