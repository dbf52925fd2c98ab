import fc from 'fast-check';
import { applyEdits } from '../../text/splice/apply.ts';
import { writeDocument } from './document.ts';
import type { Entry, Item, Section } from './entry.ts';
import { changelogEdits } from './fill.ts';
import { titles, type Kind } from './kinds.ts';
import type { Release } from './release.ts';
import { readRepository } from './repository.ts';

const next: Release = {
  version: '1.3.0',
  canonical: '1.3.0',
  tag: 'v1.3.0',
  prefix: 'v',
  isNamed: false,
  label: '1.3.0',
  previous: { version: '1.2.0', tag: 'v1.2.0' },
};
const home = readRepository('https://github.com/acme/ship');

const item = (text: string, ...more: readonly string[]): Item => ({
  text,
  more,
  references: [...text.matchAll(/#\d+/g)].map(([one]) => one),
});
const section = (kind: Kind, ...items: readonly Item[]): Section => ({
  kind,
  title: titles[kind],
  isTitleSaid: false,
  items,
});
const entry: Entry = { sections: [section('added', item('a mast (#7)')), section('fixed', item('no leak'))] };

/** The file as it is after the release, on 2026-11-20; a second time nothing may change. */
function released(text: string | undefined, told = entry, release = next): string {
  const once = applied(text, told, release);
  expect(applied(once, told, release)).toBe(once);
  return once;
}

function applied(text: string | undefined, told: Entry, release: Release): string {
  const document = writeDocument(text, [{ release, entry: told }], 'Changelog', home);
  const done = applyEdits(text ?? '', changelogEdits(text ?? '', { file: 'CHANGELOG.md', ...document }, '2026-11-20'));
  if (!done.ok) throw new Error(done.problems.map(({ what }) => what).join('\n'));
  return done.value;
}

const block = (text: string): string => text.replaceAll(/^ {4}/gm, '').replace(/^\n/, '').trimEnd() + '\n';

it.each<readonly [what: string, before: string, after: string]>([
  [
    'comes before the newest release',
    `
    # Changelog

    ## 1.2.0 (2026-01-02)

    ### Added

    - a hull`,
    `
    # Changelog

    ## 1.3.0 (2026-11-20)

    ### Added

    - a mast (#7)

    ### Fixed

    - no leak

    ## 1.2.0 (2026-01-02)

    ### Added

    - a hull`,
  ],
  [
    'takes in what is written as unreleased, under a new empty heading',
    `
    # Changelog

    ## [Unreleased]

    Out of the dry dock.

    ### Added
    - a rudder

    ## [1.2.0] - 2026-01-02

    ### Added
    - a hull`,
    `
    # Changelog

    ## [Unreleased]

    ## [1.3.0] - 2026-11-20

    Out of the dry dock.

    ### Added
    - a rudder
    - a mast (#7)

    ### Fixed

    - no leak

    ## [1.2.0] - 2026-01-02

    ### Added
    - a hull`,
  ],
  [
    'does not tell again what a person told, by text or by number',
    `
    ## Unreleased

    ### Features

    * Masts are here, at last, see [#7](https://github.com/acme/ship/pull/7).

    ### Fixes

    * **hull:** No leak!

    ## 1.2.0`,
    `
    ## Unreleased

    ## 1.3.0

    ### Features

    * Masts are here, at last, see [#7](https://github.com/acme/ship/pull/7).

    ### Fixes

    * **hull:** No leak!

    ## 1.2.0`,
  ],
  [
    'leaves instructions and marks below the heading of what is unreleased',
    `
    ## [Unreleased]

    <!-- One line for each change,
    please. -->

    - a rudder

    ## [1.2.0] - 2026-01-02

    - a hull`,
    `
    ## [Unreleased]

    <!-- One line for each change,
    please. -->

    ## [1.3.0] - 2026-11-20

    - a rudder
    - a mast (#7)
    - no leak

    ## [1.2.0] - 2026-01-02

    - a hull`,
  ],
  [
    'moves the links at the end on',
    `
    ## [Unreleased]

    ## [1.2.0] - 2026-01-02

    ### Added

    - a hull

    [Unreleased]: https://github.com/acme/ship/compare/v1.2.0...HEAD
    [1.2.0]: https://github.com/acme/ship/compare/v1.1.0...v1.2.0`,
    `
    ## [Unreleased]

    ## [1.3.0] - 2026-11-20

    ### Added

    - a mast (#7)

    ### Fixed

    - no leak

    ## [1.2.0] - 2026-01-02

    ### Added

    - a hull

    [Unreleased]: https://github.com/acme/ship/compare/v1.3.0...HEAD
    [1.3.0]: https://github.com/acme/ship/compare/v1.2.0...v1.3.0
    [1.2.0]: https://github.com/acme/ship/compare/v1.1.0...v1.2.0`,
  ],
  [
    'writes links to tags as the ones before',
    `
    ## [v1.2.0] - 2026-01-02

    - a hull

    [v1.2.0]: https://github.com/acme/ship/releases/tag/v1.2.0`,
    `
    ## [v1.3.0] - 2026-11-20

    - a mast (#7)
    - no leak

    ## [v1.2.0] - 2026-01-02

    - a hull

    [v1.3.0]: https://github.com/acme/ship/releases/tag/v1.3.0
    [v1.2.0]: https://github.com/acme/ship/releases/tag/v1.2.0`,
  ],
  [
    'completes a section that a person prepared for the next release',
    `
    ## 1.3.0 (unreleased)

    ### Fixed

    - a knot

    ## 1.2.0 (2026-01-02)`,
    `
    ## 1.3.0 (2026-11-20)

    ### Fixed

    - a knot
    - no leak

    ### Added

    - a mast (#7)

    ## 1.2.0 (2026-01-02)`,
  ],
  [
    'joins a section that has the number already, under its own heading',
    `
    ## [1.3.0] - 2026-11-01

    ### Fixed

    - a knot

    ## [1.2.0] - 2026-01-02`,
    `
    ## [1.3.0] - 2026-11-01

    ### Fixed

    - a knot
    - no leak

    ### Added

    - a mast (#7)

    ## [1.2.0] - 2026-01-02`,
  ],
  [
    'has the words and the bullets of the file',
    `
    ## 1.2.0

    #### 🚀 Features

    * a hull

    #### 🩹 Fixes

    * a nail`,
    `
    ## 1.3.0

    #### 🚀 Features

    * a mast (#7)

    #### 🩹 Fixes

    * no leak

    ## 1.2.0

    #### 🚀 Features

    * a hull

    #### 🩹 Fixes

    * a nail`,
  ],
  [
    'has no blank line below its heading where the others have none',
    `
    # 1.2.0
    - a hull`,
    `
    # 1.3.0
    - a mast (#7)
    - no leak

    # 1.2.0
    - a hull`,
  ],
  [
    'comes last in a file that is written downwards',
    `
    ## 1.1.0

    - a keel

    ## 1.2.0

    - a hull`,
    `
    ## 1.1.0

    - a keel

    ## 1.2.0

    - a hull

    ## 1.3.0

    - a mast (#7)
    - no leak`,
  ],
  [
    'takes code and comments for what they are',
    `
    # Changelog

    \`\`\`
    ## [Unreleased]
    \`\`\`

    <!--
    ## 9.9.9
    -->

    ## 1.2.0`,
    `
    # Changelog

    \`\`\`
    ## [Unreleased]
    \`\`\`

    <!--
    ## 9.9.9
    -->

    ## 1.3.0

    ### Added

    - a mast (#7)

    ### Fixed

    - no leak

    ## 1.2.0`,
  ],
  [
    'follows the text of a file without any release',
    `
    # Changelog

    All that changes is told here.`,
    `
    # Changelog

    All that changes is told here.

    ## [1.3.0] - 2026-11-20

    ### Added

    - a mast (#7)

    ### Fixed

    - no leak`,
  ],
  [
    'underlines its heading where the others do',
    `
    Changes
    =======

    1.2.0 (2026-01-02)
    ------------------

    - a hull`,
    `
    Changes
    =======

    1.3.0 (2026-11-20)
    ------------------

    - a mast (#7)
    - no leak

    1.2.0 (2026-01-02)
    ------------------

    - a hull`,
  ],
])('a release %s', (_, before, after) => expect(released(block(before))).toBe(block(after)));

it('begins a changelog, with links where the address is known', () =>
  expect(released(undefined)).toBe(
    block(`
    # Changelog

    ## [1.3.0] - 2026-11-20

    ### Added

    - a mast (#7)

    ### Fixed

    - no leak

    [1.3.0]: https://github.com/acme/ship/compare/v1.2.0...v1.3.0`),
  ));

it('tells what breaks before all else, with the way out below', () => {
  const breaking = section('breaking', item('no sails', 'Row.', '', 'Or drift.'));
  expect(released('## Unreleased\n\nHello.\n\n### Added\n\n- a rudder\n', { sections: [breaking] })).toBe(
    '## Unreleased\n\n## [1.3.0] - 2026-11-20\n\nHello.\n\n### Breaking changes\n\n- no sails\n  Row.\n\n  Or drift.\n\n### Added\n\n- a rudder\n',
  );
});

it.each([
  ['says so where nothing else is told', 'Nothing new.', '## 1.3.0\n\nNothing new.\n\n## 1.2.0\n'],
  ['is not there where nothing is to be told', undefined, '## 1.2.0\n'],
])('a release %s', (_, otherwise, expected) =>
  expect(released('## 1.2.0\n', { sections: [], ...(otherwise === undefined ? {} : { otherwise }) })).toBe(expected),
);

it('defines a link only for a heading that uses it', () =>
  expect(
    released(
      '## Unreleased\n\n## 1.2.0\n\n- a hull\n\n[Unreleased]: https://x.io/a/compare/v1.2.0...HEAD\n[1.2.0]: https://x.io/a/compare/v1.1.0...v1.2.0\n',
    ),
  ).toBe(
    '## Unreleased\n\n## 1.3.0\n\n- a mast (#7)\n- no leak\n\n## 1.2.0\n\n- a hull\n\n[Unreleased]: https://x.io/a/compare/v1.3.0...HEAD\n[1.2.0]: https://x.io/a/compare/v1.1.0...v1.2.0\n',
  ));

it('keeps the line ends of the file, also where they are mixed', () =>
  expect(released('# Changelog\r\n\r\n## 1.2.0\n\r\n- a hull\r\n')).toBe(
    '# Changelog\r\n\r\n## 1.3.0\r\n\r\n- a mast (#7)\r\n- no leak\r\n\r\n## 1.2.0\n\r\n- a hull\r\n',
  ));

it('refuses a file that is not what the plan saw', () => {
  const document = writeDocument('## Unreleased\n\n- a rudder\n', [{ release: next, entry }], 'Changelog', home);
  const edits = changelogEdits('## Unreleased\n\n- two rudders\n', { file: 'CHANGELOG.md', ...document }, '2026-11-20');
  expect(applyEdits('## Unreleased\n\n- two rudders\n', edits)).toMatchObject({ ok: false });
});

const word = fc.constantFrom(
  'mast',
  'hull',
  'keel',
  'a rope',
  'no leak',
  '`x`',
  'Fix #7',
  'see [#9](https://x.io/a/pull/9)',
  '{{date}}',
);
const bullet = fc.tuple(fc.constantFrom('-', '*', '  -'), word, word).map(([mark, a, b]) => `${mark} ${a} ${b}`);
const line = fc.oneof(
  bullet,
  fc.constantFrom(
    '',
    '',
    'Some words.',
    '### Added',
    '### Bug Fixes',
    '### Our own',
    '#### Deeper',
    '> said',
    '```',
    '<!-- a note -->',
    '  more',
    '| a | b |',
  ),
);
const heading = fc.constantFrom(
  '## [Unreleased]',
  '## 1.3.0 (unreleased)',
  '## [1.3.0] - 2026-11-01',
  '# Changelog',
  '## 1.2.0',
  '## [1.1.0] - 2025-01-02',
  '# v1.0.0',
);
const file = fc
  .array(fc.oneof({ weight: 3, arbitrary: line }, { weight: 1, arbitrary: heading }), { maxLength: 30 })
  .map((lines) => lines.join('\n'));
const items = fc.array(
  word.map((text) => item(text, 'more')),
  { minLength: 1, maxLength: 3 },
);
const entries = fc.tuple(items, items, items).map(([a, b, c]): Entry => ({
  sections: [section('breaking', ...a), section('added', ...b), section('fixed', ...c)],
}));

it('a second time changes nothing, and no line that a person wrote is lost', () => {
  fc.assert(
    fc.property(file, entries, (text, told) => {
      const once = applied(text, told, next);
      expect(applied(once, told, next)).toBe(once);
      const after = countOf(once);
      for (const [written, count] of countOf(text)) {
        // The heading of a prepared release gets its day.
        if (written === '' || /unreleased\)$/.test(written)) continue;
        expect(after.get(written) ?? 0).toBeGreaterThanOrEqual(count);
      }
    }),
    { numRuns: 400 },
  );
});

function countOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of text.split('\n')) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
