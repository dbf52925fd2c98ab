import { ecosystems } from '../../ecosystems/index.ts';
import type { Graph } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';
import { matrixOf } from '../../planning/matrix/matrix.ts';
import type { ForgeName, Ground } from './model.ts';

/** What has to be on a machine beside Node. */
export const toolNames = ['rust', 'python', 'maturin', 'helm', 'images'] as const;
export type ToolName = (typeof toolNames)[number];

/** Which machines need what, for all that this repository releases. */
export interface Toolset {
  /** Ecosystems whose build jobs need it. */
  readonly building: ReadonlyMap<ToolName, readonly string[]>;
  /** Those of all units that are tried, by the ecosystem that needs them. */
  readonly trying: ReadonlyMap<ToolName, readonly string[]>;
  /** What is made once all jobs have ended, or once what it installs is out. */
  readonly merging: readonly ToolName[];
  readonly publishing: readonly ToolName[];
  readonly verifying: readonly ToolName[];
  /** Whether jobs run in images of their own, QEMU stands in for a processor, and compilers make what is for other machines. */
  readonly isContained: boolean;
  readonly isEmulated: boolean;
  readonly isTargeted: boolean;
}

/** By ecosystem: what compiles and packs, and what installs and tries. */
const packing: Readonly<Record<string, readonly ToolName[]>> = {
  cargo: ['rust'],
  python: ['python'],
  docker: ['images'],
  helm: ['helm'],
};

export function toolsOf({ repo, graph, config }: Ground, ci: ForgeName): Toolset {
  const { build, test, left } = matrixOf({ plan: wholePlan(graph.units), graph, repo, config, ci });
  const needs = (unit: Unit): readonly ToolName[] => own(unit, graph);
  const among = (jobs: readonly { readonly unit: string }[]): readonly Unit[] => {
    const ids = new Set(jobs.map(({ unit }) => unit));
    return graph.units.filter(({ id }) => ids.has(id));
  };
  const leftTo = (by: 'merge' | 'publish'): readonly ToolName[] =>
    among(left.filter((one) => one.by === by)).flatMap(needs);
  const published = graph.units.filter((unit) => !unit.private);
  return {
    building: byTool(among(build.include), needs),
    trying: byTool(among(test.include), installing),
    merging: inOrder(leftTo('merge')),
    // Only cargo uploads what it packages; all else goes by our own requests.
    publishing: inOrder([
      ...(published.some(({ ecosystem }) => ecosystem === 'cargo') ? (['rust'] as const) : []),
      ...leftTo('publish'),
    ]),
    verifying: inOrder(published.filter(isTried).flatMap(installing)),
    isContained: build.include.some(({ container }) => container !== undefined),
    isEmulated: build.include.some(({ emulates }) => emulates !== undefined),
    isTargeted: build.include.some(({ target }) => target !== undefined),
  };
}

const isTried = ({ ecosystem }: Unit): boolean => ecosystems.find(({ id }) => id === ecosystem)?.verify !== undefined;

/** Images are looked at by what every machine of CI has. */
const installing = ({ ecosystem }: Unit): readonly ToolName[] =>
  (packing[ecosystem] ?? []).filter((tool) => tool !== 'images');

/** A wheel that bundles a crate is compiled. */
function own(unit: Unit, { edges }: Pick<Graph, 'edges'>): readonly ToolName[] {
  const bundles = edges.some(({ from, kind }) => from === unit.id && kind === 'bundles');
  const compiled: readonly ToolName[] = bundles ? (unit.ecosystem === 'python' ? ['rust', 'maturin'] : ['rust']) : [];
  return [...(packing[unit.ecosystem] ?? []), ...compiled];
}

function byTool(
  units: readonly Unit[],
  needs: (unit: Unit) => readonly ToolName[],
): ReadonlyMap<ToolName, readonly string[]> {
  const found = toolNames.map((tool) => {
    const by = units.filter((unit) => needs(unit).includes(tool)).map(({ ecosystem }) => ecosystem);
    return [tool, [...new Set(by)].sort()] as const;
  });
  return new Map(found.filter(([, by]) => by.length > 0));
}

const inOrder = (tools: readonly ToolName[]): readonly ToolName[] => toolNames.filter((tool) => tools.includes(tool));

/** As if all were released: which machines that takes is what the workflow has to be ready for. */
function wholePlan(all: readonly Unit[]): Parameters<typeof matrixOf>[0]['plan'] {
  const units = all.filter(({ version }) => version !== undefined);
  return {
    units: units.map(({ id, project, ecosystem, name, root, manifest, registries, version = '', ...unit }) => ({
      ...{ id, project, ecosystem, name, root, manifest, registries, private: unit.private },
      version: { to: version, spelling: version, bump: 'as written' as const },
      because: [],
    })),
    waves: [units.map(({ id }) => id)],
  };
}
