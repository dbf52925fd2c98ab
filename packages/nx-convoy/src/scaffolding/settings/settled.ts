import type { Choice } from '../../model/scaffold.ts';
import type { SettingPart, SettingPath } from '../settings-file.ts';

/** One thing to be said in the settings, where nobody has said it yet. */
export interface Setting {
  readonly part: SettingPart;
  readonly path: SettingPath;
  readonly value: unknown;
}

/** What was settled about one question: what is to be written for it, and what is told. */
export interface Settled {
  readonly settings: readonly Setting[];
  readonly choices: readonly Choice[];
}

export const nothingSettled: Settled = { settings: [], choices: [] };

export const together = (parts: readonly Settled[]): Settled => ({
  settings: parts.flatMap(({ settings }) => settings),
  choices: parts.flatMap(({ choices }) => choices),
});
