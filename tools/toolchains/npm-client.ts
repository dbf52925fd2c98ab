import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { find } from './find.ts';
import { run } from './run.ts';

/** npm's own patience without a network is minutes per package. */
const patience = ['--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];

/** Installs packages into an empty folder; tells why when it cannot. */
export async function npmInstall(
  folder: string,
  packages: readonly string[],
  manifest: { readonly overrides?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ private: true, ...manifest })}\n`);
  return npm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', ...packages]);
}

/** Downloads one package as the tarball that its registry has. */
export async function npmPack(folder: string, spec: string): Promise<string> {
  return npm(folder, ['pack', '--loglevel=error', spec]);
}

async function npm(folder: string, args: readonly string[]): Promise<string> {
  const path = find('npm');
  if (path === undefined) return 'npm is not on PATH';
  const { said, why } = await run([path, ...args, ...patience], { cwd: folder, env: outsider(), timeoutMs: 240_000 });
  return why === '' ? '' : (complaint(said) ?? why);
}

/** npm's last line only tells where its log is. */
function complaint(said: string): string | undefined {
  const errors = said.split('\n').flatMap((line) => /^npm error (?!errno|syscall|code)(\S.*)/.exec(line)?.[1] ?? []);
  const code = /^npm error code (\S+)/m.exec(said)?.[1];
  return errors[0] === undefined ? undefined : `npm: ${code ?? ''} ${errors[0].slice(0, 120)}`;
}

/** npm tells its scripts which package they belong to, and would install there. */
function outsider(): NodeJS.ProcessEnv {
  const inner = /^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inner.test(name)));
}
