import { headingsOf } from '../../text/markdown/headings.ts';
import { headingFor } from './release-heading.ts';
import type { Release } from './release.ts';
import { isUnreleased, readVersionHeading } from './version-heading.ts';

const read = (line: string) => headingsOf(line.split('\n')).flatMap((heading) => readVersionHeading(heading) ?? []);

function release(version: string, prefix = 'v', previous = '1.2.0', isNamed = false): Release {
  const tag = prefix + version;
  const label = isNamed ? tag : version;
  return {
    version,
    canonical: version,
    tag,
    prefix,
    isNamed,
    label,
    previous: { version: previous, tag: prefix + previous },
  };
}

const dashed = release('1.3.0', 'core-v', '1.2.0', true);

/** The newest release of a file, and the heading that the next one gets. */
it.each([
  ['## 1.2.0', '## 1.3.0'],
  ['# 1.2.0', '# 1.3.0'],
  ['### v1.2.0 (2026-01-02)', '### v1.3.0 ({{date}})'],
  ['## v1.2.0', '## v1.3.0'],
  ['## 1.2.0 (2026-01-02)', '## 1.3.0 ({{date}})'],
  ['## [1.2.0] - 2026-01-02', '## [1.3.0] - {{date}}'],
  ['## [v1.2.0] - 2026-01-02', '## [v1.3.0] - {{date}}'],
  ['## [1.2.0] – 2026-01-02', '## [1.3.0] – {{date}}'],
  ['## 1.2.0 - 17 Jun 2026', '## 1.3.0 - {{date:D MMM YYYY}}'],
  ['# 1.2.0 (July 29th, 2026)', '# 1.3.0 ({{date:MMMM Do, YYYY}})'],
  ['## 1.2.0 (21 July 2026)', '## 1.3.0 ({{date:D MMMM YYYY}})'],
  ['## v1.2.0 (2026.1.8)', '## v1.3.0 ({{date:YYYY.MM.DD}})'],
  ['## Version 1.2.0', '## Version 1.3.0'],
  ['# Apache Ship 1.2.0 (2026-01-02)', '# Apache Ship 1.3.0 ({{date}})'],
  ['## **1.2.0** (2026-01-02)', '## **1.3.0** ({{date}})'],
  ['## <small>1.2.0 (2026-01-02)</small>', '## <small>1.3.0 ({{date}})</small>'],
  [
    '## [1.2.0](https://x.io/a/b/compare/v1.1.0...v1.2.0) (2026-01-02)',
    '## [1.3.0](https://x.io/a/b/compare/v1.2.0...v1.3.0) ({{date}})',
  ],
  [
    '## [1.2.0](https://x.io/a/b/compare/lib%401.1.0...lib%401.2.0) (2026-01-02)',
    '## [1.3.0](https://x.io/a/b/compare/lib%401.2.0...lib%401.3.0) ({{date}})',
  ],
  [
    '## [v1.2.0](https://x.io/a/b/releases/tag/v1.2.0) - 2026-01-02',
    '## [v1.3.0](https://x.io/a/b/releases/tag/v1.3.0) - {{date}}',
  ],
  ['## 1.2.0 "Barnacle"', '## 1.3.0'],
  ['1.2.0 (2026-01-02)\n==================', '# 1.3.0 ({{date}})'],
])('%s is followed by %s', (line, expected) => {
  const { level, title } = headingFor(release('1.3.0'), read(line));
  expect(`${'#'.repeat(level)} ${title}`).toBe(expected);
});

it.each([
  ['## [core-v1.2.0] - 2026-01-02', '## [core-v1.3.0] - {{date}}'],
  ['## [cli-v7.0.0] - 2026-01-02', '## [core-v1.3.0] - {{date}}'],
  [
    '## [cli-v7.0.0](https://x.io/a/b/tree/cli-v7.0.0) (2026-01-02)',
    '## [core-v1.3.0](https://x.io/a/b/tree/core-v1.3.0) ({{date}})',
  ],
  ['## [cli-v7.0.0] - 2026-02-02\n\n## core-v1.2.0', '## core-v1.3.0'],
  ['## 1.2.0', '## core-v1.3.0'],
])('in a file of several units, %s is followed by %s', (text, expected) => {
  const { level, title } = headingFor(dashed, read(text));
  expect(`${'#'.repeat(level)} ${title}`).toBe(expected);
});

it.each([
  ['a patch', '1.2.1', '## 1.2.1'],
  ['a feature', '1.3.0', '# 1.3.0'],
])('%s looks like the last one of its kind', (_, version, expected) => {
  const { level, title } = headingFor(release(version), read('# 1.2.0\n\n## 1.1.1\n\n# 1.1.0'));
  expect(`${'#'.repeat(level)} ${title}`).toBe(expected);
});

it.each([
  ['## Migrating from 1.2 to 2.0'],
  ['## What is new in 1.2.0'],
  ['## 1.2 or later is required'],
  ['## Requires Python 3.9'],
  ['#### 1.2.0'],
  ['## Changelog'],
  ['```\n## 1.2.0\n```'],
  ['<!--\n## 1.2.0\n-->'],
])('%s names no release', (text) => expect(read(text)).toEqual([]));

it.each([
  ['## [Unreleased]', true],
  ['## Unreleased', true],
  ['# UNRELEASED', true],
  ['## [Unreleased](https://x.io/a/b/compare/v1.2.0...HEAD)', true],
  ['## [Unreleased] - ReleaseDate', true],
  ['## **Unreleased**', true],
  ['## 🚧 Unreleased', true],
  ['## Next', true],
  ['## Unreleased features of the API', false],
  ['## 1.3.0', false],
])('%s: unreleased is %s', (line, expected) => expect(headingsOf([line]).some(isUnreleased)).toBe(expected));

it.each([['## 1.3.0 (unreleased)'], ['## [1.3.0] - Unreleased'], ['## 1.3.0 - TBD'], ['## [1.3.0] - XXXX-XX-XX']])(
  '%s is prepared for the next release',
  (line) => expect(read(line)[0]?.isPending).toBe(true),
);
