import picomatch from 'picomatch';
import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf, join } from '../../paths/inside.ts';
import { relativeTo, type Tree } from './tree.ts';

/** Globs of what a context leaves out. */
export type Ignored = (context: string, dockerfile: string) => readonly string[];

/** Many Dockerfiles share one context and its ignore file, so each pair is read once. */
export function ignoredBy(repo: Snapshot, tree: Tree): Ignored {
  const known = new Map<string, readonly string[]>();
  return (context, dockerfile) => {
    // The file beside the Dockerfile wins over the context's.
    const file = [`${dockerfile}.dockerignore`, join(context, '.dockerignore')].find((path) => tree.isFile(path));
    if (file === undefined) return [];
    const key = `${file}\n${context}`;
    const globs = known.get(key) ?? globsOf(file, context, repo, tree);
    known.set(key, globs);
    return globs;
  };
}

function globsOf(file: string, context: string, repo: Snapshot, tree: Tree): readonly string[] {
  const text = repo.text(file);
  if (text?.ok !== true) return [];
  const rules = rulesOf(text.value);
  const globs = rules.some(({ keeps }) => keeps)
    ? leftOut(context, rules, tree)
    : rules.flatMap(({ glob }) => [glob, `${glob}/**`]);
  return globs.map((glob) => (context === '.' ? glob : `${literal(context)}/${glob}`));
}

interface Rule {
  /** As `!` says: what an earlier rule left out is in again. */
  readonly keeps: boolean;
  readonly glob: string;
}

function rulesOf(text: string): readonly Rule[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((row) => !row.startsWith('#'))
    .map((row) => row.trim())
    .map((row) => ({ keeps: row.startsWith('!'), glob: clean(row.replace(/^!\s*/, '')) }))
    .filter(({ glob }) => glob !== '');
}

/** Braces, parentheses and `!` have no meaning to docker. */
const clean = (pattern: string): string =>
  pattern
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
    .replaceAll(/[{}()!+@|]/g, '\\$&');

const literal = (path: string): string => path.replaceAll(/[{}()!+@|*?[\]\\]/g, '\\$&');

/**
 * The outermost folders of which no file is left, where rules take back what others left out: `*` with `!src` keeps src.
 * Judged file by file, for a folder is out only if all in it is.
 */
function leftOut(context: string, rules: readonly Rule[], tree: Tree): readonly string[] {
  const tests = rules.map(({ keeps, glob }) => ({ keeps, matches: picomatch([glob, `${glob}/**`], { dot: true }) }));
  const kept = new Set<string>(['.']);
  const folders = new Set<string>();
  for (const file of tree.below(context)) {
    const path = relativeTo(context, file) ?? file;
    const isOut = tests.reduce((out, { keeps, matches }) => (out === keeps && matches(path) ? !keeps : out), false);
    for (
      let folder = folderOf(path);
      folder !== '.' && !(isOut ? folders : kept).has(folder);
      folder = folderOf(folder)
    ) {
      folders.add(folder);
      if (!isOut) kept.add(folder);
    }
  }
  const gone = [...folders].filter((folder) => !kept.has(folder) && kept.has(folderOf(folder)));
  return gone.flatMap((folder) => [literal(folder), `${literal(folder)}/**`]);
}
