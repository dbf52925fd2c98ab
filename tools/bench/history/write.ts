import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { filesOf, workspaceFiles } from './manifests.ts';
import type { BenchCommit } from './commits.ts';
import type { BenchUnit } from './units.ts';

const day = 86_400;
const start = 1_700_000_000 - 900 * day;
const people = ['Ada Lovelace', 'Grace Hopper', 'Linus Pauling', 'Zoë Müller', 'Nils Aall'] as const;

/** Writes units and commits into a new repository by `git fast-import`, and checks its newest tree out. */
export async function writeHistory(
  folder: string,
  units: readonly BenchUnit[],
  commits: readonly BenchCommit[],
  extra: readonly (readonly [string, string])[] = [],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  const importer = spawn('git', ['fast-import', '--quiet'], { cwd: folder, stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(importer, 'close');
  let text = '';
  for (const piece of stream(units, commits, extra)) {
    text += piece;
    if (text.length < 1 << 20) continue;
    if (!importer.stdin.write(text)) await once(importer.stdin, 'drain');
    text = '';
  }
  importer.stdin.end(text);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`git fast-import ended with ${code ?? 'a signal'}`);
  execFileSync('git', ['reset', '--quiet', '--hard'], { cwd: folder });
}

/** Mark 1 is the first commit, with all files; commit n of the list has mark n + 2. */
function* stream(
  units: readonly BenchUnit[],
  commits: readonly BenchCommit[],
  extra: readonly (readonly [string, string])[],
): Generator<string> {
  const tags = new Map<number, string[]>();
  for (const { tag, taggedAt } of units) tags.set(taggedAt, [...(tags.get(taggedAt) ?? []), tag]);
  const folders = units.map(({ moved, folder }) => moved?.from ?? folder);
  const tagged = function* (main: number, mark: number): Generator<string> {
    for (const tag of tags.get(main) ?? []) yield `reset refs/tags/${tag}\nfrom :${mark}\n\n`;
  };
  yield head('main', 1, 0, 'chore: start');
  for (const [path, text] of [...workspaceFiles(units), ...extra]) yield file(path, text);
  for (const [at, unit] of units.entries()) {
    const folder = folders[at] ?? unit.folder;
    for (const [path, text] of filesOf(unit, units)) yield file(`${folder}/${path}`, text);
    for (let name = 0; name < 8; name++) yield file(`${folder}/src/${name}.txt`, `${unit.name} ${name}\n`);
  }
  yield '\n';
  yield* tagged(0, 1);
  let tip = 1;
  let open: { branch: number; tip: number; pending: string } | undefined;
  for (const commit of commits) {
    const mark = commit.at + 2;
    if (commit.branch !== undefined) {
      const changes = changesOf(commit, folders, `branch-${commit.branch}-`);
      yield head('topic', mark, commit.at + 1, commit.message);
      yield `from :${open?.tip ?? tip}\n${changes}\n`;
      open = { branch: commit.branch, tip: mark, pending: (open?.pending ?? '') + changes };
      continue;
    }
    yield head('main', mark, commit.at + 1, commit.message);
    yield `from :${tip}\n`;
    if (commit.is === 'merge' && open !== undefined) {
      yield `merge :${open.tip}\n${open.pending}`;
      open = undefined;
    } else if (commit.is === 'move') {
      const [at = 0] = commit.units;
      const unit = units[at];
      if (unit !== undefined) {
        yield `R ${folders[at] ?? ''} ${unit.folder}\n`;
        folders[at] = unit.folder;
      }
    } else yield changesOf(commit, folders, '');
    yield '\n';
    tip = mark;
    yield* tagged(commit.reachedAt, mark);
  }
}

/** Every fifth commit renames a file in passing, as people do. */
function changesOf({ at, units, file: name, reverts }: BenchCommit, folders: readonly string[], lead: string): string {
  return units
    .map((unit) => {
      const folder = folders[unit] ?? '';
      const renamed =
        lead === '' && reverts === undefined && at % 5 === 0 ? file(`${folder}/src/new-${at % 3}.txt`, `${at}\n`) : '';
      return file(`${folder}/src/${lead}${name}.txt`, `change ${at}\n`) + renamed;
    })
    .join('');
}

const bytes = (text: string): number => Buffer.byteLength(text);

function head(branch: string, mark: number, at: number, message: string): string {
  const when = `${start + at * 60} +0000`;
  const who = people[at % people.length] ?? people[0];
  const person = `${who} <${who.split(' ')[0]?.toLowerCase() ?? ''}@example.com> ${when}`;
  return `commit refs/heads/${branch}\nmark :${mark}\nauthor ${person}\ncommitter ${person}\ndata ${bytes(message)}\n${message}\n`;
}

const file = (path: string, text: string): string => `M 100644 inline ${path}\ndata ${bytes(text)}\n${text}\n`;
