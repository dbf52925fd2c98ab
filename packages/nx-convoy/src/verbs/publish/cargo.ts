import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import { labelsToMove, type Label } from './labels.ts';
import type { Found, Laden } from './laden.ts';
import type { Loaded } from './load.ts';
import type { PublishedUnit } from './published.ts';
import type { Registrar } from './registrar.ts';
import { freightOf, type Freight } from './shipment.ts';

/** All that one publish sends, round by round. */
export interface Cargo {
  /** With what nobody has made yet: what is asked for, admitted and approved before anything goes. */
  readonly whole: Freight;
  readonly first: Freight;
  readonly later: readonly (readonly Found[])[];
  /** Labels that may have to move: nobody can tell. */
  readonly untold: readonly PublishedUnit[];
  /** A later round, as it was made. */
  freightOf(laden: readonly Laden[]): Freight;
}

export async function cargoOf(
  { laden, later }: Loaded,
  { config, graph, registrar }: { readonly config: Config; readonly graph: Graph; readonly registrar: Registrar },
): Promise<Cargo> {
  const all = [...laden, ...later.flat().map(promised)];
  const { moving, untold } = await labelsToMove(all, config, registrar);
  const freight = (some: readonly Laden[]): Freight => freightOf(some, among(moving, some), graph);
  return { whole: freight(all), first: freight(laden), later, untold, freightOf: freight };
}

/** A file of which nothing is known but where it will go. */
function promised({ due: { unit }, ways }: Found): Laden {
  const artifact = { unit, name: 'what is made of it', path: '', size: 0, digests: [] };
  return { ways: ways.map((going) => ({ going, artifacts: [artifact] })) };
}

const among = (labels: readonly Label[], laden: readonly Laden[]): readonly Label[] => {
  const ways = new Set(laden.flatMap((one) => one.ways.map(({ going }) => going)));
  return labels.filter(({ going }) => ways.has(going));
};
