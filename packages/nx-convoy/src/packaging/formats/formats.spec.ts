import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeWith } from '../../../../../tools/toolchains/require.ts';
import { platformOf } from '../../platforms/rust.ts';
import { ar, coff, elf, fat, machO, pe } from './minimal.ts';
import { readBinary, runsOn } from './read.ts';

const files: readonly (readonly [string, Uint8Array, string, string])[] = [
  ['ELF x86-64', elf(62), 'ELF amd64', 'x86_64-unknown-linux-musl'],
  ['ELF AArch64', elf(183), 'ELF arm64', 'aarch64-unknown-linux-gnu'],
  ['ELF ARM', elf(40, { bits: 32 }), 'ELF arm', 'armv7-unknown-linux-gnueabihf'],
  ['ELF 386', elf(3, { bits: 32 }), 'ELF 386', 'i686-unknown-linux-gnu'],
  ['ELF RISC-V', elf(243), 'ELF riscv64', 'riscv64gc-unknown-linux-gnu'],
  ['ELF POWER, little', elf(21), 'ELF ppc64le', 'powerpc64le-unknown-linux-gnu'],
  ['ELF POWER, big', elf(21, { little: false }), 'ELF ppc64', 'powerpc64-unknown-linux-gnu'],
  ['ELF s390x', elf(22, { little: false }), 'ELF s390x', 's390x-unknown-linux-gnu'],
  ['Mach-O x86-64', machO(0x01000007), 'Mach-O amd64', 'x86_64-apple-darwin'],
  ['Mach-O ARM64', machO(0x0100000c), 'Mach-O arm64', 'aarch64-apple-darwin'],
  ['Mach-O for both', fat(0x01000007, 0x0100000c), 'Mach-O amd64 arm64', 'aarch64-apple-darwin'],
  ['PE x86-64', pe(0x8664), 'PE amd64', 'x86_64-pc-windows-msvc'],
  ['PE ARM64', pe(0xaa64), 'PE arm64', 'aarch64-pc-windows-msvc'],
  ['PE 386', pe(0x14c), 'PE 386', 'i686-pc-windows-gnu'],
  ['a library of ELF', ar(elf(183)), 'ELF arm64', 'aarch64-unknown-linux-gnu'],
  ['a library of Mach-O', ar(machO(0x0100000c)), 'Mach-O arm64', 'aarch64-apple-darwin'],
  ['a library of COFF', ar(coff(0x8664)), 'PE amd64', 'x86_64-pc-windows-msvc'],
];

it.each(files)('reads %s', (_, bytes, told) => {
  const { format, archs = [] } = readBinary(bytes) ?? {};
  expect([format, ...archs].join(' ')).toBe(told);
});

it.each(files)('%s runs on its own machine alone', (name, bytes, _, target) => {
  const binary = readBinary(bytes);
  const targets = new Set(files.map(([, , , each]) => each));
  const right = [...targets].filter((each) => {
    const platform = platformOf(each);
    return binary !== undefined && platform !== undefined && runsOn(binary, platform);
  });
  const same = (each: string): string | undefined => {
    const { os, arch } = platformOf(each) ?? {};
    return `${os} ${arch}`;
  };
  const wanted = name === 'Mach-O for both' ? ['macos amd64', 'macos arm64'] : [same(target)];
  expect([...new Set(right.map(same))].sort()).toEqual(wanted);
});

it.each([
  ['nothing', new Uint8Array()],
  ['a script', Buffer.from('#!/bin/sh\necho ELF\n'.repeat(5))],
  ['a class of Java', Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, ...new Uint8Array(700))],
  ['a program of DOS', Buffer.concat([Buffer.from('MZ'), new Uint8Array(100)])],
  ['a library of nothing', ar(Buffer.from('text'))],
])('%s is no program', (_, bytes) => expect(readBinary(bytes)).toBeUndefined());

it('survives any bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const heads = fc.constantFrom(elf(62, { symbols: true }), fat(7, 12), pe(0x8664), ar(elf(62)), machO(7));
  fc.assert(
    fc.property(heads, bytes, fc.nat(80), (head, noise, at) => {
      const mixed = Buffer.concat([head.subarray(0, Math.min(at, head.length)), noise]);
      expect(() => readBinary(mixed)).not.toThrow();
    }),
  );
});

it.each([
  [true, elf(62, { symbols: true })],
  [true, elf(40, { bits: 32, symbols: true })],
  [false, elf(62)],
])('knows whether there are symbols: %s', (has, bytes) => expect(readBinary(bytes)?.hasSymbols).toBe(has));

describeWith('cargo', ({ paths, env }) => {
  const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-formats-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const rustc = (...args: readonly string[]): string =>
    execFileSync(paths.rustc ?? '', args, { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' });

  it('reads what the compiler makes', () => {
    const host = platformOf(/^host: (\S+)$/m.exec(rustc('-vV'))?.[1] ?? '');
    if (host === undefined) throw new Error('no host');
    writeFileSync(join(folder, 'a.rs'), 'fn main() {}\n');
    const panics = '#[panic_handler] fn stop(_: &core::panic::PanicInfo) -> ! { loop {} }';
    writeFileSync(join(folder, 'b.rs'), `#![no_std]\n${panics}\n`);
    rustc('a.rs', '-o', 'whole');
    rustc('a.rs', '-o', 'stripped', '-C', 'strip=symbols');
    rustc('b.rs', '--crate-type', 'staticlib', '-C', 'panic=abort', '-o', 'library');
    const read = (name: string) => readBinary(readFileSync(join(folder, name)));
    for (const name of ['whole', 'stripped', 'library']) {
      const binary = read(name);
      expect(binary !== undefined && runsOn(binary, host)).toBe(true);
    }
    const isElf = read('whole')?.format === 'ELF';
    expect([read('whole')?.hasSymbols, read('stripped')?.hasSymbols]).toEqual(
      isElf ? [true, false] : [undefined, undefined],
    );
  });
});
