import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWhere } from '../../../../../tools/toolchains/require.ts';
import { joinMachO } from './join-mach-o.ts';
import { ar, elf, machO } from './minimal.ts';
import { readBinary, runsOn } from './read.ts';
import { platformOf } from '../../platforms/rust.ts';

const [amd64, arm64] = [machO(0x01000007), machO(0x0100000c)];
const universal = platformOf('universal2-apple-darwin');

it.each([
  ['programs', [arm64, amd64]],
  ['static libraries', [ar(amd64), ar(arm64)]],
])('joins %s of two processors into one that runs on both', (_, slices) => {
  const whole = joinMachO(slices);
  const binary = whole === undefined ? undefined : readBinary(whole);
  expect(binary).toMatchObject({ format: 'Mach-O', archs: ['amd64', 'arm64'] });
  expect(binary !== undefined && universal !== undefined && runsOn(binary, universal)).toBe(true);
});

it('one processor alone is not for all of macOS', () => {
  const binary = readBinary(arm64);
  expect(binary !== undefined && universal !== undefined && runsOn(binary, universal)).toBe(false);
});

it.each([
  ['one processor twice', [amd64, amd64]],
  ['another system', [amd64, elf(183)]],
  ['text', [amd64, Buffer.from('#!/bin/sh\n')]],
  ['what is joined already', [joinMachO([amd64, arm64]) ?? amd64, arm64]],
])('does not join %s', (_, slices) => expect(joinMachO(slices)).toBeUndefined());

const lipo = ['lipo', 'llvm-lipo', 'llvm-lipo-14'].find((name) => spawnSync(name, ['--version']).status === 0);

describeWhere(lipo !== undefined, 'no lipo is on this machine', () => {
  it('as lipo does, byte for byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-lipo-'));
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('amd64'), amd64);
    writeFileSync(at('arm64'), arm64);
    execFileSync(lipo ?? '', ['-create', at('amd64'), at('arm64'), '-output', at('both')]);
    expect(Buffer.from(joinMachO([amd64, arm64]) ?? '')).toEqual(readFileSync(at('both')));
  });
});
