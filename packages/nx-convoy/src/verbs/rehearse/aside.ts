import type { Plan } from '../../model/plan.ts';
import { identity } from '../../planning/written/assemble.ts';
import type { Made } from './making.ts';

export interface Aside {
  /** As apply takes it: without what it would refuse all of it for. */
  readonly plan: Plan;
  /** Units that the plan itself holds up: by id, why. */
  readonly heldUp: ReadonlyMap<string, string>;
}

/**
 * A real release ends here, at the first manifest that a registry would refuse. A rehearsal goes on with the others where each error is one
 * unit's own; what registries answered is found already, and set aside as well.
 */
export function setAside(found: Plan, hash: (text: string) => string): Aside {
  const { checks, ...shared } = found;
  const plan = checks === undefined ? found : shared;
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  const owners = errors.map(({ file }) => plan.units.filter((unit) => !unit.private && unit.manifest === file));
  if (errors.length === 0 || owners.some((units) => units.length === 0)) return { plan, heldUp: new Map() };
  const heldUp = new Map(owners.flatMap((units, at) => units.map(({ id }) => [id, errors[at]?.what ?? ''] as const)));
  const rest = { ...plan, problems: plan.problems.filter(({ severity }) => severity !== 'error') };
  return { plan: plan.id === null ? rest : { ...rest, id: hash(identity(rest)) }, heldUp };
}

/** Numbers that a registry has given away already: what others find by them is not what is made here, so nothing of it goes on. */
export function withoutTaken(made: Made, { checks }: Plan): Made {
  const taken = (checks?.registries?.answers ?? []).filter(({ is, unit }) => is === 'present' && made.units.has(unit));
  const units = taken.map(({ unit, registry, version }) => {
    const { bytes = 0 } = made.units.get(unit) ?? {};
    return [unit, { ok: false, bytes, why: `${registry} has ${version} already` }] as const;
  });
  return { ...made, units: new Map([...made.units, ...units]) };
}
