import type { Opened } from '../model/packaging.ts';
import type { Problem } from '../model/problem.ts';
import { machineOf, type Machine } from '../platforms/machine.ts';
import { readBinary, runsOn } from './formats/read.ts';

/** What the name of a wheel says of where it can be installed (PEP 425, 427). */
export interface WheelTags {
  /** `cp312-cp312`, `py3-none`: every pair that its tags stand for. */
  readonly pythons: readonly string[];
  readonly platforms: readonly string[];
}

/** Undefined where it is no name of a wheel. */
export function tagsOf(name: string): WheelTags | undefined {
  const parts = /^(.+)\.whl$/.exec(name)?.[1]?.split('-') ?? [];
  if (parts.length < 5 || parts.length > 6) return undefined;
  const [python = [], abi = [], platforms = []] = parts.slice(-3).map((part) => part.split('.'));
  return { pythons: python.flatMap((one) => abi.map((other) => `${one}-${other}`)), platforms };
}

const processors: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  amd64: 'amd64',
  aarch64: 'arm64',
  arm64: 'arm64',
  i686: '386',
  i386: '386',
  intel: '386',
  armv7l: 'armv7',
  armv6l: 'arm',
  loongarch64: 'loong64',
};

const systems: readonly (readonly [RegExp, Omit<Machine, 'arch'>])[] = [
  [/^manylinux(?:1|2010|2014|_\d+_\d+)_(\w+)$/, { os: 'linux', abi: 'gnu' }],
  [/^musllinux_\d+_\d+_(\w+)$/, { os: 'linux', abi: 'musl' }],
  [/^linux_(\w+)$/, { os: 'linux', abi: '' }],
  [/^macosx_\d+_\d+_(\w+)$/, { os: 'macos', abi: '' }],
  [/^win_(\w+)$/, { os: 'windows', abi: '' }],
  [/^win(32)$/, { os: 'windows', abi: '' }],
];

/** The machines that a platform tag promises: several for fat files; none for `any`, undefined where nobody knows it. */
export function machinesOf(tag: string): readonly Machine[] | undefined {
  if (tag === 'any') return [];
  for (const [pattern, machine] of systems) {
    const word = pattern.exec(tag)?.[1];
    if (word === undefined) continue;
    const archs = word === 'universal2' ? ['amd64', 'arm64'] : [word === '32' ? '386' : (processors[word] ?? word)];
    return archs.map((arch) => ({ ...machine, arch }));
  }
  return undefined;
}

/** What a job was to make: its Rust target, and tags as `cp312-cp312`. */
export interface ExpectedWheels {
  readonly platform: string;
  readonly wheels?: readonly string[];
}

/** Whether what is compiled in a wheel is for the machines that its tag promises: an installer looks no further than the tag. */
export function foreignBinaries(file: Opened): readonly Problem[] {
  const promised = tagsOf(file.name)?.platforms.flatMap((tag) => machinesOf(tag) ?? []) ?? [];
  if (promised.length === 0) return [];
  return file.entries.flatMap(({ path, kind }) => {
    const bytes = kind === 'file' && isNative(path) ? file.bytes(path) : undefined;
    const binary = bytes === undefined ? undefined : readBinary(bytes);
    if (binary === undefined) return [];
    const foreign = promised.filter((machine) => !runsOn(binary, { ...machine, target: '' }));
    const [first] = foreign;
    if (first === undefined) return [];
    const is = `${binary.format} for ${binary.archs.join(' and ')}`;
    return [
      problem(
        'WHEEL_MACHINE',
        `${path} in ${file.name} is ${is}, and the tag promises ${first.os} on ${foreign.map(({ arch }) => arch).join(' and ')}.`,
        'Build it again for that platform; wheels that are renamed or put together by hand cannot be loaded.',
      ),
    ];
  });
}

/** What Python loads or runs. */
const isNative = (path: string): boolean =>
  /\.(?:so|pyd|dylib|dll)$|\.so\.\d/.test(path) || /^[^/]+\.data\/scripts\/[^/.]+(?:\.exe)?$/.test(path);

/** Whether the wheels of a job are those that it was to make: each once, and for its platform. */
export function wheelsOfJob(names: readonly string[], expected: ExpectedWheels, job: string): readonly Problem[] {
  const wanted = machineOf(expected.platform);
  const found = names.flatMap((name) => {
    const tags = tagsOf(name);
    return tags === undefined ? [] : [{ name, tags }];
  });
  return [
    ...names.filter((name) => name.endsWith('.whl') && tagsOf(name) === undefined).map((name) => nameless(name, job)),
    ...found.flatMap(({ name, tags }) => [
      ...(wanted === undefined ? [] : otherPlatform(name, tags, wanted, { platform: expected.platform, job })),
      ...otherPython(name, tags, expected.wheels, job),
    ]),
    ...(expected.wheels ?? [])
      .filter((tag) => !found.some(({ tags }) => tags.pythons.includes(tag)))
      .map((tag) => missing(tag, expected.platform, job)),
  ];
}

function otherPlatform(
  name: string,
  { platforms }: WheelTags,
  wanted: Machine,
  { platform, job }: { readonly platform: string; readonly job: string },
): readonly Problem[] {
  const machines = platforms.flatMap((tag) => machinesOf(tag) ?? [{ os: tag, arch: '', abi: '' }]);
  const archs = wanted.arch === 'universal2' ? ['amd64', 'arm64'] : [wanted.arch];
  const isRight =
    machines.length > 0 &&
    archs.every((arch) => machines.some((machine) => machine.arch === arch)) &&
    machines.every(
      (machine) => machine.os === wanted.os && archs.includes(machine.arch) && isSameLibrary(machine, wanted),
    );
  const fix = `Build it again: nx-convoy package --job=${job}; package.log tells what the backend did.`;
  const wrong = isRight
    ? []
    : [problem('WHEEL_PLATFORM', `${name} is tagged ${platforms.join(', ')}, and ${job} builds for ${platform}.`, fix)];
  const bare = platforms.filter((tag) => tag.startsWith('linux_'));
  return [
    ...wrong,
    ...(bare.length === 0
      ? []
      : [
          {
            ...problem(
              'WHEEL_LINUX',
              `${name} is tagged ${bare.join(', ')}, which says nothing of how old a system may be; PyPI takes no such wheel.`,
              'Build it in the image of a manylinux or musllinux standard ("matrix": { "containers": … }), or repair it below afterBuild (auditwheel repair).',
            ),
            severity: 'warning' as const,
          },
        ]),
  ];
}

const isSameLibrary = ({ os, abi }: Machine, wanted: Machine): boolean =>
  os !== 'linux' || abi === '' || wanted.abi.startsWith('musl') === (abi === 'musl');

function otherPython(
  name: string,
  { pythons }: WheelTags,
  wheels: readonly string[] | undefined,
  job: string,
): readonly Problem[] {
  if (wheels === undefined || pythons.some((tag) => wheels.includes(tag))) return [];
  const what = `${name} is tagged ${pythons.join(', ')}, and ${job} builds ${wheels.join(', ')}.`;
  return [
    problem(
      'WHEEL_PYTHON',
      what,
      'Name the Pythons that it is for: "matrix": { "units": { "python:…": { "interpreters": ["cp312"] } } }, or abi3.',
    ),
  ];
}

const missing = (tag: string, platform: string, job: string): Problem =>
  problem(
    'WHEEL_MISSING',
    `${job} has no wheel tagged ${tag} for ${platform}.`,
    `See that this Python is there where the job runs, and build it again: nx-convoy package --job=${job}; or skip it, with the reason: "matrix": { "units": { … { "skip": […] } } }.`,
  );

const nameless = (name: string, job: string): Problem =>
  problem('WHEEL_PLATFORM', `${name} of ${job} is called as no wheel is.`, 'Do not rename wheels: build it again.');

const problem = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });
