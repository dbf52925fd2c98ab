import type { Config } from '../../model/config.ts';
import { isWithin, lineNamed, lineOfBranch, releasePrefixes, tagsOfLine, type Line } from './lines.ts';

const show = (line: Line | undefined): string =>
  line === undefined
    ? '-'
    : [line.name, line.keeps?.join(' '), line.prepares, line.preid, line.channel]
        .map((part) => part ?? '-')
        .join(' | ');

const said: Pick<Config, 'channels' | 'branches'> = {
  channels: { next: 'next', 'beta*': { preid: 'beta' }, edge: { channel: 'nightly' }, '2.x-work': 'alpha' },
  branches: { maintenance: ['old/{line}'], release: ['rel-{version}'] },
};

it.each<[string, Pick<Config, 'channels' | 'branches'>, string]>([
  ['main', {}, '-'],
  ['next', {}, '-'],
  ['1.x', {}, '1.x | 1 | - | - | release-1.x'],
  ['v1.x', {}, '1.x | 1 | - | - | release-1.x'],
  ['1.2.x', {}, '1.2.x | 1 2 | - | - | release-1.2.x'],
  ['1.2', {}, '-'],
  ['release/1.2', {}, '1.2.x | 1 2 | - | - | release-1.2.x'],
  ['release/1', {}, '1.x | 1 | - | - | release-1.x'],
  ['release-1.2.x', {}, '1.2.x | 1 2 | - | - | release-1.2.x'],
  ['support/2.x', {}, '2.x | 2 | - | - | release-2.x'],
  ['support/v2.4', {}, '2.4.x | 2 4 | - | - | release-2.4.x'],
  ['release/1.3.0', {}, '1.3.0 | - | 1.3.0 | - | -'],
  ['release-v1.3.0', {}, '1.3.0 | - | 1.3.0 | - | -'],
  ['release/next', {}, '-'],
  ['feature/1.x', {}, '-'],
  ['1.x', said, '-'],
  ['old/1', said, '1.x | 1 | - | - | release-1.x'],
  ['rel-1.3.0', said, '1.3.0 | - | 1.3.0 | - | -'],
  ['next', said, 'next | - | - | next | next'],
  ['beta-2', said, 'beta-2 | - | - | beta | beta-2'],
  ['edge', said, 'edge | - | - | - | nightly'],
])('%s', (branch, config, expected) => expect(show(lineOfBranch(branch, config))).toBe(expected));

it.each(['1.x', '1.2.x', '1.3.0', 'next', 'beta-2'])('%s is found again by its name', (name) => {
  const line = lineNamed(name, said);
  expect(line?.name).toBe(name);
  expect(lineNamed(line?.name ?? '', said)).toEqual(line);
});

it.each([
  ['1.x', '1.9.0', true],
  ['1.x', '2.0.0', false],
  ['1.2.x', '1.2.9-rc.1', true],
  ['1.2.x', '1.3.0', false],
  ['1.3.0', '1.3.0-rc.4', true],
  ['1.3.0', '1.3.1', false],
])('%s holds %s: %s', (name, version, expected) => {
  const line = lineNamed(name, {});
  expect(line !== undefined && isWithin(line, version)).toBe(expected);
});

it('looks for branches by what stands before the version', () => {
  expect(releasePrefixes({})).toEqual(['release/', 'release-', 'releases/']);
  expect(releasePrefixes(said)).toEqual(['rel-']);
});

it('keeps the tags of a line, and all of those that have none in it', () => {
  const names = ['v1.2.0', 'v1.3.0', 'v2.0.0', 'chart-0.4.0', 'chart-0.5.0', 'latest', 'web-1.2.9'];
  const tags = names.map((name) => ({ name, commit: name === 'web-1.2.9' ? 'elsewhere' : 'here' }));
  const kept = tagsOfLine(tags, lineNamed('1.2.x', {}), ({ commit }) => commit === 'here');
  expect(kept.map(({ name }) => name)).toEqual(['v1.2.0', 'chart-0.4.0', 'chart-0.5.0', 'latest', 'web-1.2.9']);
  expect(tagsOfLine(tags, lineNamed('1.3.0', {}), () => true)).toBe(tags);
});
