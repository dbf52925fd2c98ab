import { cargo } from './cargo.ts';
import { crateServer } from './cargo-http-registry.ts';
import type { Client, Options, Toolchain } from './client.ts';
import { helm } from './helm.ts';
import { images } from './images.ts';
import { node } from './node.ts';
import { nodeManagers } from './node-managers.ts';
import { nx } from './nx.ts';
import { pypiserver } from './pypiserver.ts';
import { pythonManagers } from './python-managers.ts';
import { python } from './python.ts';
import { system } from './system.ts';
import { verdaccio } from './verdaccio.ts';
import { workflowCheckers } from './workflow-checkers.ts';

export const toolchains: readonly Toolchain[] = [
  cargo, // cargo and rustc: found, never provisioned
  python, // a virtual environment: build, twine, uv, maturin and the build backends
  pypiserver, // an index for Python to compare ours with
  pythonManagers, // poetry and pdm, an environment each
  nodeManagers, // pnpm, Yarn 1 and 4, bun, and Turborepo, from npm
  helm, // found, or taken from a package on npm that ships it
  images, // docker if its daemon lives; buildah with crun, and skopeo, from Debian
  system, // git, gh, gpg, npm; a registry for images and charts from Debian
  verdaccio, // a registry for npm packages, from npm
  workflowCheckers, // actionlint by Go; GitLab's schema and shellcheck by Python
  crateServer, // a registry for crates, built by cargo, for the full matrices
  nx, // the lines 22 and 23 from npm
  node, // the lines 22 and 24 from npm, for the full matrices
];

/** Finds or provisions every client, all families at once. */
export async function provide(options: Options): Promise<readonly Client[]> {
  const found = await Promise.all(toolchains.map((toolchain) => toolchain.provide(options)));
  return found.flat();
}
