import { classify, readDiff } from './classify.ts';

const diff = (file: string, ...lines: readonly string[]): string =>
  [`diff --git a/${file} b/${file}`, `--- a/${file}`, `+++ b/${file}`, '@@ -1 +1 @@', ...lines, ''].join('\n');

it.each([
  ['a version', diff('Cargo.toml', '-version = "1.2.3" # own', '+version = "1.2.4" # own'), 'version'],
  [
    'a requirement',
    diff('a.toml', '-a = { path = "a", version = "=1.0.0-beta.1" }', '+a = { path = "a", version = "=1.0.0-beta.2" }'),
    'version',
  ],
  ['a Python prerelease', diff('p.toml', '-x = "a==1.0.0rc1"', '+x = "a==1.0.0rc2"'), 'version'],
  ['an order', diff('Cargo.lock', '-a 1.0.0', '-a 1.1.0', '+a 1.1.0', '+a 1.2.0'), 'version'],
  [
    'a digest',
    diff('Chart.lock', `-digest: sha256:${'a1'.repeat(32)}`, `+digest: sha256:${'b2'.repeat(32)}`),
    'digest',
  ],
  ['a changelog', diff('docs/CHANGELOG.md', '+## 1.2.4', '+- news'), 'changelog'],
  ['a quote', diff('Cargo.toml', "-version = '1.2.3'", '+version = "1.2.4"'), 'other'],
  ['a comment', diff('Cargo.toml', '-version = "1.2.3" # own', '+version = "1.2.4"'), 'other'],
  ['a line more', diff('Cargo.toml', '-version = "1.2.3"', '+version = "1.2.4"', '+edition = "2021"'), 'other'],
  ['a line end', diff('Cargo.toml', '-version = "1.2.3"\r', '+version = "1.2.4"'), 'other'],
  ['another name', diff('a.toml', '-a1 = "1.0.0"', '+a2 = "1.0.0"'), 'other'],
])('%s', (_, text, kind) => expect(readDiff(text).map(classify)).toEqual([kind]));
