import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../root.ts';
import { withLock } from './lock.ts';

/** Where provisioned clients live. */
export function storeFolder(): string {
  const chosen = process.env.CONVOY_TOOLCHAINS;
  return chosen === undefined || chosen === '' ? join(root, '.cache/toolchains') : resolve(chosen);
}

export interface Recipe {
  readonly name: string;
  /** Everything that decides what is made. */
  readonly pins: readonly string[];
  /** Files that a complete folder has, by their path in it. */
  readonly holds: readonly string[];
  /** Fills the empty folder; tells why when it cannot. */
  make(folder: string): Promise<string>;
}

export type Provisioned = { readonly folder: string } | { readonly why: string };

/**
 * Makes a folder once for all processes that share the store. A half-made folder is never seen: each attempt fills a folder
 * of its own, which counts only once the stamp names it. Nothing is moved, because a Python environment cannot be.
 */
export async function provision(recipe: Recipe, store = storeFolder()): Promise<Provisioned> {
  const key = `${recipe.name}-${hash(recipe.pins)}`;
  const stamp = join(store, `${key}.json`);
  const warm = stamped(store, stamp, recipe);
  if (warm !== undefined) return { folder: warm };
  mkdirSync(store, { recursive: true });
  return withLock(join(store, `${key}.lock`), async () => {
    const theirs = stamped(store, stamp, recipe);
    if (theirs !== undefined) return { folder: theirs };
    sweep(store, key);
    const name = `${key}.${randomBytes(4).toString('hex')}`;
    const folder = join(store, name);
    mkdirSync(folder);
    const why = (await recipe.make(folder)) || incomplete(folder, recipe);
    if (why !== '') {
      discard(folder);
      return { why };
    }
    writeWhole(stamp, JSON.stringify({ folder: name, pins: recipe.pins }, undefined, 2));
    return { folder };
  });
}

export function hash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** Readers see the old file or the new one, never a part. */
export function writeWhole(file: string, text: string): void {
  const next = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(next, text);
  renameSync(next, file);
}

function stamped(store: string, stamp: string, recipe: Recipe): string | undefined {
  if (!existsSync(stamp)) return undefined;
  const { folder } = JSON.parse(readFileSync(stamp, 'utf8')) as { folder: string };
  const path = join(store, folder);
  return incomplete(path, recipe) === '' ? path : undefined;
}

function incomplete(folder: string, { name, holds }: Recipe): string {
  const absent = holds.filter((file) => !existsSync(join(folder, file)));
  return absent.length > 0 ? `${name} was made without ${absent.join(', ')}` : '';
}

/** What an interrupted attempt left behind. */
function sweep(store: string, key: string): void {
  const left = readdirSync(store).filter((name) => name.startsWith(`${key}.`) && !name.endsWith('.lock'));
  for (const name of left) discard(join(store, name));
}

function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Children of an interrupted attempt may still write there: the next sweep finds it again.
  }
}
