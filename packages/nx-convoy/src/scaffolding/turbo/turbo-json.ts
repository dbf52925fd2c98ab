import { objectOf, type JsonObject } from '../../text/json/narrow.ts';
import { drop } from '../../text/json/drop.ts';
import { put } from '../../text/json/put.ts';
import { isOurTask } from './marks.ts';
import { ownKeys, type Task } from './tasks.ts';

/** Ours by name and by what they say: those of packages and units that are gone. */
const ours = /^(?:\/\/#release-plan|.+#(?:publish|package))$/;

/**
 * The text with these tasks: those that say it already stay as they are laid out, and what else the user has written into them stays. What
 * is ours and wanted no more goes, for Turborepo refuses tasks of packages that it does not know.
 */
export function withTasks(
  text: string,
  tasks: JsonObject,
  wanted: ReadonlyMap<string, Task>,
  taken: ReadonlySet<string>,
): string {
  let result = text;
  for (const [name, task] of wanted) {
    const there = tasks[name];
    const others = Object.entries(objectOf(there)).filter(([key]) => !isOwn(key));
    if (there === undefined || !isSame(task, objectOf(there)))
      result = put(result, ['tasks', name], { ...Object.fromEntries(others), ...task });
  }
  for (const [name, there] of Object.entries(tasks))
    if (!wanted.has(name) && !taken.has(name) && ours.test(name) && isOurTask(objectOf(there)))
      result = drop(result, ['tasks', name]);
  return result;
}

const isOwn = (key: string): boolean => ownKeys.some((own) => own === key);

const isSame = (task: Task, there: JsonObject): boolean =>
  ownKeys.every((key) => JSON.stringify(task[key]) === JSON.stringify(there[key]));
