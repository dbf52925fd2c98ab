import picomatch from 'picomatch';
import type { Config } from '../model/config.ts';
import type { PlannedEdit } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { configuredIn } from './configured.ts';
import { lookupOf, type Surroundings } from './lookup.ts';
import { markedIn, mayHaveMarkers } from './markers.ts';
import type { Left, Moved, Restated } from './moved.ts';
import { pageTest } from './pages.ts';
import { plannedEdits } from './places.ts';
import { snippetsIn } from './snippets.ts';

export interface Inputs extends Surroundings {
  readonly repo: Snapshot;
  readonly config: Config;
  /** What changes anyway, and the changelogs, which tell of what was. */
  readonly edits: readonly PlannedEdit[];
  readonly changelogs: readonly string[];
}

export interface References {
  readonly edits: readonly PlannedEdit[];
  readonly left: readonly Left[];
  readonly problems: readonly Problem[];
}

/** Every place in documents that names a version which moves. Each file is read once, and most are put away after one glance. */
export function referencesOf(inputs: Inputs): References {
  const { repo, config, units, moved } = inputs;
  const rules = config.references ?? [];
  if (moved.length === 0) return { edits: [], left: [], problems: [] };
  const lookup = lookupOf(inputs);
  const configured = configuredIn(repo, rules, lookup);
  const isNamed = fileTest(rules.flatMap(({ files }) => files));
  const isPage = pageTest(units, config.exclude);
  const isChangelog = new Set(inputs.changelogs);
  const mayName = versionTest(moved);
  const taken = new Set(inputs.edits.map(({ file, line }) => `${file}:${line}`));
  const edits: PlannedEdit[] = [];
  const left: Left[] = [];
  const problems: Problem[] = [...configured.problems];
  for (const file of repo.files) {
    const said = configured.byFile.get(file) ?? [];
    const isShown = isPage(file) && !isChangelog.has(file);
    if (said.length === 0 && !isShown && !isNamed(file)) continue;
    const text = repo.text(file);
    if (text?.ok !== true) continue;
    const marked = mayHaveMarkers(text.value) ? markedIn(file, text.value, lookup) : undefined;
    const isOpen = ({ start }: Restated): boolean =>
      marked?.closed.every((range) => start < range.start || start >= range.end) ?? true;
    const snippets = isShown && mayName(text.value) ? snippetsIn(file, text.value, lookup) : undefined;
    problems.push(...(marked?.problems ?? []));
    left.push(...(snippets?.left ?? []));
    const restated = [...said, ...(marked?.restated ?? []), ...(snippets?.restated.filter(isOpen) ?? [])];
    const news = restated.filter(({ start, end, after }) => text.value.slice(start, end) !== after);
    // What the plan writes there already is the same version, and better placed.
    if (news.length > 0)
      edits.push(...plannedEdits(file, text.value, news).filter((edit) => !taken.has(`${edit.file}:${edit.line}`)));
  }
  return { edits, left, problems };
}

/** Files in which a person may have marked or configured something. */
export const fileTest = (globs: readonly string[]): ((file: string) => boolean) =>
  globs.length === 0 ? () => false : picomatch([...globs], { dot: true });

/** Whether a text may name one of the versions that are left: most texts do not hold their numbers at all. */
export function versionTest(moved: readonly Moved[]): (text: string) => boolean {
  const heads = new Set<string>();
  const lines = new Set<string>();
  for (const { leaves, to } of moved) {
    for (const version of leaves) {
      const [major = '', minor = ''] = version.split('.');
      heads.add(`${major}.${minor}`);
      if (to.split('.')[0] !== major) lines.add(major);
    }
  }
  return (text) => {
    // An address may write the sign before a version as a number of its own.
    const plain = text.includes('%40') ? text.replaceAll('%40', '@') : text;
    for (const [token, head] of plain.matchAll(/(\d+(?:\.\d+)?)(?:\.\d+)*/g))
      if (heads.has(head ?? '') || lines.has(token)) return true;
    return false;
  };
}
