// Applies a plan and dies: `node killed.mjs <folder> <plan> <operation and its number: "rename 3">`. A file that it dies in the middle of
// is half written.
import { writeFileSync } from 'node:fs';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { diskHands } from '../../packages/nx-convoy/src/shell/hands.ts';
import { diskFiles, type FileOperations } from '../../packages/nx-convoy/src/shell/transaction-files.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { apply } from '../../packages/nx-convoy/src/verbs/apply/verb.ts';

const [folder = '', plan = '', at = ''] = process.argv.slice(2);
const counts = new Map<string, number>();

function step(name: string, half?: () => void): void {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  if (`${name} ${count}` !== at) return;
  half?.();
  process.kill(process.pid, 'SIGKILL');
}

const files: FileOperations = {
  ...diskFiles,
  create(path, text, manner) {
    step('create', () => writeFileSync(path, text.slice(0, text.length / 2)));
    return diskFiles.create(path, text, manner);
  },
  rename: (from, to) => (step('rename'), diskFiles.rename(from, to)),
};

const hands = diskHands(folder, files);
const world: World = {
  ...diskWorld(folder),
  hands: { ...hands, git: (args, input) => (step(`git ${args[0] ?? ''}`), hands.git(args, input)) },
};
const { ok } = await apply.run(apply.options.parse({ plan, yes: true, prove: false }), world);
process.exitCode = ok ? 0 : 1;
