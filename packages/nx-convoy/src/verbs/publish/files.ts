import type { Dock, Hold } from '../../model/dock.ts';
import type { DueUnit } from '../../model/due.ts';
import type { World } from '../../model/world.ts';
import { packaging } from '../package/verb.ts';
import type { Going } from './going.ts';
import type { Found } from './laden.ts';
import type { PublishOptions } from './options.ts';
import type { Prepared } from './prepare.ts';
import { recordedOf, type Recorded } from '../gathering/record.ts';

interface Around {
  readonly world: World;
  readonly dock: Pick<Dock, 'hold' | 'pause' | 'stop'>;
  readonly prepared: Pick<Prepared, 'graph'>;
}

/**
 * Makes what nobody has made. What such units install is out: whoever calls this has seen to it. One publisher of a clone makes files at a
 * time: two that made the same ones would take them out of each other's hands, and might send other bytes than they looked at.
 */
export async function makeFiles(
  found: readonly Found[],
  options: PublishOptions,
  { world, dock, prepared }: Around,
): ReturnType<typeof packaging.run> {
  const missing = found.filter(({ recorded }) => recorded === undefined);
  if (missing.length === 0) return nothing;
  const hold = await onceFree(dock);
  if (hold === undefined) return nothing;
  try {
    // Whoever was waited for may have made them.
    const records = await Promise.all(missing.map(({ due, ways }) => recordOf(due, ways, prepared, options, world)));
    const units = missing.flatMap(({ due }, at) => (records[at] === undefined ? [due.unit] : []));
    if (units.length === 0) return nothing;
    const { out, timeout } = options;
    // Registries take no assets.
    return await packaging.run(packaging.options.parse({ units, out, timeout, installs: true, assets: 'none' }), world);
  } finally {
    await hold.free();
  }
}

const nothing = { value: { made: [], left: [], problems: [] }, text: '', problems: [], ok: true };

/** Undefined: somebody wants this to end, and it was still not free. */
async function onceFree(dock: Around['dock']): Promise<Extract<Hold, { readonly is: 'mine' }> | undefined> {
  for (;;) {
    const hold = await dock.hold('packaging');
    if (hold.is === 'mine') return hold;
    if (dock.stop.isWanted) return undefined;
    await dock.pause(50, []);
  }
}

/** What was made of it here, from the commit that it is released from. */
export function recordOf(
  { unit: id, commit }: DueUnit,
  ways: readonly Going[],
  { graph }: Pick<Prepared, 'graph'>,
  { out }: Pick<PublishOptions, 'out'>,
  { hands }: World,
): Promise<Recorded | undefined> {
  const unit = graph.units.find((one) => one.id === id);
  const version = ways[0]?.released.version;
  if (unit === undefined || version === undefined || hands === undefined) return Promise.resolve(undefined);
  return recordedOf(unit, { version, commit }, out, (path) => hands.read(path));
}
