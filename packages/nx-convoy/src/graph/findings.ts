import type { Ecosystem } from '../model/ecosystem.ts';
import type { Edge } from '../model/graph.ts';
import type { Problem } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';
import { canonical } from '../versions/canonical.ts';
import { index } from './by-key.ts';

/** What would stand in the way of a release, though the graph itself is whole. */
export function findings(
  units: readonly Unit[],
  edges: readonly Edge[],
  ecosystems: readonly Ecosystem[],
): readonly Problem[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const ecosystemOf = new Map(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem]));
  const problems: Problem[] = [...skews(units, edges)];
  for (const edge of edges) {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    if (!from.private && to.private && edge.kind !== 'dev') problems.push(...privateNeed(edge, to));
    if (from.ecosystem === to.ecosystem && edge.range !== undefined && to.version !== undefined) {
      if (ecosystemOf.get(to.ecosystem)?.admits(edge.range, to.version) === false) problems.push(outOfRange(edge, to));
    }
  }
  return problems;
}

function privateNeed(edge: Edge, to: Unit): readonly Problem[] {
  const where = { file: edge.file, line: edge.line };
  if (edge.kind === 'runtime' || edge.kind === 'build') {
    return [
      {
        code: 'PRIVATE_DEPENDENCY',
        severity: 'warning',
        what: `${edge.from} is published, but it needs ${edge.to}, which is private (${to.why ?? 'no registry takes it'}).`,
        where,
        fix: `Publish ${edge.to} too, or make ${edge.from} private.`,
      },
    ];
  }
  if (edge.kind !== 'deploys') return [];
  return [
    {
      code: 'IMAGE_WITHOUT_REGISTRY',
      severity: 'warning',
      what: `${edge.from} runs ${edge.to}, an image without a registry: nobody else can pull it.`,
      where,
      fix: `Say where it goes: "units": { "${edge.to}": { "registries": ["..."] } } in the plugin's options.`,
    },
  ];
}

const outOfRange = (edge: Edge, to: Unit): Problem => ({
  code: 'REQUIREMENT_SKEW',
  severity: 'warning',
  what: `${edge.from} requires ${edge.to} ${edge.range ?? ''}, but it stands at ${to.version ?? ''}.`,
  where: { file: edge.file, line: edge.line },
  fix: `Widen the requirement so that it admits ${to.version ?? ''}.`,
});

const skews = (units: readonly Unit[], edges: readonly Edge[]): readonly Problem[] =>
  skewedPairs(units, edges).map(([a, b]) => skew(a, b));

/**
 * Units of one folder at different versions that are one thing to its users: they share a name, or both are published and one holds the
 * other.
 */
export function skewedPairs(units: readonly Unit[], edges: readonly Edge[]): readonly (readonly [Unit, Unit])[] {
  const compiled = new Set(edges.filter((edge) => edge.kind === 'bundles').map((edge) => `${edge.from} ${edge.to}`));
  const isCompiled = (a: Unit, b: Unit): boolean => compiled.has(`${a.id} ${b.id}`) || compiled.has(`${b.id} ${a.id}`);
  const pairs: (readonly [Unit, Unit])[] = [];
  for (const [, here] of index(
    units.filter((unit) => unit.ecosystem !== 'docker'),
    (unit) => [unit.root],
  )) {
    here.forEach((a, at) => {
      for (const b of here.slice(at + 1)) {
        const related = plain(a.name) === plain(b.name) || (!a.private && !b.private && isCompiled(a, b));
        if (related && a.ecosystem !== b.ecosystem && differ(a.version, b.version)) pairs.push([a, b]);
      }
    });
  }
  return pairs;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

const differ = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && (canonical(a) ?? a) !== (canonical(b) ?? b);

function skew(a: Unit, b: Unit): Problem {
  const source = b.versionSource;
  return {
    code: 'VERSION_SKEW',
    severity: 'warning',
    what: `${a.id} stands at ${a.version ?? ''} and ${b.id} at ${b.version ?? ''}, though they are one thing in one folder.`,
    where: source !== undefined && 'at' in source ? source.at : { file: b.manifest },
    fix: `Give both the same version; which one is right, the last tag tells.`,
  };
}
