import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { RunStep } from '../model/packaging.ts';
import type { StepEnd } from '../model/workshop.ts';
import { launch } from './process.ts';

interface Around {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: WriteStream;
  readonly mask: (line: string) => string;
  readonly note?: (pid: number) => Promise<void>;
  readonly end?: AbortSignal;
}

const tailLines = 60;

/** Runs one step. Its lines go to the log while they come; it ends in time, with all that it has started. */
export async function runLogged(step: RunStep, { cwd, env, log, mask, note, end }: Around): Promise<StepEnd> {
  const tail: string[] = [];
  const enough = new AbortController();
  const write = (line: string): void => {
    const shown = mask(line);
    log.write(`${shown}\n`);
    tail.push(shown);
    if (tail.length > tailLines) tail.shift();
    if (step.until !== undefined && line.includes(step.until)) enough.abort();
  };
  log.write(`$ ${mask(step.argv.join(' '))}\n`);
  const read: Promise<void>[] = [];
  const input = step.stdin ?? '';
  const start = {
    cwd,
    env,
    input,
    timeoutMs: step.timeoutMs,
    enough: enough.signal,
    ...(note === undefined ? {} : { note }),
    ...(end === undefined ? {} : { end }),
  };
  const { code, failed, message } = await launch(step.argv, start, ({ stdout, stderr }) => {
    read.push(eachLine(stdout, write), eachLine(stderr, write));
  });
  // What could not be started says nothing, and its streams may never end.
  if (message === undefined) await Promise.all(read);
  else write(message);
  if (failed === 'late') write(`ended after ${step.timeoutMs / 1000} s`);
  return { code: enough.signal.aborted ? 0 : code, tail: tail.join('\n'), ...(failed === undefined ? {} : { failed }) };
}

function eachLine(stream: Readable, tell: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', tell).on('close', resolve);
  });
}
