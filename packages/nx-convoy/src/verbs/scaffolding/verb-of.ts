import { z } from 'zod';
import type { Problem } from '../../model/problem.ts';
import type { Scaffold } from '../../model/scaffold.ts';
import type { World } from '../../model/world.ts';
import { drifted } from '../../scaffolding/drift.ts';
import { headOf } from '../gathering/git-state.ts';
import type { Verb } from '../verb.ts';
import { takeBack, writeAll } from '../writing/write-all.ts';
import type { Scaffolder } from './scaffolder.ts';
import { tellScaffold } from './report.ts';

const acting = {
  check: z
    .boolean()
    .default(false)
    .describe('Write nothing, and fail where a file says something else than it should.'),
  dryRun: z.boolean().default(false).describe('Write nothing, and tell what would be written.'),
};

/** What a repository is given, as a verb: all files of it are written, or none. */
export const verbOf = <Options extends z.ZodObject>({
  name,
  summary,
  options,
  scaffold,
}: Scaffolder<Options>): Verb => ({
  name,
  summary,
  options: options.extend(acting),
  async run(given, world) {
    const { check, dryRun, ...own } = given as { readonly check: boolean; readonly dryRun: boolean };
    const isKept = check || dryRun;
    const left = isKept || world.hands === undefined ? undefined : await takeBack(world.hands);
    const found = await scaffold(options.parse(own), world);
    const before = [...(left?.ok === false ? left.problems : []), ...found.problems];
    const files = drifted(found.files);
    const isRight = before.every(({ severity }) => severity !== 'error');
    const unwritten = isKept || !isRight || files.length === 0 ? [] : await written(name, files, world);
    const drift = check ? files.map(({ file }) => outOfDate(file, name)) : [];
    const problems = [...before, ...unwritten, ...drift];
    return {
      value: { files, choices: found.choices, problems },
      text: tellScaffold({ ...found, files, problems }, isKept ? 'would be' : 'is', world),
      problems,
      ok: problems.every(({ severity }) => severity !== 'error'),
    };
  },
});

async function written(verb: string, files: Scaffold['files'], world: World): Promise<readonly Problem[]> {
  if (world.hands === undefined) throw new Error(`${verb} was given a world that only looks on`);
  const done = await writeAll(files, { verb, base: (await headOf(world)) ?? '' }, world.hands);
  return done.ok ? [] : done.problems;
}

export const outOfDate = (file: string, verb: string): Problem => ({
  code: 'OUT_OF_DATE',
  severity: 'error',
  what: `${file} is not what it would be if it were made now.`,
  where: { file },
  fix: `Make it anew, and look at the difference: nx-convoy ${verb} && git diff ${file}`,
});
