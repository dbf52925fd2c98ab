import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { find } from './find.ts';
import { withLock } from './lock.ts';
import { run } from './run.ts';
import { storeFolder } from './store.ts';

/** Installs Debian packages, system-wide, only as root and only on Debian; tells why when it cannot. */
export async function install(packages: readonly string[]): Promise<string> {
  const apt = find('apt-get');
  const names = packages.join(' ');
  if (apt === undefined) return `not on PATH, and only Debian's package ${names} could be installed`;
  if (process.getuid?.() !== 0) return `not on PATH, and only root may install Debian's package ${names}`;
  mkdirSync(storeFolder(), { recursive: true });
  return withLock(join(storeFolder(), 'apt.lock'), async () => {
    const first = await aptGet(apt, ['install', ...packages]);
    if (first === '') return '';
    // A fresh machine has no package lists, an old one has stale ones.
    return (await aptGet(apt, ['update'])) || (await aptGet(apt, ['install', ...packages]));
  });
}

async function aptGet(apt: string, args: readonly string[]): Promise<string> {
  const limits = ['DPkg::Lock::Timeout=180', 'Acquire::http::Timeout=20', 'Acquire::Retries=1'];
  const options = limits.flatMap((limit) => ['-o', limit]);
  const { ok, why } = await run([apt, '--yes', '--no-install-recommends', ...options, ...args], {
    timeoutMs: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return ok ? '' : why;
}
