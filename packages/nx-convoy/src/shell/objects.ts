import { isUtf8 } from 'node:buffer';
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface GitObject {
  readonly id: string;
  readonly bytes: Buffer;
}

export interface Objects {
  /** Undefined where there is no such object. Whatever is asked before an answer came shares one round of git's. */
  read(name: string): Promise<GitObject | undefined>;
  /** At once, by a process of its own: for the few that nobody foresaw. */
  readNow(id: string): Buffer | undefined;
}

/** Undefined where it is no text in UTF-8. */
export const textIn = (object: GitObject | undefined): { readonly id: string; readonly text: string } | undefined =>
  object === undefined || object.bytes.includes(0) || !isUtf8(object.bytes)
    ? undefined
    : { id: object.id, text: object.bytes.toString('utf8') };

type Waiting = (object: GitObject | undefined) => void;

/**
 * Objects of a repository, by one `git cat-file --batch` that is started when it is first needed and that holds nobody up: it ends with us.
 */
export function gitObjects(root: string): Objects {
  const waiting: Waiting[] = [];
  let child: ChildProcessByStdio<Writable, Readable, null> | undefined;

  const start = (): ChildProcessByStdio<Writable, Readable, null> => {
    const started = spawn('git', ['-C', root, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const reader = batchReader((object) => {
      waiting.shift()?.(object);
      if (waiting.length === 0) hold(started, false);
    });
    const finish = (): void => {
      child = undefined;
      for (const tell of waiting.splice(0)) tell(undefined);
    };
    started.stdout.on('data', (chunk: Buffer) => reader(chunk));
    started.stdin.on('error', finish);
    started.on('error', finish);
    started.on('close', finish);
    return started;
  };

  return {
    read(name) {
      return new Promise((resolve) => {
        child ??= start();
        waiting.push(resolve);
        hold(child, true);
        child.stdin.write(`${name}\n`);
      });
    },
    readNow(id) {
      const { status, stdout } = spawnSync('git', ['-C', root, 'cat-file', 'blob', id], {
        maxBuffer: 64 * 1024 * 1024,
      });
      return status === 0 ? stdout : undefined;
    },
  };
}

/** Node ends although git still waits for questions, but not while one of ours is open. */
function hold(child: ChildProcessByStdio<Writable, Readable, null>, isHeld: boolean): void {
  const streams: readonly unknown[] = [child, child.stdout, child.stdin];
  for (const one of streams) {
    const { ref, unref } = one as { ref?: () => void; unref?: () => void };
    (isHeld ? ref : unref)?.call(one);
  }
}

/** An answer is `<id> <type> <size>`, a line end, the bytes, a line end; or `<name> missing`. */
function batchReader(tell: Waiting): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  let needed = 0;
  let head: string | undefined;

  const take = (all: Buffer): Buffer => {
    let at = 0;
    for (;;) {
      if (head === undefined) {
        const end = all.indexOf(10, at);
        if (end < 0) break;
        const line = all.toString('utf8', at, end);
        at = end + 1;
        const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(line)?.[1];
        if (size === undefined) {
          tell(undefined);
          continue;
        }
        head = line.slice(0, line.indexOf(' '));
        needed = Number(size);
      }
      if (all.length - at < needed + 1) break;
      const id = head;
      head = undefined;
      const bytes = all.subarray(at, at + needed);
      at += needed + 1;
      tell({ id, bytes });
    }
    return all.subarray(at);
  };

  return (chunk) => {
    pieces.push(chunk);
    length += chunk.length;
    // A large object comes in many pieces: they are joined once, when it is whole.
    if (head !== undefined && length < needed + 1) return;
    const rest = take(pieces.length === 1 ? chunk : Buffer.concat(pieces));
    pieces = rest.length === 0 ? [] : [rest];
    length = rest.length;
  };
}
