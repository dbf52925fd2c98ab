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

interface Read {
  readonly plain: string;
  readonly kind: Kind | undefined;
}

/** Thousands of changelogs have the same few titles. */
const known = new Map<string, Read>();
const most = 10_000;

function read(title: string): Read {
  const before = known.get(title);
  if (before !== undefined) return before;
  const plain = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} ]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const found = { plain, kind: kinds.find((kind) => words[kind].test(plain)) };
  if (known.size > most) known.clear();
  known.set(title, found);
  return found;
}

/** The kind behind a title such as `🚀 Features` or `**Bug Fixes:**`; undefined for a title of the author's own. */
export const kindOf = (title: string): Kind | undefined => read(title).kind;

export const plainTitle = (title: string): string => read(title).plain;
