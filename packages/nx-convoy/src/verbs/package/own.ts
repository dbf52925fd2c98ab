import picomatch from 'picomatch';
import type { OwnPackageConfig } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Job, JobIn, Packaging } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { buildSteps, folderIn } from '../../ecosystems/own-build.ts';
import { inside, isWithin } from '../../paths/inside.ts';

/**
 * The user's own command, in a copy of all that is committed: what an earlier run of it left in the working tree is not there. So whatever
 * matches its outputs afterwards was made by it, as long as nothing that is committed does.
 */
export function ownJob(unit: Unit, own: OwnPackageConfig, ecosystem: Ecosystem, asked: Packaging): Result<JobIn> {
  const folder = inside('.', own.cwd ?? unit.root);
  if (folder === undefined) return fail(outside(unit, 'cwd', own.cwd ?? ''));
  const leaving = own.outputs.filter((glob) => inside('.', glob) === undefined || glob.includes('..'));
  if (leaving.length > 0) return fail(...leaving.map((glob) => outside(unit, 'outputs', glob)));
  const committed = committedOutputs(own.outputs, folder, asked.tracked);
  if (committed.length > 0) return fail(stale(unit, committed));
  const spelled = ecosystem.spell(unit.version ?? '');
  const version = spelled.ok ? spelled.value : (unit.version ?? '');
  return ok((scratch) => jobIn(scratch, unit, own, folder, version, asked));
}

function jobIn(
  scratch: string,
  unit: Unit,
  { run, outputs, env = {}, tools = {} }: OwnPackageConfig,
  cwd: string,
  version: string,
  asked: Packaging,
): Job {
  const tree = `${scratch}/tree`;
  const folder = folderIn(tree, cwd);
  return {
    stage: asked.tracked,
    steps: [...buildSteps(unit, tree, asked), { do: 'run', argv: run, cwd: folder, env, timeoutMs: asked.timeoutMs }],
    makes: [{ unit: unit.id, version, folder, globs: outputs }],
    tools: Object.entries(tools).map(([name, argv]) => ({ name, argv })),
    reads: [],
    identity: () => ({ by: 'content', why: 'a command of its own makes it' }),
  };
}

function committedOutputs(globs: readonly string[], folder: string, tracked: readonly string[]): readonly string[] {
  const matches = picomatch(
    globs.map((glob) => glob.replace(/^\.\//, '')),
    { dot: true },
  );
  const from = folder === '.' ? 0 : folder.length + 1;
  return tracked.filter((file) => isWithin(file, folder) && matches(file.slice(from)));
}

const stale = ({ id }: Unit, files: readonly string[]): Problem => ({
  code: 'OUTPUT_COMMITTED',
  severity: 'error',
  what: `${id}: ${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''} would be taken for what its command makes, and ${files.length === 1 ? 'is' : 'are'} committed: there before it runs.`,
  fix: `Name only what it makes in outputs below units["${id}"].package, or take what was made out of git: git rm --cached ${files[0] ?? ''}`,
});

const outside = ({ id }: Unit, key: string, value: string): Problem => ({
  code: 'CONFIG_INVALID',
  severity: 'error',
  what: `${key} below units["${id}"].package leads out of the workspace: ${JSON.stringify(value)}.`,
  fix:
    key === 'cwd'
      ? 'Write a folder from the top of the workspace: "crates/app".'
      : 'Write globs from the folder in which the command runs: "target/*.zip".',
});
