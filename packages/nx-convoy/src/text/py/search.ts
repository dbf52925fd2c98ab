import type { Pattern } from './pattern.ts';

/** What one group of a pattern took, and where. */
export interface Caught {
  readonly text: string;
  readonly at: number;
}

type Step =
  | { readonly do: 'take'; readonly test: (char: string) => boolean }
  | { readonly do: 'check'; readonly test: (text: string, at: number) => boolean }
  /** Two ways on; the first is preferred. */
  | { readonly do: 'fork'; readonly first: number; readonly second: number }
  | { readonly do: 'open' }
  | { readonly do: 'close' }
  | { readonly do: 'done' };

interface Thread {
  readonly step: number;
  readonly from?: number;
  readonly to?: number;
}

/** More steps than any pattern of a manifest makes. */
const mostSteps = 3000;

/**
 * Finds the first match and what the wanted group took in it. All ways to match go forward side by side, letter by letter, so the time
 * grows with the text and the pattern alone: a pattern that someone else wrote cannot hold the run up, as `(a+)+b` would.
 */
export function search(
  pattern: Pattern,
  text: string,
  isWanted: (group: { index: number; name?: string }) => boolean,
): Caught | undefined {
  const steps = stepsOf(pattern, isWanted);
  if (steps === undefined) return undefined;
  let threads: Thread[] = [];
  let found: Thread | undefined;
  for (let at = 0; at <= text.length; at++) {
    if (found === undefined) threads.push({ step: 0 });
    if (threads.length === 0) break;
    const next: Thread[] = [];
    for (const thread of closure(threads, at)) {
      const step = steps[thread.step];
      if (step?.do === 'done') {
        found = thread;
        break; // Whoever comes later was less preferred.
      }
      if (step?.do === 'take' && at < text.length && step.test(text.charAt(at)))
        next.push({ ...thread, step: thread.step + 1 });
    }
    threads = next;
  }
  const { from, to } = found ?? {};
  return from === undefined || to === undefined ? undefined : { text: text.slice(from, to), at: from };

  /** Follows all that takes no letter, in order of preference, each step once. */
  function closure(starts: readonly Thread[], at: number): readonly Thread[] {
    const seen = new Set<number>();
    const ready: Thread[] = [];
    const open = [...starts].reverse();
    for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
      if (seen.has(thread.step)) continue;
      seen.add(thread.step);
      const step = steps?.[thread.step];
      const next = thread.step + 1;
      if (step?.do === 'fork') open.push({ ...thread, step: step.second }, { ...thread, step: step.first });
      else if (step?.do === 'open') open.push({ step: next, from: at });
      else if (step?.do === 'close') open.push({ ...thread, step: next, to: at });
      else if (step?.do !== 'check') ready.push(thread);
      else if (step.test(text, at)) open.push({ ...thread, step: next });
    }
    return ready;
  }
}

function stepsOf(
  root: Pattern,
  isWanted: (group: { index: number; name?: string }) => boolean,
): readonly Step[] | undefined {
  const steps: Step[] = [];
  write(root);
  steps.push({ do: 'done' });
  return steps.length > mostSteps ? undefined : steps;

  function write(pattern: Pattern): void {
    if (steps.length > mostSteps) return;
    switch (pattern.is) {
      case 'one':
        steps.push({ do: 'take', test: pattern.test });
        return;
      case 'place':
        steps.push({ do: 'check', test: pattern.test });
        return;
      case 'all':
        pattern.parts.forEach(write);
        return;
      case 'any':
        writeOptions(pattern.options);
        return;
      case 'group':
        writeGroup(pattern);
        return;
      case 'repeat':
        writeRepeat(pattern);
        return;
    }
  }

  function writeGroup(group: Extract<Pattern, { is: 'group' }>): void {
    const wanted = isWanted(group);
    if (wanted) steps.push({ do: 'open' });
    write(group.of);
    if (wanted) steps.push({ do: 'close' });
  }

  function writeOptions([first, ...rest]: readonly Pattern[]): void {
    if (first === undefined) return;
    if (rest.length === 0) {
      write(first);
      return;
    }
    const fork = reserve();
    write(first);
    const leave = reserve();
    steps[fork] = { do: 'fork', first: fork + 1, second: steps.length };
    writeOptions(rest);
    steps[leave] = { do: 'fork', first: steps.length, second: steps.length };
  }

  function writeRepeat({ of, least, most, lazy }: Extract<Pattern, { is: 'repeat' }>): void {
    for (let times = 0; times < least; times++) write(of);
    if (most === Infinity) {
      const fork = reserve();
      write(of);
      steps.push({ do: 'fork', first: fork, second: fork });
      steps[fork] = forkTo(fork + 1, steps.length, lazy);
    } else {
      for (let times = least; times < most; times++) {
        const fork = reserve();
        write(of);
        steps[fork] = forkTo(fork + 1, steps.length, lazy);
      }
    }
  }

  function reserve(): number {
    steps.push({ do: 'done' });
    return steps.length - 1;
  }
}

const forkTo = (inside: number, past: number, lazy: boolean): Step =>
  lazy ? { do: 'fork', first: past, second: inside } : { do: 'fork', first: inside, second: past };
