import { lockEdits } from '../ecosystems/locks.ts';
import type { Change, Edit } from '../model/edit.ts';
import type { Rewritten } from '../model/hands.ts';
import type { Plan, PlannedUnit } from '../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { changelogEdits } from '../planning/changelog/fill.ts';
import { requires } from '../planning/edits/edits.ts';
import { applyEdits } from '../text/splice/apply.ts';
import { locateEdits, type Wanted } from '../text/splice/locate.ts';

/** What of a plan is written into files. */
export type Writing = Pick<Plan, 'edits' | 'edges' | 'units' | 'changelogs' | 'date' | 'versionPlans'> &
  Partial<Pick<Plan, 'notes'>>;

/**
 * Every file that a plan changes, as it is in `repo` and as it will be. It depends on the plan and those files alone, so that whoever has
 * the commit before a release can tell, byte for byte, what the release commit must hold.
 */
export function rewrite(plan: Writing, repo: Snapshot): Result<readonly Rewritten[]> {
  const located = locateEdits(repo, wantedOf(plan));
  const locked = located.ok ? lockEdits(repo, located.value, plan.units.map(changeOf)) : ok([]);
  const problems: Problem[] = [located, locked].flatMap((result) => (result.ok ? [] : result.problems));
  const written = [located, locked].flatMap((result) => (result.ok ? result.value : []));
  const edits: readonly Edit[] = [...written, ...spliced(plan, repo)];
  const rewritten: Rewritten[] = [];
  for (const [file, own] of byFile(edits)) {
    const text = repo.text(file);
    const before = text?.ok === true ? text.value : undefined;
    const after = text?.ok === false ? text : applyEdits(before ?? '', own);
    if (!after.ok) problems.push(...after.problems);
    else if (after.value !== before) {
      rewritten.push({ file, ...(before === undefined ? {} : { before }), after: after.value });
    }
  }
  for (const file of plan.versionPlans ?? []) {
    const before = repo.text(file);
    if (before?.ok === true) rewritten.push({ file, before: before.value });
  }
  rewritten.push(...notesOf(plan, repo));
  return problems.length > 0 ? fail(...problems) : ok(rewritten.sort((a, b) => (a.file < b.file ? -1 : 1)));
}

/** Notes that the release commit holds; a plan refuses to take the place of a file that is there. */
function notesOf({ notes = [], date }: Writing, repo: Snapshot): readonly Rewritten[] {
  return notes.flatMap(({ out, text }) => {
    const after = text.replaceAll(/\{\{\s*date\s*\}\}/g, date);
    return out === undefined || repo.text(out) !== undefined ? [] : [{ file: out, after }];
  });
}

function byFile(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const found = new Map<string, Edit[]>();
  for (const edit of edits) {
    const list = found.get(edit.file);
    if (list === undefined) found.set(edit.file, [edit]);
    else list.push(edit);
  }
  return found;
}

const changeOf = ({ version, ...unit }: PlannedUnit): Change => ({
  ...unit,
  ...(version.from === undefined ? {} : { from: version.from }),
  to: version.spelling,
});

/** A line may require several units in the same words: each of them is looked for by its name. */
function wantedOf({ edits, edges, units }: Writing): readonly Wanted[] {
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  return edits.flatMap((edit): readonly Wanted[] => {
    const needed = edges.filter(
      ({ to, file, line, range }) =>
        file === edit.file && line === edit.line && range === edit.before && edit.why === requires(to),
    );
    const names = [...new Set(needed.flatMap(({ to }) => nameOf.get(to) ?? []))];
    return names.length === 0 ? [edit] : names.map((name) => ({ ...edit, names: [name] }));
  });
}

function spliced({ changelogs, date }: Writing, repo: Snapshot): readonly Edit[] {
  return changelogs.flatMap((changelog) => {
    const text = repo.text(changelog.file);
    return text?.ok === false ? [] : changelogEdits(text?.value ?? '', changelog, date);
  });
}
