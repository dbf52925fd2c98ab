import type { Violation } from './violation.ts';

/** A lock file with download addresses works only where those addresses are reachable. */
export function addresses(file: string, text: string): readonly Violation[] {
  return linesWith(text, (line) => /"resolved":\s*"(?:git\+)?(?:https?|ssh):/.test(line)).map((line) => ({
    file,
    line,
    what: 'names a download address',
    fix: 'Run npm install with omit-lockfile-registry-resolved=true, as .npmrc says.',
  }));
}

/** A path of somebody's machine helps nobody else. */
export function personalPaths(file: string, text: string, home: string): readonly Violation[] {
  const folder = home.replace(/[/\\]+$/, '');
  if (folder === '') return [];
  return linesWith(text, (line) => line.includes(`${folder}/`) || line.includes(`${folder}\\`)).map((line) => ({
    file,
    line,
    what: `names a path below the home folder of this machine`,
    fix: 'Write it relative to the checkout, or as an environment variable.',
  }));
}

function linesWith(text: string, matches: (line: string) => boolean): readonly number[] {
  return text.split('\n').flatMap((line, index) => (matches(line) ? [index + 1] : []));
}
