import type { Plan } from '../model/plan.ts';
import { canonicalJson } from '../planning/written/canonical.ts';
import { objectIn } from '../text/json/lenient.ts';

/** What a release commit says of itself, so that anybody can make it again. */
export interface Trailers {
  readonly plan: string;
  readonly date: string;
  readonly base: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of this tool. */
  readonly version: string;
  readonly units: readonly { readonly id: string; readonly version: string }[];
}

/** The last paragraph of the message, as git interpret-trailers reads it. */
export function writeTrailers({ id, date, base, options, tool, units }: Plan): string {
  const lines = [
    ['Plan', id ?? ''],
    ['Date', date],
    ['Base', base.commit ?? ''],
    ['Options', canonicalJson(options)],
    ['Version', tool],
    ...units.map((unit) => ['Unit', `${unit.id} ${unit.version.to}`]),
  ];
  return lines.map(([key = '', value = '']) => `Convoy-${key}: ${value}\n`).join('');
}

/**
 * Reads them wherever they stand: a squashed pull request quotes the messages of its commits, indented or not. Of several releases the last
 * one counts.
 */
export function readTrailers(message: string): Trailers | undefined {
  const found = new Map<string, string>();
  const units = new Map<string, string>();
  for (const [, key = '', value = ''] of message.matchAll(/^[ \t]*Convoy-([A-Z][a-z]+):[ \t]*(\S.*?)[ \t\r]*$/gm)) {
    const space = value.lastIndexOf(' ');
    if (key === 'Unit') units.set(value.slice(0, space), value.slice(space + 1));
    else found.set(key, value);
  }
  const read = (key: string, form: RegExp): string | undefined => {
    const value = found.get(key);
    return value !== undefined && form.test(value) ? value : undefined;
  };
  // Anybody can write a message, and these become arguments: what looks otherwise is none of ours.
  const plan = read('Plan', /^[0-9a-f]{64}$/);
  const date = read('Date', /^\d{4}-\d\d-\d\d$/);
  const base = read('Base', /^[0-9a-f]{40,64}$/);
  const version = read('Version', /^\d[\w.+-]*$/);
  const options = objectIn(found.get('Options'));
  if (plan === undefined || date === undefined || base === undefined) return undefined;
  if (version === undefined || options === undefined) return undefined;
  return { plan, date, base, version, options, units: [...units].map(([id, one]) => ({ id, version: one })) };
}

/** The commit after a release says which one; it releases nothing itself. */
export const afterMessage = (plan: string): string =>
  `chore: prepare the next development version\n\nConvoy-After: ${plan}\n`;

export const readAfter = (message: string): string | undefined => /^Convoy-After: ([0-9a-f]{64})$/m.exec(message)?.[1];
