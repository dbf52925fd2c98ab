import type { Dock } from '../../model/dock.ts';
import type { Hands } from '../../model/hands.ts';
import type { Heard } from './heard.ts';

/** Longer than any upload. */
const forever = 0x7fff_ffff;

/**
 * `--nxBail`: after the first failure nothing more is begun, and what is under way comes to its end. Nx stops no batch by itself.
 */
export function withBail(hands: Hands): { readonly hands: Hands; look(rows: Heard): void } {
  let isBailed = false;
  let tell = (): void => undefined;
  const bailed = new Promise<void>((done) => (tell = done));
  const bailing = (dock: Dock): Dock => ({
    ...dock,
    stop: {
      listen: () => dock.stop.listen(),
      get isWanted() {
        return isBailed || dock.stop.isWanted;
      },
      wanted: Promise.race([bailed, dock.stop.wanted]),
    },
    pause: (ms, others) => dock.pause(ms, [bailed, ...others]),
    grace: (ms, work) => dock.grace(dock.stop.isWanted ? ms : forever, work),
  });
  return {
    hands: {
      ...hands,
      async dock(out) {
        const opened = await hands.dock(out);
        return opened.ok ? { ok: true, value: bailing(opened.value) } : opened;
      },
    },
    look(rows) {
      if (!rows.some(({ outcome }) => outcome?.is === 'failed' || outcome?.is === 'unknown')) return;
      isBailed = true;
      tell();
    },
  };
}
