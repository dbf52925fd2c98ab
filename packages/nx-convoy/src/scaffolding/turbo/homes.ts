import { isPackaged } from '../../graph/packaged.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { join } from '../../paths/inside.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { isOurScript, isOurTask } from './marks.ts';
import type { Carrier, TurboWorkspace } from './workspace.ts';

export type Kind = 'publish' | 'package';
export const kinds: readonly Kind[] = ['package', 'publish'];

/** A package and the units of its folder; one that is not there yet is a shim. */
export interface Home {
  readonly carrier: Carrier;
  readonly isNew: boolean;
  readonly units: Readonly<Record<Kind, readonly Unit[]>>;
}

export interface Homes {
  readonly homes: readonly Home[];
  /** Units that no package carries, and why. */
  readonly homeless: Readonly<Record<Kind, readonly Unit[]>>;
  readonly problems: readonly Problem[];
}

/** Which package carries what. What somebody wrote by hand under a name of ours stays, and its package carries nothing of that kind. */
export function homesOf(
  { units }: Pick<Graph, 'units'>,
  config: Config,
  workspace: TurboWorkspace,
  shims: boolean,
): Homes {
  const wanted = { publish: units.filter((unit) => !unit.private), package: units.filter(isPackaged(config)) };
  const odd = units.filter((unit) => !isPlain(unit.id));
  const folders = new Set(
    kinds.flatMap((kind) => wanted[kind].filter(({ id }) => isPlain(id)).map(({ root }) => root)),
  );
  const byFolder = new Map(workspace.packages.map((carrier) => [carrier.folder, carrier]));
  const names = new Set([workspace.root.name, ...workspace.packages.map(({ name }) => name)]);
  const problems: Problem[] = odd.map(isOdd);
  const homes = [...folders].sort().flatMap((folder): readonly Home[] => {
    const own = byFolder.get(folder);
    if (own === undefined && (!shims || folder === '.' || !isPlain(folder))) return [];
    const of = (kind: Kind): readonly Unit[] => wanted[kind].filter(({ root, id }) => root === folder && isPlain(id));
    const carrier = own ?? shimOf(folder, units, names);
    const carries = (kind: Kind): readonly Unit[] => {
      const taken = of(kind).length === 0 ? undefined : takenBy(carrier, kind, workspace);
      if (taken === undefined) return of(kind);
      problems.push(taken);
      return [];
    };
    return [{ carrier, isNew: own === undefined, units: { publish: carries('publish'), package: carries('package') } }];
  });
  const carried = (kind: Kind) => new Set(homes.flatMap(({ units: own }) => own[kind]));
  return {
    homes,
    homeless: {
      publish: wanted.publish.filter((unit) => !carried('publish').has(unit)),
      package: wanted.package.filter((unit) => isPlain(unit.id) && !carried('package').has(unit)),
    },
    problems,
  };
}

/** Scripts are read by shells of every kind: only what none of them looks into stands there. */
const isPlain = (text: string): boolean => /^[\w@+:./#-]+$/.test(text);

/** Called as the folder's project is, as far as a package may be: so it takes that name from nobody. */
function shimOf(folder: string, units: readonly Unit[], names: Set<string>): Carrier {
  const { project = folder } = units.find(({ root }) => root === folder) ?? {};
  const plain = project
    .toLowerCase()
    .replaceAll(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[._-]+/, '');
  const path = folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const candidates = [
    /^@[a-z0-9._~-]+\/[a-z0-9._~-]+$/.test(project) ? project : plain,
    `${plain}-release`,
    `${path}-release`,
  ];
  const name = candidates.find((one) => one !== '' && !names.has(one)) ?? `${path}-${names.size}`;
  names.add(name);
  return { name, folder, manifest: join(folder, 'package.json'), scripts: {}, ownTasks: new Set(), isShim: true };
}

export const taskOf = ({ name }: Pick<Carrier, 'name'>, task: string): string => `${name}#${task}`;

/** What stands where a task of ours would. */
export function takenBy(carrier: Carrier, task: string, { tasks, file }: TurboWorkspace): Problem | undefined {
  const name = taskOf(carrier, task);
  const script = carrier.scripts[task];
  const isByHand = script !== undefined && !isOurScript(script);
  if (isByHand) return taken(`The script "${task}"`, carrier.manifest, task);
  if (carrier.ownTasks.has(task)) return taken(`The task "${task}"`, join(carrier.folder, 'turbo.json'), task);
  // A script of ours tells that the task is as well, whatever somebody has changed in it since.
  if (script === undefined && tasks[name] !== undefined && !isOurTask(objectOf(tasks[name])))
    return taken(`The task "${name}"`, file, task);
  return undefined;
}

const taken = (what: string, file: string, task: string): Problem => ({
  code: 'TASK_TAKEN',
  severity: 'warning',
  what: `${what} was written by hand: it stays as it is, and what lies there is left to the whole graph, or to what needs it.`,
  where: { file },
  fix: `Give it another name than "${task}", then: nx-convoy turbo`,
});

const isOdd = ({ id, manifest }: Unit): Problem => ({
  code: 'TASK_UNSAFE',
  severity: 'warning',
  what: `${id} has signs in its name that a shell may take for its own, so no script names it.`,
  where: { file: manifest },
  fix: 'Publish it with the whole graph: nx-convoy publish',
});
