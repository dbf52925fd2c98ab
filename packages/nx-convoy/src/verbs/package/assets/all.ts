import { ecosystems } from '../../../ecosystems/index.ts';
import type { Unit } from '../../../model/unit.ts';
import type { World } from '../../../model/world.ts';
import { assetSlug } from '../../../packaging/assets/slug.ts';
import { askOne } from '../../gathering/git-state.ts';
import type { Left } from '../choose.ts';
import type { Packaged } from '../packaged.ts';
import type { AssetGround } from './ground.ts';
import { makeAssets } from './make.ts';

type Ground = Omit<AssetGround, 'unit' | 'ecosystem' | 'bench' | 'log'>;

/** Units that hand out more than packages, among those that were asked for: registries may take them or not. */
export const withAssets = (units: readonly Unit[], { config }: Pick<Ground, 'config'>): readonly Unit[] =>
  units.filter(({ id }) => (config.assets?.[id] ?? []).length > 0);

export async function allAssets(
  units: readonly Unit[],
  out: string,
  ground: Ground,
  world: World,
): Promise<{ readonly made: readonly Packaged[]; readonly left: readonly Left[] }> {
  const [made, left]: [Packaged[], Left[]] = [[], []];
  const tags = await tagsHere(world);
  for (const unit of units) {
    const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
    if (ecosystem === undefined) continue;
    if (unit.version === undefined) {
      left.push({ unit: unit.id, why: 'its assets have no version to be called by: no file tells it' });
      continue;
    }
    const slug = assetSlug(unit);
    const bench = await ground.workshop.begin();
    try {
      const folder = `${out}/assets/${slug}`;
      const { files, problems, ...rest } = await makeAssets(
        slug,
        ground.part === undefined ? tagOf(unit, tags) : ground.part.tag,
        {
          ...ground,
          ...{ unit, ecosystem, bench, log: `${folder}/package.log` },
        },
      );
      const isOk = files.length > 0;
      await (isOk ? bench.keep('assets', slug) : bench.give('assets', slug));
      left.push(...rest.left);
      if (isOk || problems.length > 0)
        made.push({
          ...{ unit: unit.id, version: unit.version, folder, ok: isOk, problems },
          files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
        });
    } finally {
      await bench.leave();
    }
  }
  return { made, left };
}

/** Tags of the commit; a name with {tag} waits for one. */
async function tagsHere(world: World): Promise<readonly string[]> {
  return ((await askOne(world, 'tag', '--points-at', 'HEAD')) ?? '').split('\n').filter((tag) => tag !== '');
}

/** Of several, the one that names the unit beside its version. */
function tagOf({ name, version = '' }: Unit, tags: readonly string[]): string | undefined {
  const fits = tags.filter((tag) => tag.endsWith(version));
  return fits.find((tag) => tag.includes(name)) ?? fits[0];
}
