import picomatch from 'picomatch';
import { noConfig, type Config } from '../model/config.ts';
import type { Ignored } from '../model/ecosystem.ts';
import type { Problem, Result } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { setAside } from '../paths/aside.ts';
import { folderOf } from '../paths/inside.ts';
import { isTemplate } from '../text/placeholder.ts';

/** One manifest, read; `aside` says why it would not be a unit if nothing else made it one. */
export interface Read<T> {
  readonly file: string;
  readonly folder: string;
  readonly content: T;
  readonly aside?: string;
}

export interface Reading<T> {
  readonly manifests: readonly Read<T>[];
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}

/**
 * Reads every file that is one of the ecosystem's manifests. What cannot be read is a problem, except where it cannot be
 * meant: a template waits for its engine, and a broken file among fixtures is broken on purpose.
 */
export function readManifests<T>(
  repo: Snapshot,
  isManifest: (file: string) => boolean,
  parse: (text: string, file: string) => Result<T>,
  config: Config = noConfig,
): Reading<T> {
  const manifests: Read<T>[] = [];
  const ignored: Ignored[] = [];
  const problems: Problem[] = [];
  const included = matcher(config.include);
  const excluded = matcher(config.exclude);
  for (const file of repo.files) {
    if (!isManifest(file)) continue;
    if (excluded(file)) {
      ignored.push({ file, why: 'is excluded by the configuration' });
      continue;
    }
    const aside = included(file) ? undefined : setAside(folderOf(file));
    const text = repo.text(file);
    if (text === undefined) continue;
    const content = text.ok ? (repo.once?.(file, parse) ?? parse(text.value, file)) : text;
    if (content.ok) {
      manifests.push({
        file,
        folder: folderOf(file),
        content: content.value,
        ...(aside === undefined ? {} : { aside }),
      });
    } else if (aside !== undefined) ignored.push({ file, why: aside });
    else if (text.ok && isTemplate(text.value)) ignored.push({ file, why: 'is a template: it holds placeholders' });
    else problems.push(...content.problems);
  }
  return { manifests, ignored, problems };
}

/** Globs of manifests or of their folders; unit ids in the same list are for graph/. */
function matcher(globs: readonly string[]): (file: string) => boolean {
  if (globs.length === 0) return () => false;
  const matches = picomatch([...globs], { dot: true });
  return (file) => matches(file) || matches(folderOf(file));
}
