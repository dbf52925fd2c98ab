import type { Config } from '../../model/config.ts';
import type { Plan } from '../../model/plan.ts';

/** What one machine builds: a unit for a platform. `any` where it makes no difference, or where nobody said. */
export interface BuildJob {
  readonly unit: string;
  readonly project: string;
  readonly ecosystem: string;
  readonly version: string;
  readonly wave: number;
  readonly platform: string;
}

/** As a matrix is read by CI: one line, `{ "include": [...] }`. */
export const matrix = (plan: Plan, config: Config): string => `${JSON.stringify({ include: jobs(plan, config) })}\n`;

export function jobs({ units, waves }: Plan, { images }: Config): readonly BuildJob[] {
  const waveOf = new Map(waves.flatMap((wave, at) => wave.map((id) => [id, at + 1] as const)));
  return units
    .flatMap(({ id, project, ecosystem, name, manifest, version }) => {
      const isThis = (image: Config['images'][number]): boolean =>
        ecosystem === 'docker' &&
        image.dockerfile === manifest &&
        (image.name === name || image.name.endsWith(`/${name}`));
      const platforms = images.find(isThis)?.platforms ?? ['any'];
      return platforms.map((platform) => ({
        unit: id,
        project,
        ecosystem,
        version: version.spelling,
        wave: waveOf.get(id) ?? 1,
        platform,
      }));
    })
    .sort((a, b) => a.wave - b.wave || (a.unit < b.unit ? -1 : 1));
}
