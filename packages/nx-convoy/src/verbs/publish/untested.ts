import type { Config } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { unitFolder } from '../../packaging/slug.ts';
import { evidenceOf, isTested } from '../../packaging/tested.ts';
import type { Absent } from './absent.ts';
import type { PublishOptions } from './options.ts';

/**
 * Units that would go out and that nobody has tried, where `publish.requireTest` asks for that: it is these very files that must have been
 * installed and used, and well. What is made only while it is published can be tried by nobody before.
 */
export async function untested(
  absent: readonly Absent[],
  { publish }: Pick<Config, 'publish'>,
  { out }: Pick<PublishOptions, 'out'>,
  { hands }: Pick<World, 'hands'>,
): Promise<readonly Problem[]> {
  if (publish?.requireTest !== true || hands === undefined) return [];
  const units = new Map(absent.map(({ going: { unit } }) => [unit.id, unit]));
  const problems = await Promise.all(
    [...units.values()].map(async (unit) => {
      const evidence = evidenceOf(out, unit);
      const manifest = await hands.read(`${out}/${unitFolder(unit)}/manifest.json`);
      const isTried = manifest !== undefined && isTested(manifest, await hands.read(evidence));
      return isTried ? [] : [notTested(unit.id, evidence)];
    }),
  );
  return problems.flat();
}

const notTested = (unit: string, file: string): Problem => ({
  code: 'NOT_TESTED',
  severity: 'error',
  what: `Nothing proves that the files of ${unit} were tried as they are, and publish.requireTest asks for that: nothing was sent.`,
  where: { file },
  fix: `Install and try them: nx-convoy package-test --units=${unit}; then publish again.`,
});
