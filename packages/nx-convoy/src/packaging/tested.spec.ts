import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceOf, isTested, manifestDigest, readTested, testedJsonSchema, type Tested } from './tested.ts';

const manifest = '{ "unit": "cargo:a" }\n';
const tested: Tested = {
  ...{ schema: 1, kind: 'package-test', unit: 'cargo:a', version: '1.0.0', commit: 'c', ok: true },
  ...{ manifest: manifestDigest(manifest), tool: '1.0.0', machine: 'linux-x64', tools: {} },
  ...{ startedAt: '', endedAt: '', commands: [], problems: [] },
};

it.each<[string, string, object | undefined, boolean]>([
  ['the very files, all well', manifest, {}, true],
  ['something failed', manifest, { ok: false }, false],
  ['other files', manifest.replace('a', 'b'), {}, false],
  ['nothing', manifest, undefined, false],
  ['another kind of evidence', manifest, { kind: 'verification' }, false],
])('is tested: %s', (_, text, changed, is) =>
  expect(isTested(text, changed === undefined ? undefined : JSON.stringify({ ...tested, ...changed }))).toBe(is),
);

it('is told by text that is whole', () => expect(readTested('{ "schema": 1')).toBeUndefined());

it('lies beside the folders of packages', () =>
  expect(evidenceOf('dist/release', { ecosystem: 'npm', id: 'npm:@a/b' })).toBe('dist/release/tests/npm/@a+b.json'));

it('has a schema that others check it against', () => {
  const file = join(import.meta.dirname, '../../schemas/package-test-1.json');
  const made = `${JSON.stringify(testedJsonSchema(), undefined, 2)}\n`;
  if (process.env.CONVOY_UPDATE === '1') writeFileSync(file, made);
  expect(readFileSync(file, 'utf8')).toBe(made);
});
