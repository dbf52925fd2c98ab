import type { Unit } from '../../model/unit.ts';
import type { BuildJob } from '../../model/matrix.ts';
import { assetPlatform, type WantedAsset } from '../../packaging/assets/wanted.ts';
import { wantedAssets } from '../written/assets.ts';
import type { Builds, Ground } from './builds.ts';
import { onPlatform, said } from './builds.ts';
import { jobId } from './ids.ts';
import { crossRunner } from './machines.ts';

/** What is handed out beside packages: each planned unit's programs and libraries by target, and one job for what is for all. */
export function assetJobsOf(ground: Ground): Builds {
  const { plan, graph } = ground;
  const waveOf = new Map(plan.waves.flatMap((wave, at) => wave.map((id) => [id, at + 1] as const)));
  const made = graph.units.map((unit) => jobsFor(unit, waveOf.get(unit.id) ?? 1, ground));
  return { jobs: made.flatMap(({ jobs }) => jobs), left: made.flatMap(({ left }) => left) };
}

function jobsFor(unit: Unit, wave: number, ground: Ground): Builds {
  const planned = ground.plan.units.find(({ id }) => id === unit.id);
  const wanted =
    planned === undefined ? [] : wantedAssets(planned, ground.plan.tags ?? [], ground.config, ground.graph);
  const asked = said(unit, ground);
  const made = [...new Set(wanted.map(assetPlatform))].map((platform) => {
    const base: BuildJob = {
      id: jobId(unit, 'assets', platform),
      ...{ unit: unit.id, project: unit.project, ecosystem: unit.ecosystem, makes: 'assets' },
      ...{ version: planned?.version.spelling ?? '', wave, platform, runner: crossRunner(usual, asked) },
    };
    if (platform === 'any') return { jobs: [base], left: [] };
    const { job, left } = onPlatform(unit, platform, { platforms: [platform], hasCommon: false }, asked);
    const isCrossed = wanted.some((asset) => assetPlatform(asset) === platform && builderOf(asset) !== undefined);
    return {
      jobs: job === undefined ? [] : [{ ...base, ...job, ...(isCrossed ? { runner: base.runner } : {}) }],
      left,
    };
  });
  return { jobs: made.flatMap(({ jobs }) => jobs), left: made.flatMap(({ left }) => left) };
}

/** Builders for other machines, cross and zig, are at home on Linux. */
const usual = { os: 'linux', arch: 'amd64', abi: '' };

const builderOf = ({ config: { build }, platform }: WantedAsset): string | undefined => {
  const by = typeof build === 'object' ? build[platform?.target ?? ''] : build;
  return by === 'cargo' ? undefined : by;
};
