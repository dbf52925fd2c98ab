import type { DueUnit } from '../../model/due.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Presence } from '../../model/registry.ts';
import type { Dock } from '../../model/dock.ts';
import type { World } from '../../model/world.ts';
import { protocols } from '../../registries/index.ts';
import { packaging } from '../package/verb.ts';
import type { Going } from './going.ts';
import type { PublishOptions } from './options.ts';
import { parcelOf } from './parcel.ts';
import type { Prepared } from './prepare.ts';
import { recordedOf, type Recorded } from './recorded.ts';
import type { Registrar } from './registrar.ts';
import type { Laden, Way } from './shipment.ts';

export interface Loaded {
  readonly laden: readonly Laden[];
  /** All of its files are there, and nothing of it is here that could be compared. */
  readonly there: readonly { readonly unit: string; readonly because: string }[];
}

/** Asks first, and packages second: only what is missing somewhere is made, where nobody has made it before from this commit. */
export async function load(
  prepared: Prepared,
  options: PublishOptions,
  { world, registrar, dock }: { readonly world: World; readonly registrar: Registrar; readonly dock: Dock },
): Promise<Result<Loaded>> {
  const found = await Promise.all(
    prepared.due.map(async (due) => {
      const ways = prepared.ways.get(due.unit) ?? [];
      const [recorded, presences] = await Promise.all([
        recordOf(due, ways, prepared, options, world),
        Promise.all(ways.map((going) => registrar.presence(going, going.released))),
      ]);
      return { due, ways, recorded, presences };
    }),
  );
  const there = found.filter(({ recorded, presences }) => recorded === undefined && presences.every(isWhole));
  const unmade = found.filter((one) => one.recorded === undefined && !there.includes(one));
  if (unmade.length > 0) {
    const { ok: isMade, problems } = await packaging.run(
      packaging.options.parse({
        ...{ units: unmade.map(({ due }) => due.unit), out: options.out, timeout: options.timeout },
        // Registries take none of them.
        assets: 'none',
      }),
      world,
    );
    if (!isMade) return fail(...problems);
  }
  const laden: Laden[] = [];
  const missing: Problem[] = [];
  for (const { due, ways, recorded } of found.filter((one) => !there.includes(one))) {
    const record = recorded ?? (await recordOf(due, ways, prepared, options, world));
    if (record === undefined || record.artifacts.length === 0) missing.push(noFiles(due, prepared));
    else laden.push({ ways: await Promise.all(ways.map((going) => wayOf(going, record, dock))) });
  }
  if (missing.length > 0) return fail(...missing);
  return ok({
    laden,
    there: there.map(({ due, ways }) => ({
      unit: due.unit,
      because: `it is there already: ${ways.map(({ released }) => released.registry.url).join(', ')}`,
    })),
  });
}

/** Some registries know what they hold by a digest of their own making. */
async function wayOf(going: Going, { artifacts }: Recorded, dock: Pick<Dock, 'root' | 'bytes' | 'read'>): Promise<Way> {
  const protocol = protocols[going.released.registry.protocol];
  if (protocol.digestThere === undefined) return { going, artifacts };
  return {
    going,
    artifacts: await Promise.all(
      artifacts.map(async (artifact) => {
        const parcel = await parcelOf({ artifact, released: going.released }, going, dock);
        const digest = parcel.ok ? protocol.digestThere?.(parcel.value) : undefined;
        return digest === undefined || artifact.digests.includes(digest)
          ? artifact
          : { ...artifact, digests: [...artifact.digests, digest] };
      }),
    ),
  };
}

/** A registry that holds files of a version may lack some of them: only one that counts versions tells by itself that it has all. */
const isWhole = (presence: Presence): boolean => presence.is === 'present' && presence.isDeleted !== true;

function recordOf(
  { unit: id, commit }: DueUnit,
  ways: readonly Going[],
  { graph }: Prepared,
  { out }: PublishOptions,
  { hands }: World,
): Promise<Recorded | undefined> {
  const unit = graph.units.find((one) => one.id === id);
  const version = ways[0]?.released.version;
  if (unit === undefined || version === undefined || hands === undefined) return Promise.resolve(undefined);
  return recordedOf(unit, { version, commit }, out, (path) => hands.read(path));
}

const noFiles = ({ unit, version }: DueUnit, { source }: Prepared): Problem => ({
  code: 'NO_FILES',
  severity: 'error',
  what: `There are no files of ${unit} ${version}, made from ${source.commit.slice(0, 10)}.`,
  fix: `Make them where they can be built, and bring them here: nx-convoy package --units=${unit}`,
});
