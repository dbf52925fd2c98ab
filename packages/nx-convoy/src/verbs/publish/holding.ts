import type { Dock, Hold } from '../../model/dock.ts';
import { slugOf } from '../../packaging/slug.ts';

/** Holds units, each once, for as long as any file of theirs is on its way. */
export function holdsOf(dock: Dock): { take(unit: string): Promise<Hold> } {
  const held = new Map<string, { readonly hold: Promise<Hold>; count: number }>();
  const freed = new Map<string, Promise<void>>();
  return {
    async take(unit) {
      await freed.get(unit);
      const one = held.get(unit) ?? { hold: dock.hold(nameOf(unit)), count: 0 };
      held.set(unit, one);
      one.count += 1;
      const leave = (): boolean => {
        one.count -= 1;
        if (one.count === 0) held.delete(unit);
        return one.count === 0;
      };
      const hold = await one.hold;
      if (hold.is === 'taken') {
        leave();
        return hold;
      }
      return {
        is: 'mine',
        async free() {
          if (!leave()) return;
          freed.set(unit, hold.free());
          await freed.get(unit);
        },
      };
    },
  };
}

/** Ids of two ecosystems may have one slug. */
const nameOf = (unit: string): string => `${unit.slice(0, unit.indexOf(':'))}+${slugOf(unit)}`;
