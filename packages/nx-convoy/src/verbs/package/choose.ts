import { ecosystems } from '../../ecosystems/index.ts';
import { isAskedFor } from '../../graph/called.ts';
import { neighbourhood } from '../../graph/neighbourhood.ts';
import { madeByPublishing } from '../../graph/packaged-before.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';

export interface Left {
  readonly unit: string;
  readonly why: string;
}

export interface Chosen {
  readonly units: readonly Unit[];
  readonly left: readonly Left[];
  readonly problems: readonly Problem[];
}

/** Who is asked for by name is packaged though no registry takes it, and who has a command of its own; otherwise all that one takes. */
export function choose(
  graph: Graph,
  asked: readonly string[] | undefined,
  { config, installs }: { readonly config: Config; readonly installs: boolean },
): Chosen {
  const { unknown } = neighbourhood(graph, asked);
  const isAsked = isAskedFor(asked);
  const isNamed = asked !== undefined && asked.length > 0;
  const later = installs ? new Map<string, readonly string[]>() : madeByPublishing(graph);
  const [units, left]: [Unit[], Left[]] = [[], []];
  for (const unit of graph.units.filter(isAsked)) {
    const { package: own, image } = config.units[unit.id] ?? {};
    const why =
      reasonToLeave(unit, isNamed, own !== undefined) ??
      (image === undefined ? waiting(later.get(unit.id)) : undefined);
    if (why === undefined) units.push(unit);
    else left.push({ unit: unit.id, why });
  }
  return { units, left, problems: unknown };
}

function reasonToLeave(unit: Unit, isNamed: boolean, hasOwn: boolean): string | undefined {
  const ecosystem = ecosystems.find(({ id }) => id === unit.ecosystem);
  if (ecosystem?.package === undefined && !hasOwn) return `nothing packages ${unit.ecosystem} units yet`;
  if (unit.version === undefined) return 'no file tells its version';
  return unit.private && !isNamed && !hasOwn ? (unit.why ?? 'no registry takes it') : undefined;
}

const waiting = (on: readonly string[] | undefined): string | undefined =>
  on === undefined
    ? undefined
    : `it can be made once ${on.join(', ')} ${on.length === 1 ? 'is' : 'are'} out: publish does it then, or --installs`;
