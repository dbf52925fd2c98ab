import type { ExecutorContext, Task } from '@nx/devkit';
import type { Problem } from '../../model/problem.ts';
import { publish } from '../../verbs/publish/verb.ts';
import { named } from '../run.ts';
import { releaseProblems } from './release-options.ts';

export type Options = ReturnType<typeof publish.options.parse>;

/** A task that publishes, as every process of the run sees it. */
export interface PublishTask {
  readonly id: string;
  readonly target: Task['target'];
  readonly isCached: boolean;
  /** What its target says, and what was typed for any of the run: who types a word means all that is published by it. */
  readonly options: Options;
  readonly problems: readonly Problem[];
}

const executor = 'nx-convoy:publish';

/**
 * All tasks of the run that publish, with their options. Nx gives each process those of its own tasks, and what was typed only where the edge
 * that pulled a task in passes it on; but one word may not mean two things in one run, least of all `--dry-run`.
 */
export function publishTasks({ taskGraph, projectGraph }: ExecutorContext): ReadonlyMap<string, PublishTask> {
  const found = Object.values(taskGraph?.tasks ?? {}).flatMap((task) => {
    const target = projectGraph.nodes[task.target.project]?.data.targets?.[task.target.target];
    if (target?.executor !== executor) return [];
    const chosen: unknown = target.configurations?.[task.target.configuration ?? ''];
    const own = { ...objectOf(target.options), ...objectOf(chosen) };
    return [{ task, own, typed: typedFor(task), isCached: target.cache === true || task.cache }];
  });
  const typedForAll = Object.fromEntries(
    found.flatMap(({ typed }) => Object.entries(typed)).filter(([name]) => name !== 'units'),
  );
  return new Map(
    found.map(({ task: { id, target }, own, typed, isCached }) => {
      const { options, problems } = readOptions({ ...own, ...typedForAll, ...typed });
      return [id, { id, target, isCached, options, problems }];
    }),
  );
}

export function readOptions(said: object): Pick<PublishTask, 'options' | 'problems'> {
  const ours = Object.entries(said).filter(([name]) => name in publish.options.shape);
  const parsed = publish.options.safeParse(named(Object.fromEntries(ours.map(asMeant)), publish));
  const foreign = releaseProblems(said);
  if (parsed.success) return { options: parsed.data, problems: foreign };
  const wrong = parsed.error.issues.map(({ path, message }): Problem => optionWrong(path.join('.'), message));
  return { options: publish.options.parse({}), problems: [...foreign, ...wrong] };
}

/** Words as they were typed, by the names that options have. */
const typedFor = ({ overrides }: Task): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(objectOf(overrides)).map(([name, value]: [string, unknown]) => [
      name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

/** Nx reads words by the schema for the task that they were typed for alone. */
function asMeant([name, value]: [string, unknown]): [string, unknown] {
  if (value === 'true' || value === 'false') return [name, value === 'true'];
  // An id of digits alone is a number to Nx. Where it was more than that, it is now the id of no plan, and nothing goes.
  if (name === 'plan' && typeof value === 'number') return [name, String(value)];
  const isList = name === 'units' || name === 'retry';
  return [name, isList && typeof value === 'string' ? value.split(',') : value];
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const optionWrong = (name: string, message: string): Problem => ({
  code: 'OPTION_WRONG',
  severity: 'error',
  what: `The option "${name}" of a task that publishes is wrong: ${message}.`,
  fix: 'See what it may be: nx-convoy publish --help; and where it is said: nx show project <project>.',
});
