import type { Judgement } from '../model/proof.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { folderOf, join, nameOf, upwards } from '../paths/inside.ts';

/** The lock files that a release concerns: those that it changes, and the nearest ones above the manifests that it changes. */
export function concernedLocks(
  { files }: Snapshot,
  touched: ReadonlySet<string>,
  isLock: (file: string) => boolean,
  isManifest: (file: string) => boolean,
): readonly string[] {
  const byFolder = new Map<string, string[]>();
  for (const file of files.filter(isLock)) {
    const list = byFolder.get(folderOf(file));
    if (list === undefined) byFolder.set(folderOf(file), [file]);
    else list.push(file);
  }
  const found = new Set(files.filter((file) => isLock(file) && touched.has(file)));
  for (const file of touched) {
    if (!isManifest(file)) continue;
    const nearest = [...upwards(folderOf(file))].find((folder) => byFolder.has(folder));
    for (const lock of nearest === undefined ? [] : (byFolder.get(nearest) ?? [])) found.add(lock);
  }
  return [...found].sort();
}

/** The texts of files that a client may see; what cannot be read as text it will miss by itself. */
export function textsOf(repo: Snapshot, isSeen: (file: string) => boolean): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of repo.files) {
    if (!isSeen(file) || /(^|\/)(node_modules|\.git)\//.test(file)) continue;
    const text = repo.text(file);
    if (text?.ok === true) texts.set(file, text.value);
  }
  return texts;
}

export const named =
  (...names: readonly string[]) =>
  (file: string): boolean =>
    names.includes(nameOf(file));

/** `cd a/b && command`, for whoever stands at the top of the workspace. */
export const inFolder = (folder: string, command: string): string =>
  folder === '.' ? command : `cd '${folder.replaceAll("'", String.raw`'\''`)}' && ${command}`;

export const besides = (lock: string, name: string): string => join(folderOf(lock), name);

/** The line in which a client says what is wrong: the first that looks like one. */
export function complaintIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const line =
    lines.find((each) => /^(?:npm )?err(?:or)?\b|ERR_|^error/i.test(each)) ?? lines.findLast((each) => each !== '');
  return (line ?? 'it gave no reason').slice(0, 300);
}

export const unproven = (text: string): Judgement => ({ is: 'unproven', why: complaintIn(text) });
export const refuted = (why: string): Judgement => ({ is: 'refuted', why });
export const proven: Judgement = { is: 'proven' };
