import type { Overlay } from '../../model/overlay.ts';
import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { realPlaces } from './places.ts';
import type { Rehearsal } from './evidence-schema.ts';
import { publishArguments } from './sailing.ts';
import { find, seconds, Stopped, type Scene } from './scene.ts';
import { inWords, stormOf, type Storm } from './storm.ts';
import { lastOf, problemsIn } from './reading.ts';

export type Weathered = NonNullable<Rehearsal['storms']>[number];

/** Killed, put off and lied to, and started again each time: it has to end complete in a few runs, whatever happens. */
const mostRuns = 12;

export async function weathered(
  seeds: readonly number[],
  { units, overlay, plan }: { readonly units: readonly string[]; readonly overlay: Overlay; readonly plan: Plan },
  scene: Scene,
): Promise<readonly Weathered[]> {
  const { stage, hands, repo, config } = scene;
  const ground = { repo, config, clients: hands.clients };
  const planned = plan.units.filter(({ id }) => units.includes(id));
  const protocols = [
    ...new Set(planned.flatMap((unit) => realPlaces(unit, ground).map(({ registry }) => registry.protocol))),
  ].sort();
  const storms: Weathered[] = [];
  for (const seed of seeds) {
    if (storms.length > 0) await stage.renew();
    storms.push(await sailThrough(stormOf(seed, protocols, planned.length), { units, overlay }, scene));
  }
  return storms;
}

async function sailThrough(
  { seed, disturbances, kills }: Storm,
  { units, overlay }: { readonly units: readonly string[]; readonly overlay: Overlay },
  scene: Scene,
): Promise<Weathered> {
  const { stage, hands, world } = scene;
  const { prompter } = hands.theatre;
  const argv = publishArguments(units, scene);
  const begun = world.clock.elapsed();
  stage.disturb(disturbances);
  let [runs, killed] = [0, 0];
  let isComplete = false;
  let said: readonly Problem[] = [];
  while (!isComplete && runs < mostRuns) {
    const killAfter = kills[runs];
    prompter.now(`seed ${seed}: run ${(runs += 1)}, ${killed} killed`);
    const end = await stage.perform(argv, { overlay, ...(killAfter === undefined ? {} : { killAfter }) });
    if (end.isStopped) throw new Stopped();
    if (end.isKilled) killed += 1;
    isComplete = end.code === 0;
    said = problemsIn(lastOf(end.stdout).problems);
  }
  stage.calm();
  const before = stage.uploads().length;
  const again = isComplete ? await stage.perform(argv, { overlay }) : undefined;
  const isQuiet = again?.code === 0 && stage.uploads().length === before;
  const ok = isComplete && isQuiet;
  if (!ok) find(scene, 'publish', [incomplete(seed, isComplete), ...(isComplete ? [] : said)]);
  const milliseconds = Math.round(world.clock.elapsed() - begun);
  prompter.say(
    `  ${`seed ${seed}`.padEnd(14)} ${seconds(milliseconds).padStart(7)}  ${ok ? 'complete' : 'NOT complete'} after ${runs} runs, ${killed} killed, ${disturbances.length} faults`,
  );
  return { seed, faults: disturbances.map(inWords), kills: killed, runs, ok, milliseconds };
}

const incomplete = (seed: number, isComplete: boolean): Problem => ({
  code: 'REHEARSE_STORM',
  severity: 'error',
  what: isComplete
    ? `Seed ${seed}: a last publish sent something though all was there.`
    : `Seed ${seed}: the release did not end complete, however often it was published again.`,
  fix: `Make the same happen again: nx-convoy rehearse --chaos=${seed} --keep-files; and report it, with the report of the rehearsal.`,
});
