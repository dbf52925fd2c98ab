import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verdictOf } from './verdict.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'demo-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const error = (code: string) => ({ code, severity: 'error' });
const warning = { code: 'NO_UPSTREAM', severity: 'warning' };

it.each([
  ['all of it went through', true, [warning], 'whole'],
  ['a client is not here', false, [warning, error('TOOL_MISSING')], 'held up'],
  ['nothing builds images', false, [error('IMAGE_BUILDER_MISSING'), error('TOOL_MISSING')], 'held up'],
  [
    'a client is not here, and something else is wrong',
    false,
    [error('TOOL_MISSING'), error('PACKAGE_FAILED')],
    'broken',
  ],
  ['a file is missing, which is no client', false, [error('NPM_FILE_MISSING')], 'broken'],
  ['it failed, and nobody says why', false, [warning], 'broken'],
])('%s', (_, ok, findings, expected) => {
  mkdirSync(join(folder, 'dist/release'), { recursive: true });
  writeFileSync(join(folder, 'dist/release/rehearsal.json'), JSON.stringify({ ok, findings }));
  expect(verdictOf(folder)).toBe(expected);
});

it('it did not come to a report', () => {
  expect(verdictOf(folder)).toBe('broken');
});
