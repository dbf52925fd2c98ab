import type { Identity, Job, JobIn, MadeWith, MakingStep, Packaging, Tool } from '../../model/packaging.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { spellPython } from '../../versions/spelling.ts';
import { buildSteps } from '../own-build.ts';
import { compiles } from './compiled.ts';
import { backendOf, readProjects, type Project } from './project.ts';

const uv = { name: 'uv', argv: ['uv', '--version'] };
const build = { name: 'build', argv: ['python3', '-m', 'build', '--version'] };
const maturin = { name: 'maturin', argv: ['maturin', '--version'] };
const rustc = { name: 'rustc', argv: ['rustc', '--version'] };
const python = { name: 'python', argv: ['python3', '--version'] };
const reads = ['UV_PYTHON', 'UV_INDEX_URL', 'PIP_INDEX_URL', 'RUSTFLAGS', 'MACOSX_DEPLOYMENT_TARGET', 'CFLAGS'];

export const distributionMadeWith: MadeWith = { tools: [maturin, rustc, python], choices: [uv, build], reads };

/**
 * A source distribution and the wheels of this machine, by the backend that the project names, in a copy of what is committed: what earlier
 * builds left in a working tree gets into wheels otherwise.
 */
export function packageDistributions(asked: Packaging): Result<readonly JobIn[]> {
  const projects = new Map(readProjects(asked.repo).projects.map((project) => [project.folder, project]));
  return ok(
    asked.units.flatMap((unit) => {
      const project = projects.get(unit.root);
      return project === undefined ? [] : [(scratch: string) => jobOf(unit, project, scratch, asked)];
    }),
  );
}

type Command = Pick<MakingStep, 'argv' | 'platform'>;

function jobOf(unit: Unit, project: Project, scratch: string, asked: Packaging): Job {
  const made = `${scratch}/made`;
  const folder = unit.root === '.' ? `${scratch}/tree` : `${scratch}/tree/${unit.root}`;
  const isMaturin = backendOf(project).startsWith('maturin');
  // Both ask the project's own backend; uv is quicker.
  const frontend = !Object.hasOwn(asked.works, uv.name) && Object.hasOwn(asked.works, build.name) ? build : uv;
  const spelled = spellPython(unit.version ?? '');
  const commands = isMaturin ? byMaturin(unit, made, asked) : byFrontend(frontend, made, asked);
  return {
    stage: asked.tracked,
    steps: [
      ...buildSteps(unit, `${scratch}/tree`, asked),
      ...commands.map((command): MakingStep => ({
        do: 'run',
        ...command,
        cwd: folder,
        env: { CARGO_TARGET_DIR: `${asked.cache}/python/${asked.keyOf([unit.id])}`, UV_NO_PROGRESS: '1' },
        timeoutMs: asked.timeoutMs,
      })),
    ],
    makes: [{ unit: unit.id, version: spelled.ok ? spelled.value : (unit.version ?? ''), folder: made }],
    tools: isMaturin ? [maturin, rustc] : [frontend],
    reads,
    identity: () => identityOf(project),
  };
}

/** A source distribution, and wheels for each target: those of this part, where it is one. */
function byMaturin(unit: Unit, made: string, { config, part }: Packaging): readonly Command[] {
  const source = { argv: ['maturin', 'sdist', '--out', made] };
  const wheels = ['maturin', 'build', '--release', '--out', made];
  if (part?.platform === 'any') return [source];
  const interpreters = (part?.pythons ?? []).flatMap((python) => ['--interpreter', `python${python}`]);
  if (part !== undefined) return [{ argv: [...wheels, '--target', part.target ?? part.platform, ...interpreters] }];
  const targets = config.units[unit.id]?.targets ?? [];
  if (targets.length === 0) return [source, { argv: wheels }];
  return [source, ...targets.map((platform) => ({ argv: [...wheels, '--target', platform], platform }))];
}

/** Backends that know no targets build for the machine that they run on, by one Python at a time. */
function byFrontend(frontend: Tool, made: string, { part }: Packaging): readonly Command[] {
  const kind = part === undefined ? [] : [part.platform === 'any' ? '--sdist' : '--wheel'];
  const pythons = part?.pythons ?? [undefined];
  return pythons.map((python) => ({
    argv:
      frontend === uv
        ? [
            ...['uv', 'build', '--no-sources', ...kind, '--out-dir', made],
            ...(python === undefined ? [] : ['--python', python]),
            '.',
          ]
        : [`python${python ?? '3'}`, '-m', 'build', ...kind, '--outdir', made, '.'],
  }));
}

/** What is known of backends: all that are not named here write SOURCE_DATE_EPOCH into their archives, or no time. */
function identityOf(project: Project): Identity {
  if (compiles(project))
    return { by: 'content', why: 'what compilers make differs from folder to folder; RECORD tells of the rest' };
  const backend = backendOf(project);
  return backend === '' || backend.startsWith('setuptools')
    ? { by: 'content', why: 'setuptools writes the time of day into source distributions' }
    : { by: 'bytes' };
}
