/** What a section of a changelog is about, whatever it is called. */
export const kinds = [
  'breaking',
  'added',
  'changed',
  'deprecated',
  'removed',
  'fixed',
  'security',
  'performance',
  'dependencies',
  'authors',
] as const;
export type Kind = (typeof kinds)[number];

/** As keepachangelog.com calls them, and three more. */
export const titles: Readonly<Record<Kind, string>> = {
  breaking: 'Breaking changes',
  added: 'Added',
  changed: 'Changed',
  deprecated: 'Deprecated',
  removed: 'Removed',
  fixed: 'Fixed',
  security: 'Security',
  performance: 'Performance',
  dependencies: 'Dependencies',
  authors: 'Contributors',
};

const words: Readonly<Record<Kind, RegExp>> = {
  breaking: /^(breaking|breaking changes?|backwards? incompatib\w+.*|incompatible changes?)$/,
  added: /^(added|add|additions|new|features?|new features?|features? added|enhancements? and features?)$/,
  changed: /^(changed|changes?|improved|improvements?|enhancements?|other changes?|updated?)$/,
  deprecated: /^(deprecated|deprecations?)$/,
  removed: /^(removed|removals?)$/,
  fixed: /^(fixed|fix|fixes|bug ?fix(es)?|bugs?|bugs? fixed|fixed bugs?)$/,
  security: /^(security|security (fixes|updates)|vulnerabilities)$/,
  performance: /^(performance|perf|performance improvements?|optimi[sz]ations?)$/,
  dependencies: /^(dependencies|dependency updates?|(updated|upgraded|bumped) dependencies|dependency upgrades?)$/,
  authors: /^(authors?|contributors?|thank you|thanks|credits|new contributors)$/,
};

/** The kind behind a title such as `🚀 Features` or `**Bug Fixes:**`; undefined for a title of the author's own. */
export function kindOf(title: string): Kind | undefined {
  const plain = plainTitle(title);
  return kinds.find((kind) => words[kind].test(plain));
}

export const plainTitle = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} ]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
