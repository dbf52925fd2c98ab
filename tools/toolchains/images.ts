import { missing, present, timed, type Client, type Toolchain, type Verdict } from './client.ts';
import { find } from './find.ts';
import { run } from './run.ts';
import { findOrInstall } from './system.ts';

/** Without cgroups: works in any container. */
const modest = { BUILDAH_ISOLATION: 'chroot' };

/** `images` is whichever can build: a docker whose daemon lives, else buildah. */
export const images: Toolchain = { clients: ['docker', 'buildah', 'skopeo', 'images'], pins: [], provide };

async function provide(): Promise<readonly Client[]> {
  const [docker, buildah, skopeo] = await Promise.all([
    timed(findDocker),
    timed(() => findOrInstall({ name: 'buildah', debian: ['buildah', 'crun'], env: modest })),
    timed(() => findOrInstall({ name: 'skopeo', debian: ['skopeo'] })),
  ]);
  return [docker, buildah, skopeo, builder([docker, buildah])];
}

/** A client without a daemon is a normal state and builds nothing: the daemon is what counts. */
async function findDocker(): Promise<Verdict> {
  const path = find('docker');
  if (path === undefined) return missing('docker', 'not on PATH', { optional: true });
  const { ok, stdout } = await run([path, 'info', '--format', '{{.ServerVersion}}'], { timeoutMs: 10_000 });
  const version = stdout.trim();
  if (!ok || version === '')
    return missing('docker', 'the client is on PATH, but no daemon answers', { optional: true });
  const host = process.env.DOCKER_HOST;
  return present('docker', { state: 'found', version, path, env: host === undefined ? {} : { DOCKER_HOST: host } });
}

function builder(candidates: readonly Client[]): Client {
  const able = candidates.find((candidate) => candidate.state !== 'missing');
  if (able === undefined) return { ...missing('images', 'neither a docker daemon nor buildah'), seconds: 0 };
  return { ...able, name: 'images', version: `${able.name} ${able.version}`, paths: { [able.name]: able.path } };
}
