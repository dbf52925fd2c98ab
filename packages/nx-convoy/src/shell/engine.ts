import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/**
 * A start reads one bundle, and what V8 made of it the last time: to look up twenty modules and to compile them would be a third of a
 * small run. What was compiled lies beside the code itself, so nobody can alter it who could not alter the code. Nothing needs it:
 * it may be deleted, and where it cannot be written every run compiles anew.
 */
export interface Started<Exports> {
  readonly exports: Exports;
  /** Keeps what has been compiled by now for the next start, if nothing was kept before. */
  readonly keep: () => void;
}

/** Runs a bundle: a script whose value is a function, as Node wraps modules. `word` stands for what is asked of it, and so for what runs. */
export function startEngine<Exports>(file: string, word: string): Started<Exports> {
  const isWanted = process.env.NODE_DISABLE_COMPILE_CACHE !== '1';
  const kept = join(
    dirname(file),
    'compiled',
    `${basename(file, '.js')}-${word}-${cachedDataVersionTag().toString(16)}`,
  );
  const cachedData = isWanted ? recall(kept) : undefined;
  // It holds ASCII alone, which V8 keeps as it is.
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const wrapped = script.runInThisContext() as (exports: unknown, require: Require, folder: string) => void;
  const exports = {};
  wrapped(exports, builtin, dirname(file));
  const isUsed = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: exports as Exports,
    keep: () => {
      if (isWanted && !isUsed) save(kept, script.createCachedData());
    },
  };
}

type Require = (name: string) => unknown;

/** All else is in the bundle. */
const builtin: Require = (name) => process.getBuiltinModule(name);

const digestSize = 32;
const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Undefined where it is not there or not what it was: V8 believes what it is given. */
function recall(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(digestSize);
    return digest(code).equals(bytes.subarray(0, digestSize)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Other versions of Node and other flags have files of their own; what piles up is thrown away. */
const most = 24;

function save(file: string, code: Buffer): void {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
    const others = readdirSync(folder);
    if (others.length >= most) for (const other of others) rmSync(join(folder, other), { force: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([digest(code), code]), { flag: 'wx' });
    renameSync(draft, file);
  } catch {
    // A folder that only somebody else may write, or a full disk: the run is over, and was right without it.
  }
}
