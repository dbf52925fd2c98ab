import { converse } from '../../model/http.ts';
import type { Fetched } from '../../model/trial.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { protocols } from '../../registries/index.ts';
import { otherRevision } from './problems.ts';
import type { Case } from './case.ts';

/** An image says by its labels what it was made from, each of its platforms: that has to be the commit that is released. */
export async function revisionProblems(
  { unit, released, commit }: Pick<Case, 'unit' | 'released' | 'commit'>,
  fetched: readonly Fetched[],
  { fetch }: World,
): Promise<readonly Problem[]> {
  const protocol = protocols[released.registry.protocol];
  const isImage = fetched.length > 0 && fetched.every(({ of }) => of === 'manifest');
  if (!isImage || protocol.held === undefined || fetch === undefined || commit === undefined) return [];
  const artifact = { unit: unit.id, name: unit.name, path: '', size: 0, digests: fetched.map(({ digest }) => digest) };
  const found = await converse(protocol.held(released, artifact), fetch);
  if (found.is !== 'image') return [];
  const others = found.images.flatMap(({ revision }) =>
    revision === undefined || revision === commit ? [] : [revision],
  );
  return others.length === 0 ? [] : [otherRevision(unit, commit, [...new Set(others)])];
}
