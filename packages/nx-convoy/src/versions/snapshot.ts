/**
 * A build between releases: `1.2.4-canary.57.g1a2b3c4`. It leads to the next version, sorts by how many commits lie behind it, and names the
 * commit, so that two branches never make the same one.
 */
export const snapshotOf = (core: string, name: string, count: number, commit: string): string =>
  `${core}-${name}.${count}.g${commit.slice(0, 7)}`;

const snapshot = /^(\d+\.\d+\.\d+)-[A-Za-z][\dA-Za-z]*\.(\d+)\.g([0-9a-f]{7})$/;

/**
 * PEP 440 has no letters there, and PyPI takes no local version: `1.2.4.dev57027440068`. The count stands before the commit, which as a number
 * has nine digits, so it sorts the same and names the same commit.
 */
export function spellSnapshot(version: string): string | undefined {
  const [, core, count, commit] = snapshot.exec(version) ?? [];
  if (core === undefined || count === undefined || commit === undefined) return undefined;
  return `${core}.dev${Number(count)}${String(Number.parseInt(commit, 16)).padStart(9, '0')}`;
}

/** Words that every registry takes between two dots. */
export const isSnapshotName = (name: string): boolean => /^[A-Za-z][0-9A-Za-z]{0,30}$/.test(name);
