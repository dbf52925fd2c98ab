import { createHash } from 'node:crypto';
import type { Config } from '../../model/config.ts';
import type { Hands } from '../../model/hands.ts';
import type { Packaging } from '../../model/packaging.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Workshop } from '../../model/workshop.ts';
import type { World } from '../../model/world.ts';
import { askOne } from '../gathering/git-state.ts';
import type { Source } from '../gathering/source.ts';

/** What all that is made here has in common. */
export interface PackageGround extends Pick<Packaging, 'tracked' | 'keyOf' | 'timeoutMs'> {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly source: Source;
  readonly workshop: Workshop;
}

interface Around {
  readonly world: World;
  readonly hands: Hands;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly source: Source;
}

/** A workshop for these units: dated as the commit, without credentials but those that only read. */
export async function packageGround(
  units: readonly Unit[],
  { out, clean, timeout }: { readonly out: string; readonly clean: boolean; readonly timeout: number },
  { world, hands, repo, config, source }: Around,
): Promise<PackageGround> {
  const workshop = await hands.workshop({
    out,
    lets: config.package?.env ?? [],
    keeps: units.flatMap(({ id }) => (config.units[id]?.afterBuild ?? []).flatMap(({ secrets = [] }) => secrets)),
    env: { SOURCE_DATE_EPOCH: source.epoch, TZ: 'UTC' },
    epoch: Number(source.epoch),
  });
  const listed = (await askOne(world, 'ls-files', '-z', '--cached')) ?? '';
  const tracked = listed.split('\0').filter((file) => file !== '');
  if (clean) await workshop.clean();
  return { repo, config, tracked, source, workshop, keyOf, timeoutMs: timeout * 1000 };
}

const keyOf = (ids: readonly string[]): string =>
  createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);
