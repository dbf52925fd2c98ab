export type { Claim, EdgeKind, Target } from './model/claim.ts';
export type { Config } from './model/config.ts';
export type { Ecosystem, Ignored, Survey } from './model/ecosystem.ts';
export type { Edge, Graph } from './model/graph.ts';
export type { Place, Problem, Result } from './model/problem.ts';
export type { Snapshot } from './model/snapshot.ts';
export type { Found, Unit, VersionSource } from './model/unit.ts';
export { discover } from './graph/discover.ts';
export { createDependencies, createNodes, createNodesV2, name } from './nx/plugin.ts';
