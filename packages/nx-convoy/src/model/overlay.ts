import type { Config, PublishConfig, UnitConfig } from './config.ts';
import type { ProjectGraph } from './world.ts';

/** What is said for the children of a rehearsal, in place of what their clone of the repository says: no file in it is edited. */
export interface Overlay {
  /** What Nx knows, for those that run without it. */
  readonly projects?: ProjectGraph;
  readonly registries?: NonNullable<Config['registries']>;
  /** By unit id. */
  readonly units?: Readonly<Record<string, Pick<UnitConfig, 'registries'>>>;
  readonly publish?: Pick<PublishConfig, 'policy'>;
}
