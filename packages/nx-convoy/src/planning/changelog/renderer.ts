import type { Change } from '../../history/touched.ts';
import type { Config } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import type { Told } from './document.ts';
import type { Entry } from './entry.ts';
import { nxStyle } from './nx-style.ts';
import { isPreset } from './presets.ts';
import type { Release } from './release.ts';
import type { Repository } from './repository.ts';
import type { ChangelogSetting } from './settings.ts';

export interface Undressed {
  readonly release: Release;
  readonly entry: Entry;
  readonly changes: readonly Change[];
  readonly setting: ChangelogSetting;
  readonly repository?: Repository;
}

/** In which style a file is written, where it has none of its own. */
export interface Renderer {
  readonly dress: (undressed: Undressed) => Told | Promise<Told>;
  readonly problems: readonly Problem[];
  /** A module that apply asks for the text. */
  readonly file?: string;
}

const plain: Renderer = { dress: ({ release, entry }) => ({ release, entry }), problems: [] };

/** Nx's own renderer, which is known; all others are code of the workspace. */
const nxOwn = /(^|\/)(nx|@nx\/[\w-]+)\/(dist\/)?release\/changelog-renderer(\/index(\.js)?)?$/;

export async function rendererOf({ renderer, preset }: ChangelogSetting, config: Config): Promise<Renderer> {
  if (renderer !== undefined && !nxOwn.test(renderer))
    return { ...plain, file: renderer.replace(/^\{workspaceRoot\}\//, ''), problems: [notRun(renderer)] };
  if (renderer !== undefined) return { dress: (undressed) => nxStyle(undressed, config), problems: [] };
  if (preset === undefined) return plain;
  if (!isPreset(preset)) return { ...plain, problems: [unknown(preset)] };
  // Loaded only here: it costs as much as reading a hundred manifests.
  const { presetStyle } = await import('./preset-style.ts');
  return { dress: (undressed) => presetStyle(undressed, preset), problems: [] };
}

const notRun = (renderer: string): Problem => ({
  code: 'CHANGELOG_RENDERER_NOT_RUN',
  severity: 'warning',
  what: `The changelog renderer ${renderer} is code of this workspace, which no plan runs; the entry has the plain form.`,
  where: { file: 'nx.json' },
  fix: 'Name nx/release/changelog-renderer, or leave "renderer" out, so that the text of the plan is the one that was meant.',
});

const unknown = (preset: string): Problem => ({
  code: 'CHANGELOG_PRESET_UNKNOWN',
  severity: 'warning',
  what: `The conventional-changelog preset "${preset}" is code of this workspace, which no plan runs.`,
  where: { file: 'nx.json' },
  fix: 'Use "angular" or "conventionalcommits", or say titles and hidden types in nx.json: release.conventionalCommits.types.',
});
