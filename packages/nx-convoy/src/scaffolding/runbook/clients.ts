import { ecosystems } from '../../ecosystems/index.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Job, Packaging, Tool } from '../../model/packaging.ts';
import type { ClientSettings } from '../../model/trial.ts';
import type { Unit } from '../../model/unit.ts';
import { publicUnits, type Situation } from './situation.ts';

/** Programs of which one is enough, and the units that are made with it. */
export interface Client {
  readonly names: readonly string[];
  /** How the first is asked for its version. */
  readonly argv: readonly string[];
  readonly units: readonly Unit[];
}

/** What packages the units of this repository: asked of their ecosystems, as `package` asks them. */
export function clientsOf(situation: Situation): readonly Client[] {
  const found = new Map<string, Client>();
  for (const ecosystem of ecosystems) {
    for (const unit of publicUnits(situation).filter((one) => one.ecosystem === ecosystem.id)) {
      for (const { names, argv } of clientsFor(unit, ecosystem, situation)) {
        const key = names.join(' ');
        const known = found.get(key);
        found.set(key, { names, argv, units: [...(known?.units ?? []), unit] });
      }
    }
  }
  return [...found.values()];
}

function clientsFor(unit: Unit, ecosystem: Ecosystem, situation: Situation): readonly Omit<Client, 'units'>[] {
  const choices = ecosystem.madeWith?.choices ?? [];
  // Where it could not be made as it is, it can be told what is asked for first.
  const tools = toolsWith(unit, ecosystem, situation, choices) ?? ecosystem.madeWith?.tools ?? [];
  return tools.map((tool) => {
    if (!choices.some(({ name }) => name === tool.name)) return { names: [tool.name], argv: tool.argv };
    const others = choices.filter((one) =>
      toolsWith(unit, ecosystem, situation, [one])?.some(({ name }) => name === one.name),
    );
    return { names: others.map(({ name }) => name), argv: tool.argv };
  });
}

/** The programs of its job where of the choices these work; undefined where it could not be made so. */
function toolsWith(
  unit: Unit,
  ecosystem: Ecosystem,
  situation: Situation,
  works: readonly Tool[],
): readonly Tool[] | undefined {
  const jobs = ecosystem.package?.(packagingOf(unit, situation, works));
  if (jobs?.ok !== true) return undefined;
  const made = jobs.value.map((jobIn): Job => jobIn('/scratch'));
  const isWrong = made.some(({ problems = [] }) => problems.some(({ severity }) => severity === 'error'));
  return isWrong ? undefined : made.flatMap(({ tools }) => tools);
}

/** Nothing of it is carried out: folders and the commit are names. */
const packagingOf = (unit: Unit, { graph, repo, config }: Situation, works: readonly Tool[]): Packaging => ({
  units: [unit],
  tracked: repo.files,
  graph,
  repo,
  config,
  source: { commit: '0'.repeat(40), date: '1970-01-01T00:00:00.000Z', epoch: 0 },
  root: '/workspace',
  cache: '/cache',
  keyOf: (ids) => ids.join(' '),
  timeoutMs: 0,
  works: Object.fromEntries(works.map(({ name }) => [name, '1.0.0'])),
  recorded: (id) => recordedOf(graph.units.find((unit) => unit.id === id)),
});

/** As if all that it needs were packaged. */
const recordedOf = (unit: Unit | undefined): ReturnType<Packaging['recorded']> =>
  unit && {
    version: unit.version ?? '0.0.0',
    folder: '/recorded',
    identity: { by: 'bytes' },
    ...(unit.images === undefined ? {} : { image: { name: unit.name, digest: `sha256:${'0'.repeat(64)}` } }),
  };

/** What installs the units from their registries: for each kind of them, programs of which one is enough. */
export function installersOf(situation: Situation): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  for (const { unit, ...released } of situation.destinations) {
    const ways = ecosystems
      .find(({ id }) => id === unit.ecosystem)
      ?.verify?.({
        unit,
        from: { is: 'registry', released: { ...released, version: unit.version ?? '0.0.0' } },
        ...(situation.config.units[unit.id]?.smoke === undefined
          ? {}
          : { smoke: situation.config.units[unit.id]?.smoke ?? [] }),
        repo: situation.repo,
        config: situation.config,
        settings: nobodys,
        timeoutMs: 0,
      });
    if (ways?.ok !== true) continue;
    const programs = ways.value.map((trialIn) => trialIn('/trial').tools.map(({ argv: [program = ''] }) => program));
    found.set(JSON.stringify(programs), [...new Set(programs.map((some) => some.join(' and ')))]);
  }
  return [...found.values()].filter((some) => some.length > 0);
}

const nobodys: ClientSettings = {
  os: 'linux',
  arch: 'x64',
  workspace: '/workspace',
  variable: () => undefined,
  file: () => undefined,
  at: (path) => path,
};
