import { packagedBefore } from '../../graph/packaged-before.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { homesOf, takenBy, taskOf, type Homes, type Kind } from './homes.ts';
import type { Scripts } from './manifest.ts';
import { orderOf, type Carried } from './order.ts';
import { packageTask, planTask, publishTask, seenByPublishing, type Around, type Task } from './tasks.ts';
import type { Carrier, TurboWorkspace } from './workspace.ts';

export interface Asked extends Around {
  readonly graph: Graph;
  readonly shims: boolean;
}

/** Everything that is decided, before any text is written. */
export interface Drawn {
  readonly workspace: TurboWorkspace;
  readonly found: Homes;
  readonly orders: Readonly<Record<Kind, Carried>>;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly scripts: ReadonlyMap<Carrier, Scripts>;
  readonly problems: readonly Problem[];
}

/** A task and the script that it runs, which have the same name. */
interface Job {
  readonly carrier: Carrier;
  readonly name: string;
  readonly command: string;
  readonly task: Task;
}

/** What is known when jobs are made. */
interface Known extends Pick<Drawn, 'workspace' | 'found' | 'orders'> {
  readonly asked: Asked;
  /** By id, what a registry takes. */
  readonly open: ReadonlyMap<string, Unit>;
  readonly seen: readonly string[];
}

export function draw(asked: Asked, workspace: TurboWorkspace): Drawn {
  const found = homesOf(asked.graph, asked.config, workspace, asked.shims);
  const orders = ordersOf(found, asked.graph);
  const open = new Map(asked.graph.units.flatMap((unit) => (unit.private ? [] : [[unit.id, unit] as const])));
  const known = { asked, workspace, found, orders, open, seen: seenByPublishing([...open.values()], asked) };
  const top = topJobs(known).map((job) => ({ job, taken: takenBy(job.carrier, job.name, workspace) }));
  const jobs = [
    ...top.flatMap(({ job, taken }) => (taken === undefined ? [job] : [])),
    ...packageJobs(known),
    ...publishJobs(known),
  ];
  const scripts = new Map<Carrier, Scripts>();
  for (const { carrier, name, command } of jobs) scripts.set(carrier, { ...scripts.get(carrier), [name]: command });
  const tasks = new Map(jobs.map(({ carrier, name, task }) => [taskOf(carrier, name), task]));
  const problems = [...found.problems, ...top.flatMap(({ taken }) => taken ?? [])];
  return { workspace, found, orders, tasks, scripts, problems };
}

/** The bin over the whole graph. It publishes after all packages have: then what no package carries is left, and proof that all is out. */
function topJobs({
  asked,
  workspace: { root: carrier },
  found: { homes, homeless },
  orders,
  seen,
}: Known): readonly Job[] {
  const publishing = homes.filter(({ units }) => units.publish.length > 0);
  const all = publishing.map((home) => taskOf(home.carrier, 'publish'));
  const units = homeless.package;
  const before = named(orders.package.before('//'), 'package');
  const packing: Job = {
    carrier,
    name: 'package',
    command: `nx-convoy package${listed('units', idsOf(units))}`,
    task: packageTask({ folder: '.', units, before }, asked),
  };
  return [
    { carrier, name: 'release-plan', command: 'nx-convoy plan', task: planTask },
    { carrier, name: 'publish', command: 'nx-convoy publish', task: publishTask(all, seen) },
    ...(units.length === 0 ? [] : [packing]),
  ];
}

const packageJobs = ({ asked, workspace, found, orders }: Known): readonly Job[] =>
  found.homes.flatMap(({ carrier, units: { package: units } }): readonly Job[] => {
    if (units.length === 0) return [];
    const before = named(orders.package.before(carrier.name), 'package');
    const command = `${binOf(workspace)} package${listed('units', idsOf(units))}`;
    return [{ carrier, name: 'package', command, task: packageTask({ folder: carrier.folder, units, before }, asked) }];
  });

const publishJobs = ({ workspace, found, orders, open, seen }: Known): readonly Job[] =>
  found.homes.flatMap(({ carrier, units: { publish: units } }): readonly Job[] => {
    if (units.length === 0) return [];
    const along = orders.publish.along(carrier.name).filter((id) => open.has(id));
    const command = `${binOf(workspace)} publish${listed('units', idsOf(units))}${listed('along', along)}`;
    const before = named(orders.publish.before(carrier.name), 'publish');
    return [{ carrier, name: 'publish', command, task: publishTask(before, seen) }];
  });

/** What no package carries is packaged by the task of the top, and published along with what needs it. */
function ordersOf({ homes, homeless }: Homes, graph: Graph): Drawn['orders'] {
  const carried = (kind: Kind) =>
    homes.flatMap(({ carrier, units }) =>
      units[kind].length === 0 ? [] : [[carrier.name, idsOf(units[kind])] as const],
    );
  const needs = new Map<string, string[]>();
  for (const { from, to, orders } of graph.edges) if (orders) needs.set(from, [...(needs.get(from) ?? []), to]);
  const before = packagedBefore(graph);
  const parts = new Map(graph.units.map((unit) => [unit.id, idsOf(before(unit))]));
  const top = homeless.package.length === 0 ? [] : [['//', idsOf(homeless.package)] as const];
  return {
    publish: orderOf(new Map(carried('publish')), (id) => needs.get(id) ?? []),
    package: orderOf(new Map([...carried('package'), ...top]), (id) => parts.get(id) ?? []),
  };
}

const binOf = ({ isBerry }: TurboWorkspace): string => (isBerry ? 'run -T nx-convoy' : 'nx-convoy');
const idsOf = (units: readonly Unit[]): readonly string[] => units.map(({ id }) => id);
const named = (carriers: readonly string[], task: string): readonly string[] =>
  carriers.map((name) => taskOf({ name }, task));
const listed = (option: string, ids: readonly string[]): string =>
  ids.length === 0 ? '' : ` --${option}=${ids.join(',')}`;
