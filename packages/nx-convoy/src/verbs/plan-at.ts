import type { Plan } from '../model/plan.ts';
import type { World } from '../model/world.ts';
import { ecosystems } from '../ecosystems/index.ts';
import { nameOf } from '../paths/inside.ts';
import { isPageName } from '../references/pages.ts';
import { withoutIgnored } from './gathering/ignored-tree.ts';
import type { Report } from './verb.ts';

/** The plan of the tree as it is now, in words as well. */
export async function planNow(world: World): Promise<Report<Plan>> {
  const { plan } = await import('./plan/verb.ts');
  return plan.run(plan.options.parse({}), world);
}

export interface Then {
  /** The commit that was planned on. */
  readonly commit: string;
  readonly date: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Tags that hold this commit were made later. */
  readonly released: string;
}

/** The plan that was made on a commit, made again; undefined where its options are none that this version knows. */
export async function planAt(then: Then, world: World): Promise<Plan | undefined> {
  const { plan } = await import('./plan/verb.ts');
  const options = plan.options.safeParse(then.options);
  return options.success ? (await plan.run(options.data, worldAt(then, world))).value : undefined;
}

/** The world of a planner, as it was when HEAD was another commit: nothing of it can be changed. */
export function worldAt({ commit, date, released }: Then, world: World): World {
  const isManifest = manifestTest();
  return {
    tool: world.tool,
    isColoured: false,
    clock: world.clock,
    hash: (text) => world.hash(text),
    tree: (one, expected) => world.tree(one, expected),
    texts: (names) => world.texts(names),
    save: () => Promise.reject(new Error('what was is not written to')),
    append: () => Promise.reject(new Error('what was is not written to')),
    ...(world.memory === undefined ? {} : { memory: world.memory }),
    ...(world.projects === undefined ? {} : { projects: world.projects }),
    snapshot: async () => withoutIgnored(await world.tree(commit, isManifest), commit, world),
    today: () => date,
    git(args, tell, input) {
      const [command] = args;
      // A commit is never dirty.
      if (command === 'status') return Promise.resolve({ code: 0, complaint: '' });
      // What the branches of that day had to say is among the options.
      if (command === 'for-each-ref' && !args.includes('refs/tags')) return Promise.resolve({ code: 0, complaint: '' });
      const late = command === 'for-each-ref' && args.includes('refs/tags') ? [`--no-contains=${released}`] : [];
      return world.git([...args.map((arg) => arg.replace(/^HEAD(?=$|\^\{)/, commit)), ...late], tell, input);
    },
  };
}

function manifestTest(): (path: string) => boolean {
  const names = ecosystems.flatMap(({ globs }) => globs.map(nameOf));
  const pattern = names.map((name) => name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')).join('|');
  const test = new RegExp(`(?:^|/)(?:${pattern}|nx\\.json|convoy\\.json|CHANGELOG\\.md)$`);
  return (path) => test.test(path) || isPageName(path);
}
