import type { Trial, TrialIn, TrialStep } from '../../model/trial.ts';
import type { Unit } from '../../model/unit.ts';
import { nameOf } from '../../paths/inside.ts';
import { platformOf, programSuffix } from '../../platforms/rust.ts';
import type { Built } from './built.ts';

const systems: Readonly<Record<string, string>> = { darwin: 'macos', win32: 'windows' };
const processors: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

interface Asked {
  readonly smoke: readonly (readonly string[])[];
  readonly machine: { readonly os: string; readonly arch: string };
  readonly timeoutMs: number;
}

type File = Built['manifest']['files'][number];

/** Archives are unpacked, those for this machine or for all; each program in them is asked for its version. */
export function archiveTrials(built: Built, asked: Asked): readonly TrialIn[] {
  const ways: readonly (readonly [Trial['tools'][number], (file: string, into: string) => readonly string[]])[] = [
    [{ name: 'unzip', argv: ['unzip', '-v'] }, (file, into) => ['unzip', '-q', file, '-d', into]],
    [{ name: 'bsdtar', argv: ['bsdtar', '--version'] }, (file, into) => ['bsdtar', '-xf', file, '-C', into]],
    [
      { name: 'python3', argv: ['python3', '--version'] },
      (file, into) => ['python3', '-m', 'zipfile', '-e', file, into],
    ],
  ];
  const files = built.manifest.files.filter((file) => isForHere(file, asked.machine));
  const hasZip = files.some(({ name }) => name.endsWith('.zip'));
  return (hasZip ? ways : ways.slice(0, 1)).map(
    ([tool, unzip]) =>
      () =>
        trialOf(built, files, asked, hasZip ? tool : undefined, unzip),
  );
}

function trialOf(
  { unit, folder }: Built,
  files: readonly File[],
  { smoke, timeoutMs }: Asked,
  tool: Trial['tools'][number] | undefined,
  unzip: (file: string, into: string) => readonly string[],
): Trial {
  const step = (argv: readonly string[]): TrialStep => ({ do: 'run', argv, cwd: '.', timeoutMs });
  const archives = files.filter(({ name }) => /\.(?:tar\.gz|tgz|zip)$/.test(name));
  const into = (at: number): string => `unpacked/${at}`;
  const programs = archives.flatMap((file, at) => programsIn(file, unit).map((path) => `${into(at)}/${path}`));
  return {
    tools: [
      ...(archives.some(({ name }) => !name.endsWith('.zip')) ? [{ name: 'tar', argv: ['tar', '--version'] }] : []),
      ...(tool === undefined ? [] : [tool]),
    ],
    files: Object.fromEntries(archives.map((_, at) => [`${into(at)}/.here`, ''])),
    env: {},
    paths: programs.map((path) => path.slice(0, path.lastIndexOf('/'))),
    prepare: [],
    before: [],
    install: archives.map(({ name }, at) =>
      step(
        name.endsWith('.zip')
          ? unzip(`${folder}/${name}`, into(at))
          : ['tar', '-xzf', `${folder}/${name}`, '-C', into(at)],
      ),
    ),
    // What is unpacked without its mode cannot be run by its path alone, and tells so.
    smoke:
      smoke.length > 0
        ? smoke.map(step)
        : programs.map((path) => ({ ...step([`./${path}`, '--version']), timeoutMs: answersAtOnce })),
    after: [],
    unseen: /(?!)/,
    traces: [],
    fetched: () => [],
  };
}

const answersAtOnce = 60_000;

function isForHere({ platform }: File, { os, arch }: Asked['machine']): boolean {
  const wanted = platform === undefined ? undefined : platformOf(platform);
  if (wanted === undefined) return platform === undefined;
  return wanted.os === (systems[os] ?? os) && wanted.arch === (processors[arch] ?? arch);
}

function programsIn({ contents = [], platform }: File, { programs = [] }: Unit): readonly string[] {
  const target = platform === undefined ? undefined : platformOf(platform);
  if (target === undefined) return [];
  const names = programs.map((program) => `${program}${programSuffix(target)}`);
  return contents.flatMap(({ path, kind }) => (kind === 'file' && names.includes(nameOf(path)) ? [path] : []));
}
