import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { publishing } from './kinds.ts';
import { requestNames, type Point } from './points.ts';
import type { Passing, Verdict } from './relay.ts';
import { journalIn, type Ended, type Started } from './workspace.ts';
import type { Yard } from './yard.ts';

/** A publisher that was killed, and what is still on its way. */
export interface Struck {
  readonly first: Ended;
  readonly isReached: boolean;
  /** What the publisher had no right to leave behind. */
  readonly why: readonly string[];
  /** Lets what is on its way arrive as soon as whoever comes next has looked for it, or has ended. */
  settle(next: Started): Promise<void>;
}

/** Publishes, and kills the publisher at a point. */
export async function strike(yard: Yard, folder: string, point: Point): Promise<Struck> {
  if (point.by === 'itself') {
    const first = await yard.publish({ folder, at: point.at }).ended;
    const why = /^(?:before|half) create children/.test(point.at) ? await ranUnwritten(yard, folder) : [];
    return { first, why, isReached: first.signal === 'SIGKILL', settle: () => childrenGone(folder) };
  }
  const nameOf = requestNames();
  const onItsWay: { late?: Passing; letGo?: () => void } = {};
  let isReached = false;
  const running = yard.publish({ folder });
  const verdictOn = (passing: Passing): Verdict | Promise<Verdict> => {
    if (point.fate === 'held') return new Promise((resolve) => (onItsWay.letGo = () => resolve('pass')));
    if (point.fate === 'late') onItsWay.late = passing;
    return verdicts[point.fate];
  };
  yard.relay.onPassing(async (passing) => {
    if (isReached || nameOf(passing) !== point.request) return 'pass';
    isReached = true;
    running.kill('SIGKILL');
    if (point.children === 'dead') endChildren(folder);
    await running.ended;
    return verdictOn(passing);
  });
  const first = await running.ended;
  // The request is dealt with in the turn after the one that heard of the end.
  await pause(0);
  const from = textOf(journalIn(folder)).length;
  return {
    first,
    isReached,
    why: [],
    async settle(next) {
      const { late, letGo } = onItsWay;
      const isAwaited = late !== undefined || letGo !== undefined;
      const over = next.ended.then(() => true);
      while (isAwaited && !hasLooked(textOf(journalIn(folder)), from, late !== undefined))
        if (await Promise.race([over, pause(5, false)])) break;
      letGo?.();
      if (late !== undefined) await yard.relay.arrive(late);
      await next.ended;
      await yard.relay.idle();
      await childrenGone(folder);
    },
  };
}

const verdicts = { lost: 'drop', half: 'half', arrived: 'mute', late: 'drop', free: 'pass' } as const;

/**
 * Whether the next publisher has heard that what is on its way is absent: where its sender is dead, after it found that out; where it lives,
 * for longer than an absence could be believed if it were dead.
 */
function hasLooked(text: string, from: number, isLate: boolean): boolean {
  const open = /"kind":"uploading","of":("(?:[^"\\]|\\.)*")/g;
  const of = [...text.slice(0, from).matchAll(open)].at(-1)?.[1] ?? '';
  const about = text
    .slice(from)
    .split('\n')
    .filter((line) => line.includes(of) && line.endsWith('}'));
  const buried = about.findIndex((line) => line.includes('"kind":"ended"'));
  const absent = about.slice(buried + 1).filter((line) => line.includes('"is":"absent"'));
  if (isLate) return buried >= 0 && absent.length > 0;
  const [first = 0, last = 0] = [absent[0], absent.at(-1)].map((line) => Number(/"at":(\d+)/.exec(line ?? '')?.[1]));
  return last - first > 2 * publishing.policy.settle * 1000;
}

/** A client that is not written down yet must not run: nobody who comes later knows of it. */
async function ranUnwritten({ relay, kind }: Yard, folder: string): Promise<readonly string[]> {
  const sent = (): number => relay.passed().filter((passing) => kind.puts(passing) !== undefined).length;
  const before = sent();
  while (existsSync('/proc/self') && readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && worksIn(folder, pid)))
    await pause(10);
  await relay.idle();
  return sent() === before ? [] : ['a client ran that nobody had written down'];
}

function worksIn(folder: string, pid: string): boolean {
  try {
    return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
  } catch {
    return false;
  }
}

/** A client has a group of its own. */
function endChildren(folder: string): void {
  for (const pid of childrenOf(folder)) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}

function childrenOf(folder: string): readonly number[] {
  const nursery = join(folder, '.git/nx-convoy/children');
  return existsSync(nursery) ? readdirSync(nursery).map((name) => Number(name.slice(name.lastIndexOf('-') + 1))) : [];
}

/** What goes on after its publisher has to end before anybody counts what it did. */
async function childrenGone(folder: string): Promise<void> {
  while (childrenOf(folder).some(isRunning)) await pause(10);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/\) Z /.test(textOf(`/proc/${pid}/stat`));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
