import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { isWithin } from '../../paths/inside.ts';
import type { Made, MadeUnit } from './making.ts';

export interface Again {
  readonly made: Made;
  readonly problems: readonly Problem[];
}

/** Units that failed by one and the same word: a client was asked for all of them at once, and one of them is to blame. */
export function suspectsIn({ units }: Made): readonly string[] {
  const failed = [...units].filter(([, { ok, why }]) => !ok && why !== undefined);
  // A client that is not here is to blame alone.
  const isShared = (why: string | undefined): boolean =>
    why?.includes(' ended with ') === true && failed.filter(([, one]) => one.why === why).length > 1;
  return failed.flatMap(([id, { why }]) => (isShared(why) ? [id] : []));
}

/** Each of them once more, with nothing but what it needs among them, in the order of the waves. */
export async function apart(
  suspects: readonly string[],
  first: Made,
  plan: Plan,
  make: (units: readonly string[]) => Promise<Again>,
): Promise<Made & Pick<Again, 'problems'>> {
  const units = new Map(first.units);
  const problems: Problem[] = [];
  // An attempt that fails takes away what was made before of all that it was asked for.
  const swept = new Set<string>();
  for (const id of suspects) units.delete(id);
  for (const id of plan.waves.flat().filter((one) => suspects.includes(one))) {
    if (units.get(id)?.ok === true) continue;
    const needs = closureOf(id, plan).filter((one) => suspects.includes(one));
    if (needs.some((one) => units.get(one)?.ok === false)) {
      units.set(id, { ok: false, bytes: 0 });
      continue;
    }
    const again = await make([...needs, id]);
    const own = again.made.units.get(id) ?? failed;
    units.set(id, own);
    if (own.ok) for (const one of needs) units.set(one, again.made.units.get(one) ?? failed);
    else problems.push(...again.problems);
    for (const one of [...needs, id]) {
      if (own.ok) swept.delete(one);
      else if (one !== id) swept.add(one);
    }
  }
  if (swept.size > 0) {
    const last = await make([...swept]);
    for (const id of swept) units.set(id, last.made.units.get(id) ?? failed);
    problems.push(...last.problems);
  }
  return { ...first, units, problems };
}

const failed: MadeUnit = { ok: false, bytes: 0 };

/** All that a unit needs, those first that others of them need. */
function closureOf(id: string, { edges }: Plan, seen = new Set<string>()): readonly string[] {
  return edges
    .filter(({ from, to, kind }) => from === id && kind !== 'dev' && to !== id)
    .flatMap(({ to }) => {
      if (seen.has(to)) return [];
      seen.add(to);
      return [...closureOf(to, { edges } as Plan, seen), to];
    });
}

/** Of all that a unit needs, the first that failed: it is not to blame itself. */
export function hinderedBy(id: string, { units }: Made, plan: Plan): string | undefined {
  return closureOf(id, plan).find((one) => units.get(one)?.ok === false);
}

/** What is said of a unit because something that it needs failed, is said of that already. */
export function withoutEchoes(problems: readonly Problem[], made: Made, plan: Plan): readonly Problem[] {
  const hindered = plan.units.filter(
    ({ id }) => made.units.get(id)?.ok === false && hinderedBy(id, made, plan) !== undefined,
  );
  const isEcho = ({ what, where }: Problem): boolean =>
    hindered.some(
      ({ id, root, manifest }) =>
        made.units.get(id)?.why === what ||
        (where !== undefined && (where.file === manifest || (root !== '.' && isWithin(where.file, root)))),
    );
  const isOwn = ({ what }: Problem): boolean =>
    plan.units.some((unit) => !hindered.includes(unit) && made.units.get(unit.id)?.why === what);
  return problems.filter((problem) => isOwn(problem) || !isEcho(problem));
}
