import { spawn } from 'node:child_process';
import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { RunStep } from '../model/packaging.ts';
import type { StepEnd } from '../model/workshop.ts';
import { endGroup, endWithUs } from './process.ts';

interface Around {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: WriteStream;
  readonly mask: (line: string) => string;
}

const tailLines = 60;

/** Runs one step. Its lines go to the log while they come; it ends in time, with all that it has started. */
export function runLogged(step: RunStep, { cwd, env, log, mask }: Around): Promise<StepEnd> {
  const [program = '', ...args] = step.argv;
  const tail: string[] = [];
  const write = (line: string): void => {
    const shown = mask(line);
    log.write(`${shown}\n`);
    tail.push(shown);
    if (tail.length > tailLines) tail.shift();
  };
  log.write(`$ ${mask(step.argv.join(' '))}\n`);
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: 'pipe', detached: true });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      endGroup(child);
    }, step.timeoutMs);
    const release = endWithUs(child);
    const end = (code: number, failed?: 'absent' | 'late'): void => {
      clearTimeout(timer);
      release();
      resolve({ code, tail: tail.join('\n'), ...(failed === undefined ? {} : { failed }) });
    };
    child.stdin.on('error', () => undefined);
    child.stdin.end(step.stdin ?? '');
    const read = Promise.all([child.stdout, child.stderr].map((stream) => eachLine(stream, write)));
    child.on('error', (error) => {
      write(error.message);
      end(-1, 'code' in error && error.code === 'ENOENT' ? 'absent' : undefined);
    });
    child.on('close', (code) => {
      void read.then(() => {
        if (isLate) write(`ended after ${step.timeoutMs / 1000} s`);
        end(code ?? -1, isLate ? 'late' : undefined);
      });
    });
  });
}

function eachLine(stream: Readable, tell: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', tell).on('close', resolve);
  });
}
