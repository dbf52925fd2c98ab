import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { commitAll, copyOf, write } from '../world/folder.ts';
import type { Dockyard } from './dockyard.ts';

interface NxJson {
  readonly plugins: readonly [{ readonly plugin: string; readonly options: object }];
}

/** The sample workspace, on its way to the embedded registries: a crate, its program, two wheels, an image, two charts, an npm package. */
export function harbor(
  { registries }: Dockyard,
  more: { readonly publish?: object; readonly units?: object } = {},
): string {
  const folder = copyOf(join(root, 'e2e/workspaces/harbor'));
  const { urls } = registries;
  const { plugins, ...rest } = JSON.parse(readFileSync(join(folder, 'nx.json'), 'utf8')) as NxJson;
  const [{ plugin, options }] = plugins;
  const oci = new URL(urls.oci).host;
  const moved = {
    ...options,
    ...more,
    registries: {
      'crates.io': 'local',
      PyPI: `${urls.python}/simple/`,
      npm: urls.npm,
      'registry.example.com': oci,
    },
    units: {
      'helm:harbor-api': { registries: [`oci://${oci}/charts`] },
      'helm:harbor': { registries: [`oci://${oci}/charts`] },
      ...more.units,
    },
  };
  return commitAll(
    write(folder, { 'nx.json': JSON.stringify({ ...rest, plugins: [{ plugin, options: moved }] }, undefined, 2) }),
  );
}
