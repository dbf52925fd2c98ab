import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { tellProblems } from '../../verbs/words/problems.ts';
import { resultAtEnd, resultOf, settledOf, type TaskResult } from '../publish/results.ts';
import type { Heard } from '../publish/heard.ts';
import { alongOf, isApproved, isOfRelease, publishUnits, refusals } from '../publish/run.ts';
import { publishTasks, type PublishTask } from '../publish/tasks.ts';
import { together } from '../publish/together.ts';

interface Ended {
  readonly task: string;
  readonly result: TaskResult;
}

/**
 * All tasks of a run as one publish: it orders them itself, by units, and as many at a time as registries bear. Each task is told to Nx when
 * its units are. A throw would paint tasks that are done as failed, so what goes wrong is told by those that are not.
 */
export default async function* publishBatch(
  { tasks: asked }: Pick<TaskGraph, 'tasks'>,
  _inputs: unknown,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<Ended> {
  const open = new Set(Object.keys(asked));
  const end = (task: string, result: TaskResult): Ended => {
    open.delete(task);
    return { task, result };
  };
  // A task that was skipped has no exit code, and `nx release` takes that for a good one.
  const told = (task: PublishTask, { status, ...result }: TaskResult): Ended =>
    end(task.id, status === undefined || isOfRelease(task) ? result : { ...result, status });
  const failed = (terminalOutput: string): readonly Ended[] =>
    [...open].map((task) => end(task, { success: false, terminalOutput }));
  try {
    const all = publishTasks(context);
    const tasks = [...open].flatMap((id) => all.get(id) ?? []);
    const joined = together(tasks);
    const problems = [...refusals(tasks), ...(joined.ok ? [] : joined.problems)];
    if (!joined.ok || problems.length > 0) {
      yield* failed(tellProblems(problems));
      return;
    }
    const news = mailbox<Heard>();
    const options = {
      ...joined.value,
      dryRun: joined.value.dryRun || [...all.values()].some((one) => one.options.dryRun),
      yes: joined.value.yes || isApproved(all),
      along: [...alongOf(tasks, context)],
    };
    const running = publishUnits(options, context, news.put).finally(news.close);
    for await (const rows of news.letters) {
      for (const { task, rows: own } of settledTasks(tasks, open, rows)) yield told(task, resultOf(own));
    }
    const { text, ...report } = await running;
    process.stdout.write(text);
    for (const task of tasks) if (open.has(task.id)) yield told(task, resultAtEnd(task.options.units ?? [], report));
    yield* failed('Nobody publishes it.\n');
  } catch (error) {
    yield* failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function settledTasks(
  tasks: readonly PublishTask[],
  open: ReadonlySet<string>,
  rows: Heard,
): readonly { readonly task: PublishTask; readonly rows: Parameters<typeof resultOf>[0] }[] {
  const settled = settledOf(rows);
  return tasks.flatMap((task) => {
    const { units = [] } = task.options;
    const own = units.flatMap((unit) => settled.get(unit) ?? []);
    const isWhole = units.length > 0 && units.every((unit) => settled.has(unit));
    return open.has(task.id) && isWhole ? [{ task, rows: own }] : [];
  });
}

interface Mailbox<T> {
  readonly letters: AsyncIterable<T>;
  readonly put: (letter: T) => void;
  readonly close: () => void;
}

/** What is put in comes out, until it is closed; what nobody took yet is replaced by what is newer. */
function mailbox<T>(): Mailbox<T> {
  let newest: { readonly letter: T } | undefined;
  let isClosed = false;
  let wake = (): void => undefined;
  async function* letters(): AsyncGenerator<T> {
    for (;;) {
      if (newest !== undefined) {
        const { letter } = newest;
        newest = undefined;
        yield letter;
      } else if (isClosed) return;
      else await new Promise<void>((done) => (wake = done));
    }
  }
  return {
    letters: letters(),
    put(letter) {
      newest = { letter };
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
  };
}
