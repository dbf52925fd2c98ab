import type { Dock } from '../model/dock.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for whoever wants this process to end, so that it can end in order; a second word ends it at once. Before `listen` a word ends it
 * as it ends any process: nothing has begun.
 */
export function stopSignal(atOnce: () => void): Dock['stop'] & { forget(): void } {
  let isWanted = false;
  let tell = (): void => undefined;
  const wanted = new Promise<void>((done) => (tell = done));
  const hear = (signal: NodeJS.Signals): void => {
    if (isWanted) {
      forget();
      atOnce();
      process.kill(process.pid, signal);
    }
    isWanted = true;
    tell();
  };
  const forget = (): void => {
    for (const signal of signals) process.off(signal, hear);
  };
  return {
    listen() {
      for (const signal of signals) process.on(signal, hear);
    },
    get isWanted() {
      return isWanted;
    },
    wanted,
    forget,
  };
}
