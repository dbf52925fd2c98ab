// Applies a plan and dies at one operation: `node killed.mjs <folder> <plan> <at> <before|during>`. Tells the number of operations
// where it lives to the end.
import { writeFileSync } from 'node:fs';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { diskHands } from '../../packages/nx-convoy/src/shell/hands.ts';
import { diskFiles, type FileOperations } from '../../packages/nx-convoy/src/shell/transaction-files.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { apply } from '../../packages/nx-convoy/src/verbs/apply/verb.ts';

const [folder = '', plan = '', at = '', when = ''] = process.argv.slice(2);
const names: string[] = [];

function count(name: string, half?: () => void): void {
  names.push(name);
  if (names.length !== Number(at) || (when === 'during' && half === undefined)) return;
  if (when === 'during') half?.();
  process.kill(process.pid, 'SIGKILL');
}

const files: FileOperations = {
  ...diskFiles,
  create(path, text, manner) {
    count('create', () => writeFileSync(path, text.slice(0, text.length / 2)));
    return diskFiles.create(path, text, manner);
  },
  link: (path, name) => (count('link'), diskFiles.link(path, name)),
  rename: (from, to) => (count('rename'), diskFiles.rename(from, to)),
  remove: (path) => (count('remove'), diskFiles.remove(path)),
  removeAll: (path) => (count('removeAll'), diskFiles.removeAll(path)),
  makeFolder: (path) => (count('makeFolder'), diskFiles.makeFolder(path)),
  removeFolder: (path) => (count('removeFolder'), diskFiles.removeFolder(path)),
  settle: (path) => (count('settle'), diskFiles.settle(path)),
};

const hands = diskHands(folder, files);
const world: World = {
  ...diskWorld(folder),
  hands: {
    ...hands,
    git: (args, input) => (count(`git ${args[0] ?? ''}`), hands.git(args, input)),
  },
};
const { ok, text } = await apply.run(apply.options.parse({ plan, yes: true }), world);
process.stdout.write(ok ? JSON.stringify(names) : text);
process.exitCode = ok ? 0 : 1;
