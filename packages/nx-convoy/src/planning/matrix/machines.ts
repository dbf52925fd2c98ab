import type { MachinesConfig, UnitMachines } from '../../model/matrix.ts';
import { wordsFor, type Machine } from '../../platforms/machine.ts';

/** Whose words a list of jobs is in. `json` names machines by what they are. */
export type Ci = 'github' | 'gitlab' | 'json';

type Labels = Readonly<Record<string, string>>;

/**
 * Machines that each CI lends to everybody, as its documentation has them (2026-11-20): docs.github.com, GitHub-hosted runners;
 * docs.gitlab.com, hosted runners. Labels that follow the newest system are none: a release does not change because a machine did.
 */
const lent: Readonly<Record<Ci, Labels>> = {
  github: {
    'linux/amd64': 'ubuntu-24.04',
    'linux/arm64': 'ubuntu-24.04-arm',
    'macos/amd64': 'macos-15-intel',
    'macos/arm64': 'macos-15',
    'windows/amd64': 'windows-2025',
    'windows/arm64': 'windows-11-arm',
  },
  gitlab: {
    'linux/amd64': 'saas-linux-small-amd64',
    'linux/arm64': 'saas-linux-small-arm64',
    'macos/arm64': 'saas-macos-medium-m1',
    'windows/amd64': 'saas-windows-medium-amd64',
  },
  json: Object.fromEntries(
    ['linux', 'macos', 'windows'].flatMap((os) => ['amd64', 'arm64'].map((arch) => [`${os}/${arch}`, `${os}/${arch}`])),
  ),
};

/** Processors that also run what is for another one. */
const also: Readonly<Record<string, readonly string[]>> = {
  '386': ['amd64'],
  universal2: ['arm64', 'amd64'],
};

interface Said {
  readonly all: MachinesConfig;
  readonly own: UnitMachines;
  readonly ci: Ci;
}

/** The label of a machine that runs what is for another or the same one; undefined where nobody has said or lends one. */
export function runnerFor(platform: string, machine: Machine, { all, own, ci }: Said): string | undefined {
  for (const word of wordsFor(platform, machine)) {
    const label = own.runners?.[word] ?? all.runners?.[word];
    if (label !== undefined) return label;
  }
  const { os, arch } = machine;
  return [arch, ...(also[arch] ?? [])].map((one) => lent[ci][`${os}/${one}`]).find((label) => label !== undefined);
}

/** Where compilers make what is for a machine that they do not run on. */
export function crossRunner({ os }: Machine, said: Said): string {
  const host = { os: 'linux', arch: 'amd64', abi: '' };
  const apple = { os: 'macos', arch: 'arm64', abi: '' };
  const wanted = isApple(os) ? apple : os === 'windows' ? { ...host, os } : host;
  return runnerFor(`${wanted.os}/${wanted.arch}`, wanted, said) ?? `${wanted.os}/${wanted.arch}`;
}

const isApple = (os: string): boolean => /^(?:macos|ios|tvos|watchos|visionos)$/.test(os);

/** What images call their processors, in the words of those who build old systems in them. */
const foreign: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  '386': 'i686',
  armv7: 'armv7',
};

/**
 * Where a wheel for Linux is built, so that old systems can load it: in the image of that standard where its processor has a runner, else in
 * one that compiles for it. What is for musl is compiled for it everywhere: programs of CI do not run in Alpine on every processor.
 */
export function containerFor(platform: string, machine: Machine, { all, own }: Said): string | undefined {
  for (const word of wordsFor(platform, machine)) {
    const image = own.containers?.[word] ?? all.containers?.[word];
    if (image !== undefined) return image === false ? undefined : image;
  }
  const { os, arch, abi } = machine;
  if (os !== 'linux') return undefined;
  const named = foreign[arch] ?? arch;
  if (abi.startsWith('musl')) return `ghcr.io/rust-cross/rust-musl-cross:${named}-${abi}`;
  return arch === 'amd64' || arch === 'arm64'
    ? `quay.io/pypa/manylinux_2_28_${named}`
    : `ghcr.io/rust-cross/manylinux_2_28-cross:${named}`;
}
