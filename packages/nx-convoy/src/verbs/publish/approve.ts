import { estimate } from '../../delivery/estimate.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { columns, count } from '../words/columns.ts';
import type { Absent } from './absent.ts';
import type { PublishOptions } from './options.ts';
import type { Prepared } from './prepare.ts';

/** Publishing cannot be taken back: a person says yes to exactly this, now, or has said so to its plan. */
export async function approve(
  absent: readonly Absent[],
  { plan }: Prepared,
  options: Pick<PublishOptions, 'yes' | 'plan'>,
  { hands, columns: width }: World,
): Promise<Result<void>> {
  if (options.plan !== undefined)
    return options.plan.length >= 10 && plan.startsWith(options.plan)
      ? ok(undefined)
      : fail(otherPlan(options.plan, plan));
  if (options.yes || absent.length === 0) return ok(undefined);
  if (hands?.ask === undefined) return fail(notApproved(plan));
  const question = 'Publish? It cannot be taken back.';
  return (await hands.ask(`${shown(absent, width)}\n`, question)) ? ok(undefined) : fail(declined);
}

/** What would become irreversible, and how long it takes by what the registries say of themselves. */
function shown(absent: readonly Absent[], width: number | undefined): string {
  const rows = new Map(
    absent.map(({ delivery, isNewName }) => {
      const { registry, name, version } = delivery.released;
      const row = [delivery.unit, version, isNewName ? 'new name' : '', `to ${registry.url} as ${name}`];
      return [row.join('\n'), row] as const;
    }),
  );
  const { lanes } = estimate(
    absent.map(({ delivery, isNewName }) => ({ unit: delivery.unit, registry: delivery.released.registry, isNewName })),
  );
  const waits = lanes.map(({ says }) => `${says}\n`).join('');
  return `${count(rows.size, 'version')} will be public:\n${columns([...rows.values()], width)}${waits}`;
}

const notApproved = (plan: string): Problem => ({
  code: 'NOT_APPROVED',
  severity: 'error',
  what: 'Nobody is there to be asked whether this is to be published, and it cannot be taken back.',
  fix: `See what it would do: nx-convoy publish --dry-run; then approve it: --yes, or by its plan: --plan=${plan.slice(0, 16)}.`,
});

const otherPlan = (approved: string, plan: string): Problem => ({
  code: 'PLAN_OTHER',
  severity: 'error',
  what: `Plan ${approved} was approved, and this is ${plan.slice(0, 16)}.`,
  fix: 'Check out the release that was approved, or have this one approved.',
});

const declined: Problem = {
  code: 'NOT_APPROVED',
  severity: 'error',
  what: 'You said no: nothing was published.',
  fix: 'Publish again when it is right: nx-convoy publish.',
};
