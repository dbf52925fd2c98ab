import { join } from 'node:path';
import { missing, present, timed, type Toolchain, type Verdict } from './client.ts';
import { versionOf } from './find.ts';
import { npmInstall } from './npm-client.ts';
import { provision } from './store.ts';

const spec = 'verdaccio@6.8.0';
/** One of its parts asks for `node-fetch@cjs`; a tag is what somebody moved last, and mirrors do not have it. */
const overrides = { 'node-fetch': '2.7.0' };

/** A real npm registry, to which the tests of the embedded one are put too. Later lines of it need Node 22. */
export const verdaccio: Toolchain = {
  clients: ['verdaccio'],
  pins: [spec, JSON.stringify(overrides)],
  provide: async () => [await timed(provide)],
};

async function provide(): Promise<Verdict> {
  const file = 'node_modules/verdaccio/bin/verdaccio';
  const made = await provision({
    name: 'verdaccio',
    pins: verdaccio.pins,
    holds: [file],
    make: (folder) => npmInstall(folder, [spec], { overrides }),
  });
  if ('why' in made) return missing('verdaccio', made.why);
  const path = join(made.folder, file);
  const version = await versionOf([process.execPath, path, '--version']);
  return version === undefined
    ? missing('verdaccio', 'the one in the store does not work here')
    : present('verdaccio', { state: 'provisioned', version, path });
}
