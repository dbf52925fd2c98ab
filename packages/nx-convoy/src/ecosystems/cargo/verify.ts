import { ok, type Result } from '../../model/problem.ts';
import type { Trial, TrialIn, TrialSource, TrialStep, Trying } from '../../model/trial.ts';
import { nameOf } from '../../paths/inside.ts';
import { answersAtOnce, ownSmoke, steps, versionOf } from '../trying.ts';
import { hasLibrary, installedPrograms } from './targets.ts';
import { aliasOf, clientConfig } from './trial-config.ts';

/** A library is built as a dependency of a new package, programs are installed and asked for their version: as users do. */
export const verifyCrate = (asked: Trying): Result<readonly TrialIn[]> => ok([(folder) => trialOf(asked, folder)]);

/** A package of its own name could not depend on itself. */
const project = '[package]\nname = "nx-convoy-trial"\nversion = "0.0.0"\nedition = "2021"\npublish = false\n';

function trialOf(asked: Trying, folder: string): Trial {
  const { unit, from, before, settings, repo } = asked;
  const programs = installedPrograms(unit, repo);
  const isLibrary = hasLibrary(unit, repo) || programs.length === 0;
  const shape = { programs: programs.length > 0, isLibrary };
  const smoke = ownSmoke(asked, { cwd: 'project' });
  return {
    tools: [{ name: 'cargo', argv: ['cargo', '--version'] }],
    files: {
      'project/Cargo.toml': project,
      'project/src/lib.rs': '',
      'cargo/config.toml': clientConfig(from, settings, folder),
    },
    env: {
      CARGO_HOME: `${folder}/cargo`,
      CARGO_TARGET_DIR: `${folder}/target`,
      CARGO_INSTALL_ROOT: `${folder}/installed`,
      CARGO_TERM_COLOR: 'never',
      CARGO_TERM_PROGRESS_WHEN: 'never',
      CARGO_INCREMENTAL: '0',
    },
    paths: ['installed/bin'],
    prepare: from.is === 'files' ? unpacked(asked, from, folder) : [],
    before: before === undefined ? [] : installing(asked, before, shape),
    install: installing(asked, from, shape),
    smoke:
      smoke ??
      programs.map((program) => steps(asked)([program, '--version'], { cwd: 'project', timeoutMs: answersAtOnce })),
    after: [],
    unseen:
      /could not find `|no matching package|failed to select a version|candidate versions found which didn't match/,
    traces: from.is === 'files' ? [] : [`cargo/registry/cache/*/${unit.name}-${versionOf(from)}.crate`],
    fetched: (found) =>
      found.map(({ file, sha256 }) => ({ of: 'file', name: nameOf(file), digest: `sha256:${sha256}` })),
  };
}

function installing(asked: Trying, source: TrialSource, { programs, isLibrary }: Shape): readonly TrialStep[] {
  const { name } = asked.unit;
  const step = steps(asked);
  const version = `=${versionOf(source)}`;
  const path = source.is === 'files' ? `../crates/${name}-${source.version}` : undefined;
  const at = path === undefined ? registryFlag(source) : ['--path', path];
  const wanted = path === undefined ? [`${name}@${version}`] : [];
  return [
    ...(isLibrary
      ? [step(['cargo', 'add', ...wanted, ...at], { cwd: 'project' }), step(['cargo', 'build'], { cwd: 'project' })]
      : []),
    ...(programs
      ? [
          step(['cargo', 'install', ...(path === undefined ? [name, '--version', version] : []), ...at], {
            cwd: 'project',
          }),
        ]
      : []),
  ];
}

interface Shape {
  readonly programs: boolean;
  readonly isLibrary: boolean;
}

/** What was packed, and what it needs of the same release, side by side. */
function unpacked(asked: Trying, { files, needs }: Extract<TrialSource, { is: 'files' }>, folder: string) {
  const crates = [...needs.flatMap((need) => need.files), ...files].filter((file) => file.endsWith('.crate'));
  return crates.map((file) => steps(asked)(['tar', '-xzf', file, '-C', `${folder}/crates`], { cwd: 'crates' }));
}

function registryFlag(source: TrialSource): readonly string[] {
  const alias = aliasOf(source);
  return alias === undefined ? [] : ['--registry', alias];
}
