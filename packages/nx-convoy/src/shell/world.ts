import { createHash, randomUUID } from 'node:crypto';
import { appendFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ProjectGraph, World } from '../model/world.ts';
import { systemClock } from './clock.ts';
import { diskSnapshot } from './disk.ts';
import { gitMemory } from './facts.ts';
import { askGit } from './git.ts';
import { diskHands } from './hands.ts';
import { gitObjects, textIn } from './objects.ts';
import type { httpClient } from './http.ts';
import { overlayIn } from './overlay.ts';
import { treeReader } from './tree.ts';
import { version } from './version.ts';

export function diskWorld(root: string, known?: ProjectGraph): World {
  const { GITHUB_OUTPUT: outputs = '' } = process.env;
  const overlay = overlayIn(process.env);
  const projects = known ?? overlay?.projects;
  const objects = gitObjects(root);
  return {
    snapshot: async () => ({ ...(await diskSnapshot(root)), ...(overlay === undefined ? {} : { overlay }) }),
    tree: treeReader(root, objects),
    texts: (names) => Promise.all(names.map(async (name) => textIn(await objects.read(name)))),
    git: (args, tell, input) => askGit(root, args, tell, input),
    fetch: async (request) => (await asker())(request),
    memory: gitMemory(root),
    hands: diskHands(root),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    today: () => new Date().toISOString().slice(0, 10),
    clock: systemClock,
    tool: version,
    save: (path, text) => saveWhole(resolve(root, path), text),
    append: (path, text) => appendFile(resolve(root, path), text),
    isColoured: isColoured(process.env, process.stdout.isTTY),
    ...(outputs === '' ? {} : { outputs }),
    ...(process.stdout.isTTY && process.stdout.columns > 0 ? { columns: process.stdout.columns } : {}),
    ...(projects === undefined ? {} : { projects }),
  };
}

/** One client for the whole run, loaded where it is used: most runs ask nobody. */
let client: Promise<ReturnType<typeof httpClient>> | undefined;
const asker = (): NonNullable<typeof client> => (client ??= import('./http.ts').then((http) => http.httpClient()));

/**
 * As Node has it: FORCE_COLOR comes first, then NO_COLOR, then what the terminal is. But Nx sets FORCE_COLOR=true for every task, also
 * where its own output is a pipe: a person who says NO_COLOR has the last word on that.
 */
function isColoured({ NO_COLOR: no = '', FORCE_COLOR: force, TERM }: NodeJS.ProcessEnv, isTerminal = false): boolean {
  if (force !== undefined && (force !== 'true' || no === '')) return force !== '0' && force !== 'false';
  return no === '' && isTerminal && TERM !== 'dumb';
}

async function saveWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'wx');
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
