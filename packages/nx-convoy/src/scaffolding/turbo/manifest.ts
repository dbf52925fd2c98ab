import { drop } from '../../text/json/drop.ts';
import { put } from '../../text/json/put.ts';
import { isOurScript } from './marks.ts';
import type { Carrier } from './workspace.ts';

export type Scripts = Readonly<Record<string, string>>;

/** A package.json with these scripts, and without those of ours that nothing wants any more. */
export function withScripts(text: string, there: Scripts, wanted: Scripts, names: readonly string[]): string {
  let result = text;
  for (const name of names) {
    const [script, now] = [wanted[name], there[name]];
    if (script !== undefined && script !== now) result = put(result, ['scripts', name], script);
    if (script === undefined && now !== undefined && isOurScript(now)) result = drop(result, ['scripts', name]);
  }
  return result;
}

/** As npm lays it out. `private` keeps every registry from it; the mark keeps it from being taken for something that ships. */
export const shimText = ({ name }: Carrier, scripts: Scripts): string =>
  `${JSON.stringify({ name, private: true, convoy: { shim: true }, scripts }, undefined, 2)}\n`;
