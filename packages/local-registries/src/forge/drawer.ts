import type { House } from '../protocol.ts';
import { latest, type View } from '../storage/view.ts';

/** What a forge keeps of one kind, for each repository. Writers of one repository take turns. */
export interface Drawer<T> {
  read(repository: string, view?: View): T;
  /** What `change` returns becomes the new content; a throw changes nothing. */
  change(repository: string, change: (before: T) => T | Promise<T>): Promise<T>;
}

export async function drawer<T>(house: House, name: string, empty: T): Promise<Drawer<T>> {
  const kept = await house.table<T>(name);
  return {
    read: (repository, view = latest) => kept.seen(repository, view) ?? empty,
    change: (repository, change) => kept.update(repository, async (before) => change(before ?? empty)),
  };
}

/** Things with numbers of their own, none of which is given twice. */
export interface Numbered<T> {
  readonly next: number;
  readonly all: readonly T[];
}

export const none: Numbered<never> = { next: 1, all: [] };

export function added<T>({ next, all }: Numbered<T>, make: (id: number) => T): Numbered<T> {
  return { next: next + 1, all: [...all, make(next)] };
}

export function replaced<T extends { readonly id: number }>(kept: Numbered<T>, one: T): Numbered<T> {
  return { ...kept, all: kept.all.map((other) => (other.id === one.id ? one : other)) };
}

export function dropped<T extends { readonly id: number }>(kept: Numbered<T>, id: number): Numbered<T> {
  return { ...kept, all: kept.all.filter((one) => one.id !== id) };
}

export const newest = <T>({ all }: Numbered<T>): T => {
  const last = all.at(-1);
  if (last === undefined) throw new Error('Nothing was added.');
  return last;
};
