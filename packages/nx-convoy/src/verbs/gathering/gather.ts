import { noConfig, type Config } from '../../model/config.ts';
import type { Overlay } from '../../model/overlay.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';

const textOf = (repo: Snapshot, path: string): string | undefined => {
  const text = repo.text(path);
  return text?.ok === true ? text.value : undefined;
};

/** The configuration of a repository. Its reader is loaded only where there is something to read: most runs have none. */
export async function gatherConfig(repo: Snapshot): Promise<Gathered> {
  const { config, problems } = await configIn(repo);
  return { config: repo.overlay === undefined ? config : laidOver(config, repo.overlay), problems };
}

interface Gathered {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/** Nothing is added where nothing is said: a plan tells by the digest of its configuration what it was made by. */
const laidOver = (config: Config, { registries, units, publish }: Overlay): Config => ({
  ...config,
  ...(registries === undefined ? {} : { registries: { ...config.registries, ...registries } }),
  ...(units === undefined
    ? {}
    : {
        units: {
          ...config.units,
          ...Object.fromEntries(Object.entries(units).map(([id, unit]) => [id, { ...config.units[id], ...unit }])),
        },
      }),
  ...(publish === undefined ? {} : { publish: { ...config.publish, ...publish } }),
});

async function configIn(repo: Snapshot): Promise<Gathered> {
  const [nxJson, convoyJson] = [textOf(repo, 'nx.json'), textOf(repo, 'convoy.json')];
  if (nxJson === undefined && convoyJson === undefined) return { config: noConfig, problems: [] };
  const { readConfig } = await import('../../config/read.ts');
  return readConfig({
    ...(nxJson === undefined ? {} : { nxJson }),
    ...(convoyJson === undefined ? {} : { convoyJson }),
  });
}
