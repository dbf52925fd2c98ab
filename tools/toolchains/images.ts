import { missing, present, timed, type Client, type Toolchain, type Verdict } from './client.ts';
import { find, versionOf } from './find.ts';
import { run } from './run.ts';
import { findOrInstall } from './system.ts';

/** Without cgroups: works in any container. */
const modest = { BUILDAH_ISOLATION: 'chroot' };

/** `images` is whichever can build: a docker whose daemon lives, else buildah. */
export const images: Toolchain = { clients: ['docker', 'buildah', 'skopeo', 'images', 'oras'], pins: [], provide };

async function provide(): Promise<readonly Client[]> {
  const [docker, buildah, skopeo, oras] = await Promise.all([
    timed(findDocker),
    timed(() => findOrInstall({ name: 'buildah', debian: ['buildah', 'crun'], env: modest })),
    timed(() => findOrInstall({ name: 'skopeo', debian: ['skopeo'] })),
    timed(findOras),
  ]);
  return [docker, buildah, skopeo, builder([docker, buildah]), oras];
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

/** Neither Debian nor npm has it: only a machine that brings it runs its tests. */
async function findOras(): Promise<Verdict> {
  const path = find('oras');
  const version = path === undefined ? undefined : await versionOf([path, 'version']);
  if (path === undefined || version === undefined) return missing('oras', 'not on PATH', { optional: true });
  return present('oras', { state: 'found', version, path });
}

function builder(candidates: readonly Client[]): Client {
  const able = candidates.find((candidate) => candidate.state !== 'missing');
  if (able === undefined) return { ...missing('images', 'neither a docker daemon nor buildah'), seconds: 0 };
  return { ...able, name: 'images', version: `${able.name} ${able.version}`, paths: { [able.name]: able.path } };
}
