import { ecosystems } from '../../ecosystems/index.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Job, Packaging, Tool } from '../../model/packaging.ts';
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
  const tools = toolsWith(unit, ecosystem, situation, choices) ?? [];
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
  recorded: () => undefined,
});
