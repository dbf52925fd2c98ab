import { estimate, type Estimate } from '../../delivery/estimate.ts';
import type { Plan, PlannedUnit } from '../../model/plan.ts';
import type { Rehearsal } from './evidence-schema.ts';
import { hinderedBy } from './apart.ts';
import { realPlaces } from './places.ts';
import type { Scene } from './scene.ts';
import { isThere } from './sailing.ts';
import type { Played } from './verb.ts';

type Unit = Rehearsal['units'][number];

/** What was seen, as data. It is good only where nothing at all stands in the way of a real release. */
export function conclude(played: Played, scene: Scene): Rehearsal {
  const { world, hands, options, steps, findings } = scene;
  const { plan, isSupposed = false } = played.planned ?? {};
  const units = plan === undefined ? [] : plan.units.map((unit) => unitOf(unit, plan, played, scene));
  const base = plan?.base.commit ?? null;
  const { ms, lanes } = plan === undefined ? noWait : waits(plan, scene);
  const isRight =
    plan !== undefined &&
    findings.every(({ severity }) => severity !== 'error') &&
    steps.every(({ ok }) => ok) &&
    units.every(({ is }) => is !== 'failed' && is !== 'blocked');
  return {
    schema: 1,
    kind: 'rehearsal',
    plan: plan?.id ?? null,
    supposed: isSupposed,
    dirty: options.includeDirty,
    ...(base === null ? {} : { base }),
    tool: world.tool,
    machine: `${hands.clients.os}-${hands.clients.arch}`,
    startedAt: new Date(scene.startedAt).toISOString(),
    endedAt: new Date(world.clock.now()).toISOString(),
    ok: isRight,
    steps,
    units: units.sort((a, b) => a.wave - b.wave),
    estimate: { milliseconds: ms, says: lanes.map(({ says }) => says) },
    ...(played.storms === undefined ? {} : { storms: played.storms }),
    findings: findings.map(({ where, ...finding }) => ({
      ...finding,
      ...(where === undefined ? {} : { file: where.file, ...(where.line === undefined ? {} : { line: where.line }) }),
    })),
  };
}

const noWait: Estimate = { ms: 0, lanes: [] };

function unitOf(unit: PlannedUnit, plan: Plan, played: Played, scene: Scene): Unit {
  const { id, version } = unit;
  const [made, sailed] = [played.made.units.get(id), played.fleet.get(id)];
  const { repo, config, hands } = scene;
  const places = realPlaces(unit, { repo, config, clients: hands.clients });
  return {
    unit: id,
    version: version.spelling,
    ...(version.from === undefined ? {} : { from: version.from }),
    wave: unit.private ? 0 : plan.waves.findIndex((wave) => wave.includes(id)) + 1,
    ...fateOf(unit, plan, played),
    registries: places.map(({ registry }) => registry.url),
    ...(made === undefined || made.bytes === 0 ? {} : { bytes: made.bytes }),
    ...(sailed?.ms === undefined || played.storms !== undefined ? {} : { milliseconds: Math.round(sailed.ms) }),
  };
}

function fateOf(unit: PlannedUnit, plan: Plan, played: Played): Pick<Unit, 'is' | 'because'> {
  const { made, fleet, proved } = played;
  const { id } = unit;
  if (unit.private) return { is: 'skipped', because: 'private: no registry takes it' };
  const [files, sailed, proof] = [made.units.get(id), fleet.get(id), proved.get(id)];
  if (sailed === undefined) {
    const by = made.units.size === 0 ? undefined : hinderedBy(id, made, plan);
    if (by !== undefined) return { is: 'blocked', because: `waits for ${by}` };
    return { is: 'failed', because: files?.why ?? made.left.get(id) ?? 'it did not come to that' };
  }
  if (sailed.is === 'blocked') return { is: 'blocked', because: sailed.why };
  if (!isThere(sailed)) return { is: 'failed', because: sailed.why };
  if (proof === undefined) return { is: 'published', because: sailed.why };
  return { is: proof.verdict === 'verified' ? 'verified' : 'failed', because: proof.because };
}

/** By what real registries say of themselves. */
function waits(plan: Plan, { repo, config, hands }: Scene): Estimate {
  const answers = plan.checks?.registries?.answers ?? [];
  const going = plan.units
    .filter((unit) => !unit.private)
    .flatMap((unit) =>
      realPlaces(unit, { repo, config, clients: hands.clients }).map(({ registry }) => ({
        unit: unit.id,
        registry,
        isNewName:
          answers.find((answer) => answer.unit === unit.id && answer.registry === registry.url)?.isNewName ??
          (answers.length === 0 && unit.version.from === undefined),
      })),
    );
  return estimate(going);
}
