import { objectOf, type JsonObject } from '../../text/json/narrow.ts';
import { drop } from '../../text/json/drop.ts';
import { put } from '../../text/json/put.ts';
import { memberAt, treeOf } from '../../text/json/tree.ts';
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
  const changed = [...wanted].flatMap(([name, task]): readonly Entry[] => {
    const there = objectOf(tasks[name]);
    if (tasks[name] === undefined || isSame(task, there)) return [];
    return [[name, { ...Object.fromEntries(Object.entries(there).filter(([key]) => !isOwn(key))), ...task }]];
  });
  const missing = [...wanted].filter(([name]) => tasks[name] === undefined);
  const stale = Object.keys(tasks).filter(
    (name) => !wanted.has(name) && !taken.has(name) && ours.test(name) && isOurTask(objectOf(tasks[name])),
  );
  return stale.reduce((result, name) => drop(result, ['tasks', name]), added(replaced(text, changed), missing));
}

type Entry = readonly [name: string, task: Task];

/** All at once: a workspace may have thousands. */
function replaced(text: string, changed: readonly Entry[]): string {
  if (changed.length === 0) return text;
  const holder = memberAt(treeOf(text), 'tasks')?.value;
  const cuts = changed.flatMap(([name, task]) => {
    const node = holder === undefined ? undefined : memberAt(holder, name)?.value;
    return node === undefined ? [] : [{ ...node, after: laidOut([name, task], text, node.start).value }];
  });
  const last = cuts.toSorted((a, b) => b.start - a.start);
  return last.reduce((result, { start, end, after }) => result.slice(0, start) + after + result.slice(end), text);
}

/** The first shows where the others go. */
function added(text: string, [first, ...rest]: readonly Entry[]): string {
  if (first === undefined) return text;
  const opened = put(text, ['tasks', first[0]], first[1]);
  const holder = memberAt(treeOf(opened), 'tasks')?.value;
  const place = holder === undefined ? undefined : memberAt(holder, first[0]);
  if (place === undefined) return opened;
  const line = opened.includes('\r\n') ? '\r\n' : '\n';
  const rows = rest.map((entry) => `,${line}${laidOut(entry, opened, place.start).row}`);
  return opened.slice(0, place.value.end) + rows.join('') + opened.slice(place.value.end);
}

/** A member as it would be laid out on the line of that place. */
function laidOut([name, task]: Entry, text: string, place: number): { readonly row: string; readonly value: string } {
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', place - 1) + 1))?.[0] ?? '';
  const unit = /\n([ \t]+)["{[]/.exec(text)?.[1] ?? '  ';
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  const frame = [`{`, `${unit}"tasks": {`, `${indent}"": 0`, `${unit}}`, `}`].join(line);
  const whole = put(frame, ['tasks', name], task);
  const holder = memberAt(treeOf(whole), 'tasks')?.value;
  const member = holder === undefined ? undefined : memberAt(holder, name);
  if (member === undefined) throw new Error(`${name} was put and is not there`);
  const row = indent + whole.slice(member.start, member.value.end);
  return { row, value: whole.slice(member.value.start, member.value.end) };
}

const isOwn = (key: string): boolean => ownKeys.some((own) => own === key);

const isSame = (task: Task, there: JsonObject): boolean =>
  ownKeys.every((key) => JSON.stringify(task[key]) === JSON.stringify(there[key]));
