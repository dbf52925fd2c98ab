import type { Prompter } from '../model/rehearsal.ts';

/** On stderr, for stdout carries the answer: a line for what is done, and on a terminal one more with what is at work and for how long. */
export function prompterTo(stream: NodeJS.WriteStream): Prompter {
  let text = '';
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    if (stream.isTTY) stream.write('\r\u001b[2K');
  };
  const draw = (): void => {
    const seconds = Math.round((performance.now() - since) / 1000);
    const line = `… ${text}, ${seconds} s`;
    clear();
    stream.write(line.length < stream.columns ? line : `${line.slice(0, stream.columns - 2)}…`);
  };
  return {
    now(next) {
      text = next;
      since = performance.now();
      if (!stream.isTTY) return;
      draw();
      timer ??= setInterval(draw, 500).unref();
    },
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    end() {
      clearInterval(timer);
      timer = undefined;
      clear();
    },
  };
}
