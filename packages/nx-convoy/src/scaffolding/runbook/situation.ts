import type { Config } from '../../model/config.ts';
import type { Addressed } from '../../model/ecosystem.ts';
import type { Graph } from '../../model/graph.ts';
import type { ProtocolId } from '../../model/registry.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import type { Repository } from '../../planning/changelog/repository.ts';
import type { Region } from '../regions/regions.ts';
import type { Pipeline } from './pipelines.ts';

/** A place of a unit, and the word by which it was named. */
export interface Destination extends Addressed {
  readonly unit: Unit;
  readonly word?: string;
}

/** Units that share a tag. */
export interface Tagging {
  readonly units: readonly Unit[];
  readonly pattern: string;
}

/**
 * What a runbook is written from: committed files alone, so that it says the same in every clone. No version and no day stands in it, for it
 * would be old with each release.
 */
export interface Situation {
  readonly repo: Snapshot;
  readonly config: Config;
  readonly graph: Graph;
  readonly home: Repository | undefined;
  readonly destinations: readonly Destination[];
  readonly taggings: readonly Tagging[];
  /** Workflows of CI that run this tool. */
  readonly pipelines: readonly Pipeline[];
  /** The branch that releases are made from. */
  readonly branch: string;
  /** A verb as it is typed here. */
  readonly call: (verb: string, ...args: readonly string[]) => string;
}

/** One part of the runbook. A verb that comes later adds its own to the list. */
export interface Section {
  readonly name: string;
  /** Markdown, heading included; empty where it does not concern this repository. */
  lines(situation: Situation): Region['lines'];
}

export const publicUnits = ({ graph }: Pick<Situation, 'graph'>): readonly Unit[] => {
  const byId = new Map(graph.units.map((unit) => [unit.id, unit]));
  return graph.publishOrder.flatMap((id) => byId.get(id) ?? []);
};

export const ofEcosystem = (situation: Situation, id: string): readonly Unit[] =>
  publicUnits(situation).filter(({ ecosystem }) => ecosystem === id);

export const ofProtocol = ({ destinations }: Situation, id: ProtocolId): readonly Destination[] =>
  destinations.filter(({ registry }) => registry.protocol === id);

export const hostOf = ({ registry }: Pick<Addressed, 'registry'>): string => new URL(registry.url).host;

/** `a`, `a` and `b`, `a`, `b` and `c`, each as code. */
export function listed(words: readonly string[]): string {
  const shown = [...new Set(words)].map((word) => `\`${word}\``);
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

export const code = (...lines: readonly string[]): readonly string[] => ['```sh', ...lines, '```'];
