import { packagedBefore } from '../../graph/packaged-before.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { homesOf, takenBy, taskOf, type Homes, type Kind } from './homes.ts';
import type { Scripts } from './manifest.ts';
import { orderOf, type Carried } from './order.ts';
import { packageTask, planTask, publishTask, type Around, type Task } from './tasks.ts';
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

export function draw(asked: Asked, workspace: TurboWorkspace): Drawn {
  const found = homesOf(asked.graph, asked.config, workspace, asked.shims);
  const orders = ordersOf(found, asked.graph);
  const top = topJobs(asked, workspace.root, found, orders);
  const takenAtTop = top.flatMap(({ carrier, name }) => takenBy(carrier, name, workspace) ?? []);
  const jobs = [
    ...top.filter(({ carrier, name }) => takenBy(carrier, name, workspace) === undefined),
    ...packageJobs(asked, workspace, found, orders),
    ...publishJobs(asked, workspace, found, orders),
  ];
  const scripts = new Map<Carrier, Scripts>();
  for (const { carrier, name, command } of jobs) scripts.set(carrier, { ...scripts.get(carrier), [name]: command });
  const tasks = new Map(jobs.map(({ carrier, name, task }) => [taskOf(carrier, name), task]));
  return { workspace, found, orders, tasks, scripts, problems: [...found.problems, ...takenAtTop] };
}

/** The bin over the whole graph. It publishes after all packages have: then what no package carries is left, and proof that all is out. */
function topJobs(asked: Asked, carrier: Carrier, { homes, homeless }: Homes, orders: Drawn['orders']): readonly Job[] {
  const publishing = homes.filter(({ units }) => units.publish.length > 0);
  const units = asked.graph.units.filter((unit) => !unit.private);
  const before = publishing.map((home) => taskOf(home.carrier, 'publish'));
  const left = homeless.package;
  return [
    { carrier, name: 'release-plan', command: 'nx-convoy plan', task: planTask },
    { carrier, name: 'publish', command: 'nx-convoy publish', task: publishTask({ units, before }, asked) },
    ...(left.length === 0
      ? []
      : [
          {
            carrier,
            name: 'package',
            command: `nx-convoy package${listed('units', idsOf(left))}`,
            task: packageTask(
              { folder: '.', units: left, before: named(orders.package.before('//'), 'package') },
              asked,
            ),
          },
        ]),
  ];
}

const packageJobs = (asked: Asked, workspace: TurboWorkspace, { homes }: Homes, orders: Drawn['orders']) =>
  homes.flatMap(({ carrier, units: { package: units } }): readonly Job[] => {
    if (units.length === 0) return [];
    const before = named(orders.package.before(carrier.name), 'package');
    return [
      {
        carrier,
        name: 'package',
        command: `${binOf(workspace)} package${listed('units', idsOf(units))}`,
        task: packageTask({ folder: carrier.folder, units, before }, asked),
      },
    ];
  });

function publishJobs(
  asked: Asked,
  workspace: TurboWorkspace,
  { homes }: Homes,
  orders: Drawn['orders'],
): readonly Job[] {
  const open = new Map(asked.graph.units.flatMap((unit) => (unit.private ? [] : [[unit.id, unit] as const])));
  return homes.flatMap(({ carrier, units: { publish: units } }): readonly Job[] => {
    if (units.length === 0) return [];
    const along = orders.publish.along(carrier.name).flatMap((id) => open.get(id) ?? []);
    const before = named(orders.publish.before(carrier.name), 'publish');
    return [
      {
        carrier,
        name: 'publish',
        command: `${binOf(workspace)} publish${listed('units', idsOf(units))}${listed('along', idsOf(along))}`,
        task: publishTask({ units: [...units, ...along], before }, asked),
      },
    ];
  });
}

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
