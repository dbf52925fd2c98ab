import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Present } from '../../tools/toolchains/client.ts';
import { tempFolder } from '../world/folder.ts';

/** An environment where exactly these clients of lock files are found, in a home of their own, and with secrets that nobody may repeat. */
export function environmentWith(clients: readonly Present[]): NodeJS.ProcessEnv {
  const bin = join(tempFolder(), 'bin');
  mkdirSync(bin);
  for (const { name, path } of clients) {
    const run = /\.c?js$/.test(path) ? `'${process.execPath}' '${path}'` : `'${path}'`;
    const program = join(bin, name.replace(/@.*/, ''));
    writeFileSync(program, `#!/bin/sh\nexec ${run} "$@"\n`);
    chmodSync(program, 0o755);
  }
  const home = tempFolder();
  return {
    ...Object.fromEntries(clients.flatMap(({ env }) => Object.entries(env))),
    // cargo asks rustc, which lies beside it.
    PATH: [
      bin,
      ...clients.filter(({ name }) => name === 'cargo').map(({ path }) => dirname(path)),
      '/usr/bin',
      '/bin',
    ].join(delimiter),
    HOME: home,
    ...identity,
    CARGO_HOME: join(home, 'cargo'),
    CARGO_REGISTRY_TOKEN: 'cio-s3cret-token',
    TWINE_PASSWORD: 'pypi-s3cret-token',
    NODE_AUTH_TOKEN: 'npm-s3cret-token',
  };
}

const identity = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'Test'],
    [`GIT_${who}_EMAIL`, 'test@convoy.invalid'],
  ]),
);
