import type { Kind } from './kinds.ts';

/** The two presets of conventional-changelog that nearly everybody uses, as data: their packages would be code of the workspace. */
export interface Preset {
  /** Titles by type; other types are told only where they break something. */
  readonly titles: Readonly<Record<string, string>>;
  readonly breaking: string;
  /** Patches have a heading of their own, smaller one. */
  readonly hasLargeHeadings: boolean;
}

const shared: Readonly<Record<string, string>> = {
  feat: 'Features',
  feature: 'Features',
  fix: 'Bug Fixes',
  revert: 'Reverts',
};

export const presets = {
  angular: {
    titles: { ...shared, perf: 'Performance Improvements' },
    breaking: 'BREAKING CHANGES',
    hasLargeHeadings: true,
  },
  conventionalcommits: {
    titles: { ...shared, perf: 'Performance Improvements' },
    breaking: '⚠ BREAKING CHANGES',
    hasLargeHeadings: false,
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof presets;

export const isPreset = (name: string): name is PresetName => Object.hasOwn(presets, name);

/** What a section of a preset is about, so that it joins what people wrote under another word. */
export const presetKinds: Readonly<Record<string, Kind>> = {
  Features: 'added',
  'Bug Fixes': 'fixed',
  'Performance Improvements': 'performance',
  Reverts: 'changed',
};
