import type { Tree } from '@nx/devkit';
import type { PlannedEdit } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { ok } from '../../model/problem.ts';
import { editedTexts } from '../../text/splice/edited.ts';
import { locateEdits, type Wanted } from '../../text/splice/locate.ts';
import type { Workspace } from './workspace.ts';

/** Whose own version is written, or by which names a requirement is known where several stand in one line. */
export type Whose = { readonly project: string } | { readonly names: readonly string[] };

/** Writes edits into the tree, byte by byte, all or none, and tells what was written. */
export function write(
  tree: Tree,
  edits: readonly PlannedEdit[],
  { written }: Workspace,
  whose: Whose,
): readonly PlannedEdit[] {
  const owner = 'project' in whose ? whose.project : undefined;
  const named = 'names' in whose ? whose : {};
  const open = edits.flatMap((edit): readonly { edit: PlannedEdit; wanted: Wanted }[] => {
    const known = written.get(keyOf(edit, whose));
    const before = known?.edit.after ?? edit.before;
    if (before === edit.after) return [];
    // Nx writes one project's version twice where it has changes of its own and a dependency was raised before.
    if (known?.owner !== undefined && owner !== undefined && known.owner !== owner)
      throw new Error(twoVersions(edit, known.owner, owner, before));
    return [{ edit, wanted: { ...edit, before, ...named } }];
  });
  const repo = textsOf(tree);
  const located = locateEdits(
    repo,
    open.map(({ wanted }) => wanted),
  );
  const texts = located.ok ? editedTexts(repo, located.value) : located;
  if (!texts.ok) throw refusal(texts.problems);
  for (const [file, text] of texts.value) tree.write(file, text);
  for (const { edit } of open)
    written.set(keyOf(edit, whose), {
      edit: { ...edit, ...named },
      ...(owner === undefined ? {} : { owner }),
    });
  return open.map(({ edit }) => edit);
}

export const refusal = (problems: readonly Problem[]): Error =>
  new Error(
    problems
      .map(
        ({ what, where, fix }) => `${where === undefined ? '' : `${where.file}:${where.line ?? 1}: `}${what}\n\n${fix}`,
      )
      .join('\n\n'),
  );

/** A version and a requirement of that version may stand in one line. */
const keyOf = ({ file, line, before }: PlannedEdit, whose: Whose): string =>
  [file, line, before, ...('names' in whose ? whose.names : [])].join('\n');

/** The tree as it is now; nobody asks here which files there are. */
const textsOf = (tree: Tree): Snapshot => ({
  files: [],
  text: (path) => {
    const text = tree.read(path, 'utf-8');
    return text === null ? undefined : ok(text);
  },
});

const twoVersions = ({ file, line, after }: PlannedEdit, first: string, second: string, now: string): string =>
  `${file}:${line} is the version of both "${first}" (${now}) and "${second}" (${after}).\n\nWhat shares one version is released as one: put both projects into one group of nx.json's "release.groups" with "projectsRelationship": "fixed".`;
