import { ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { World } from '../../model/world.ts';

/** Long files that are looked into for some commits only: fetched when they are, and read once. */
export interface Locks {
  fetch(commit: string, paths: readonly string[]): Promise<void>;
  /** A tree in which these files are as they were fetched. */
  within(repo: Snapshot): Snapshot;
}

export function locksOf(world: World): Locks {
  const texts = new Map<string, string>();
  const readings = new Map<string, Map<unknown, unknown>>();
  return {
    async fetch(commit, paths) {
      const missing = paths.filter((path) => !texts.has(path));
      const found = await world.texts(missing.map((path) => `${commit}:./${path}`));
      missing.forEach((path, index) => texts.set(path, found[index]?.text ?? ''));
    },
    within: (repo) => ({
      files: repo.files,
      text: (path) => {
        const text = texts.get(path);
        return text === undefined ? repo.text(path) : ok(text);
      },
      once<T>(path: string, read: (text: string, path: string) => T): T | undefined {
        const text = texts.get(path);
        if (text === undefined) return repo.once?.(path, read);
        const own = readings.get(path) ?? new Map<unknown, unknown>();
        readings.set(path, own);
        if (!own.has(read)) own.set(read, read(text, path));
        return own.get(read) as T;
      },
    }),
  };
}
