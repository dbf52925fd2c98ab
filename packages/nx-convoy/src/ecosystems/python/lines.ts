import type { Snapshot } from '../../model/snapshot.ts';
import { addNeed, addPath, type Claims, type Surroundings } from './claims.ts';
import type { Naming } from './naming.ts';
import type { Project } from './project.ts';
import { pathOf } from './references.ts';
import { baseOf, linesOf } from './requirement-files.ts';
import { parseRequirement } from './requirement.ts';

/** The claims of a unit's requirement files: editable installs and paths; in a file that is part of the package all the rest too. */
export function addLines(
  project: Project,
  naming: Naming,
  files: readonly string[],
  repo: Snapshot,
  around: Surroundings,
  found: Claims,
): void {
  for (const { text, file, line, kind } of linesOf(project, files, repo, around.ground)) {
    const at = { file, line };
    const path = localPath(text, around);
    if (path !== undefined)
      addPath({ name: path, kind, path, from: baseOf(path, file, project, around.ground), at }, project, around, found);
    else if (!text.startsWith('-') && kind === 'runtime') addNeed({ kind, text, at }, project, naming, around, found);
  }
}

/** `-e ./x`, `./x`, `name @ file:./x`, and `x/y` where that is a folder. */
function localPath(text: string, { ground }: Surroundings): string | undefined {
  const editable = /^(?:-e|--editable)[\s=]*(.+)$/.exec(text)?.[1];
  if (editable !== undefined) return pathOf(editable.split(' ;')[0] ?? editable);
  if (text.startsWith('-')) return undefined;
  const bare = text.split(/\s/)[0] ?? text;
  if (/^(\.|\/|file:)/.test(bare)) return pathOf(bare);
  if (/^[\w.-]+\/[\w./-]*(\[|$)/.test(bare)) {
    const path = pathOf(bare);
    return path !== undefined && ground.isFolder(path) ? path : undefined;
  }
  const url = parseRequirement(text)?.url;
  return url === undefined ? undefined : pathOf(url);
}
