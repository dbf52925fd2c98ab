import type { Snapshot } from '../model/snapshot.ts';

/**
 * `owner/name` of the repository at GitHub, as its own root manifests and the badges of its page tell; undefined where they tell
 * nothing, or of several. Workflows name images and charts after it without writing it out.
 */
export function homeOf(repo: Snapshot): string | undefined {
  const told = sources.flatMap(([file, pattern]) => {
    const text = repo.text(file);
    return text?.ok === true ? [...text.value.matchAll(pattern)].map((match) => named(match[1] ?? '')) : [];
  });
  const [home, ...others] = new Set(told);
  return others.length === 0 ? home : undefined;
}

const link = String.raw`(?:git\+)?(?:https?:\/\/|git:\/\/|ssh:\/\/git@|git@)?(?:www\.)?github(?:\.com[/:]|:)([\w.-]+\/[\w.-]+)`;

const sources: readonly (readonly [string, RegExp])[] = [
  ['package.json', new RegExp(String.raw`"repository"\s*:\s*(?:\{[^{}]*"url"\s*:\s*)?"${link}`, 'g')],
  ['Cargo.toml', new RegExp(String.raw`^\s*repository\s*=\s*"${link}`, 'gm')],
  ['pyproject.toml', new RegExp(String.raw`^\s*"?(?:repository|source|source[ -]code)"?\s*=\s*"${link}`, 'gim')],
  ['README.md', /https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:actions\/workflows|workflows)\/[^\s)"']+\.svg/g],
];

const named = (path: string): string => path.replace(/\.git$/, '').toLowerCase();
