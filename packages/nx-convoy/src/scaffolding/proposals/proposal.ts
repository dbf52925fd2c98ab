import type { Choice } from '../../model/scaffold.ts';
import type { SettingPart, SettingPath } from '../settings-file.ts';

/** Something that the repository has not said yet, as it would say it; or what is right without a word. */
export interface Proposal {
  readonly setting?: { readonly part: SettingPart; readonly path: SettingPath; readonly value: unknown };
  readonly choice: Choice;
}

export const proposed = (path: SettingPath, value: unknown, why: string): Proposal => ({
  setting: { part: 'options', path, value },
  choice: { what: `${shown(path)}: ${JSON.stringify(value)}`, why },
});

/** As one would speak of it: `units.helm:app.tag`. */
const shown = (path: SettingPath): string => path.join('.');
