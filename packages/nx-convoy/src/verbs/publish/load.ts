import { madeByPublishing } from '../../graph/packaged-before.ts';
import type { DueUnit } from '../../model/due.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Presence } from '../../model/registry.ts';
import type { Dock } from '../../model/dock.ts';
import type { World } from '../../model/world.ts';
import { protocols } from '../../registries/index.ts';
import { makeFiles, recordOf } from './files.ts';
import type { Going } from './going.ts';
import { needsAmong } from './needs.ts';
import type { PublishOptions } from './options.ts';
import { parcelOf } from './parcel.ts';
import type { Prepared } from './prepare.ts';
import type { Recorded } from '../gathering/record.ts';
import type { Registrar } from './registrar.ts';
import { roundsOf } from './rounds.ts';
import type { Found, Laden, Way } from './laden.ts';

export interface Loaded {
  readonly laden: readonly Laden[];
  /** All of its files are there, and nothing of it is here that could be compared. */
  readonly there: readonly { readonly unit: string; readonly because: string }[];
  /** What goes after these, round by round, because something of it is made of what has gone before. */
  readonly later: readonly (readonly Found[])[];
}

export interface Loading {
  readonly world: World;
  readonly registrar: Registrar;
  readonly dock: Dock;
}

/** Asks first, and packages second: only what is missing somewhere is made, where nobody has made it before from this commit. */
export async function load(
  prepared: Prepared,
  options: PublishOptions,
  { world, registrar, dock }: Loading,
  behind: ReadonlySet<string> = new Set(),
): Promise<Result<Loaded>> {
  const needs = needsAmong(new Set(prepared.due.map(({ unit }) => unit)), prepared.graph);
  const found = await Promise.all(
    prepared.due.map(async (due) => {
      const ways = prepared.ways.get(due.unit) ?? [];
      const [recorded, presences] = await Promise.all([
        recordOf(due, ways, prepared, options, world),
        Promise.all(ways.map((going) => registrar.presence(going, going.released))),
      ]);
      const own = needs.flatMap(({ from, to }) => (from === due.unit ? [to] : []));
      return { due, ways, presences, needs: own, ...(recorded === undefined ? {} : { recorded }) };
    }),
  );
  const there = found.filter(({ recorded, presences }) => recorded === undefined && presences.every(isWhole));
  const gone = new Set(there.map(({ due }) => due.unit));
  const going = found.filter(({ due }) => !gone.has(due.unit));
  const waiting = madeByPublishing(prepared.graph);
  const rounds = roundsOf({
    ids: found.map(({ due }) => due.unit),
    needs,
    isMade: (id) => going.every(({ due, recorded }) => due.unit !== id || recorded !== undefined),
    isOut: (id) => gone.has(id),
    isBehind: (id) => behind.has(id) && waiting.has(id),
  });
  const [first = [], ...later] = Array.from({ length: 1 + Math.max(0, ...rounds.values()) }, (_, round) =>
    going.filter(({ due }) => rounds.get(due.unit) === round),
  );
  const made = await makeFiles(first, options, { world, dock, prepared });
  if (!made.ok) return fail(...made.problems);
  const loaded: Result<Laden>[] = [];
  // One by one: to tell its digests, some files are read whole.
  for (const one of first) loaded.push(await ladenOf(one, prepared, options, { world, registrar, dock }));
  const missing = loaded.flatMap((one) => (one.ok ? [] : one.problems));
  if (missing.length > 0) return fail(...missing);
  return ok({
    laden: loaded.flatMap((one) => (one.ok ? [one.value] : [])),
    there: there.map(({ due, ways }) => ({
      unit: due.unit,
      because: `it is there already: ${ways.map(({ released }) => released.registry.url).join(', ')}`,
    })),
    later: later.filter((round) => round.length > 0),
  });
}

/** A unit with its files, as they lie here now. */
export async function ladenOf(
  { due, ways, recorded }: Found,
  prepared: Prepared,
  options: PublishOptions,
  { world, dock }: Loading,
): Promise<Result<Laden>> {
  const record = recorded ?? (await recordOf(due, ways, prepared, options, world));
  if (record === undefined || record.artifacts.length === 0) return fail(noFiles(due, prepared));
  return ok({ ways: await Promise.all(ways.map((going) => wayOf(going, record, dock))) });
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

const noFiles = ({ unit, version }: DueUnit, { source }: Prepared): Problem => ({
  code: 'NO_FILES',
  severity: 'error',
  what: `There are no files of ${unit} ${version}, made from ${source.commit.slice(0, 10)}.`,
  fix: `Make them where they can be built, and bring them here: nx-convoy package --units=${unit}`,
});
