import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { listFiles } from './files.ts';
import { faultOf } from './fault.ts';

/** Larger than any manifest that a person or a tool writes; what is larger is no manifest. */
const mostBytes = 16 * 1024 * 1024;

/** Node makes such an object of a word, for each file anew. */
const asText = { encoding: 'utf8' } as const;

/** The working tree as it is now. Each file is read once; nothing outside of the workspace is opened. */
export async function diskSnapshot(root: string): Promise<Snapshot> {
  const files = await listFiles(root);
  const listed = new Set(files);
  const texts = new Map<string, Result<string> | undefined>();
  return {
    files,
    text: (path) => {
      if (!listed.has(path)) return undefined;
      if (!texts.has(path)) texts.set(path, readText(root, path));
      return texts.get(path);
    },
  };
}

function readText(root: string, path: string): Result<string> | undefined {
  try {
    // Git's paths need no tidying, and there are thousands.
    return readOpen(`${root}/${path}`, path);
  } catch (error) {
    const code = faultOf(error);
    if (code === 'ELOOP' || code === 'EMLINK') return followLink(root, path);
    // Listed but gone: deleted and not yet committed, left out by a sparse checkout, or a submodule's folder.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    return fail(unreadable(path, code === 'EACCES' ? 'this user may not read it' : String(code)));
  }
}

/** No link is followed unseen, and a pipe called Cargo.toml does not hold the run up. */
function readOpen(file: string, path: string): Result<string> | undefined {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size, isFile } = describe(handle);
    if (!isFile) return undefined;
    if (size > mostBytes) return fail(unreadable(path, `it is ${Math.round(size / 1024 / 1024)} MB large`));
    const text = readFileSync(handle, asText);
    if (text.includes('\0')) return fail(unreadable(path, 'it is a binary file'));
    // What stands for bytes that are no text may also be meant: only then they are looked at.
    if (text.includes('\uFFFD') && !isUtf8(readFileSync(file)))
      return fail(unreadable(path, 'it is not written in UTF-8'));
    return ok(text);
  } finally {
    closeSync(handle);
  }
}

function describe(handle: number): { size: number; isFile: boolean } {
  const stats = fstatSync(handle);
  return { size: stats.size, isFile: stats.isFile() };
}

/** A link inside the workspace is as good as a file; one that leaves it, or leads to itself, is not followed. */
function followLink(root: string, path: string): Result<string> | undefined {
  try {
    const inside = relative(realpathSync(root), realpathSync(join(root, path)));
    if (inside === '..' || inside.startsWith(`..${sep}`))
      return fail(unreadable(path, 'it is a link that leaves the workspace'));
    return readOpen(join(root, inside), path);
  } catch (error) {
    return faultOf(error) === 'ELOOP' ? fail(unreadable(path, 'it is a link that leads to itself')) : undefined;
  }
}

const unreadable = (path: string, why: string): Problem => ({
  code: 'FILE_UNREADABLE',
  severity: 'error',
  what: `${path} cannot be read: ${why}.`,
  where: { file: path },
  fix: `Mend the file, or leave it out: "exclude": ["${path}"] in the plugin's options.`,
});
