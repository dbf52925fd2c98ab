// Shows what nx-convoy is for, on a sample workspace: `npm run demo`. Nothing of it stays, and nothing of this machine's settings is touched.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { callable } from '../toolchains/callable.ts';
import { clientsForDemo, titleOf } from './clients.ts';
import { author, makeSample } from './sample.ts';
import { verdictOf } from './verdict.ts';

const begun = performance.now();
const heldUp = { whole: '', 'held up': ' What needs it was held up, and nothing else.', broken: '' };
const away = mkdtempSync(join(tmpdir(), 'nx-convoy-demo-'));
const bin = join(root, 'packages/nx-convoy/dist/bin.js');

say('The clients of each ecosystem: those of this machine, or fetched once into a store of their own');
const { present, missing } = await clientsForDemo(join(away, 'images'), (line) => console.log(`  ${line}`));

say('Building nx-convoy');
run([join(root, 'tools/build.mjs')], root, process.env);

const env = { ...callable(present), ...author, NX_DAEMON: 'false' };
let verdict: ReturnType<typeof verdictOf> = 'broken';
try {
  const folder = makeSample(join(away, 'harbor'), env);
  say('harbor: two crates, two wheels, an image, two charts and an npm package; released once, and worked on since');
  run([bin, 'graph'], folder, env);
  say('nx-convoy plan: what the next release is, from tags and commits. Nothing is run, nothing is asked');
  run([bin, 'plan'], folder, env);
  say('nx-convoy rehearse --chaos=7: all of that release by the real clients, to registries that live only as long;');
  console.log(
    '  they fail on the way, the publisher is killed, it goes on where it was, and all of it is installed again\n',
  );
  isFine([bin, 'rehearse', '--chaos=7'], folder, env);
  verdict = verdictOf(folder);
  say('In a repository of your own');
  console.log('  npm install --save-dev nx-convoy');
  console.log('  npx nx-convoy plan          what the next release would be');
  console.log('  npx nx-convoy rehearse      all of it, before it counts');
} finally {
  rmSync(away, { recursive: true, force: true });
}
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
if (missing.length > 0) console.log(`\nNot on this machine: ${missing.map(titleOf).join(', ')}.${heldUp[verdict]}`);
console.log(`\nDone in ${seconds} s.`);
// What a client that is not here holds up is no fault of the demo.
if (verdict === 'broken') process.exitCode = 1;

function say(text: string): void {
  console.log(`\n▸ ${text}\n`);
}

function run(argv: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): void {
  if (!isFine(argv, cwd, environment)) throw new Error(`${argv.join(' ')} failed`);
}

function isFine(argv: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): boolean {
  const { status, error } = spawnSync(process.execPath, argv, { cwd, env: environment, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status === 0;
}
