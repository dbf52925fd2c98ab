import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Scratch } from '../model/hands.ts';
import { runProcess } from './process.ts';
import { withoutCredentials, withoutSecrets } from './secrets.ts';
import { faultOf } from './fault.ts';

/** A folder with some files of the workspace and nothing else. */
export async function makeScratch(files: ReadonlyMap<string, string>): Promise<Scratch> {
  const root = await folderApart('nx-convoy-ask-');
  const folders = new Set([...files.keys()].map(dirname));
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  const open = [...files];
  for (let at = 0; at < open.length; at += 64)
    await Promise.all(open.slice(at, at + 64).map(([file, text]) => writeFile(join(root, file), text)));
  const base = withoutCredentials(process.env);
  return {
    async ask(argv, { cwd, env = {}, timeoutMs }) {
      const placed = Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, value.replaceAll('{scratch}', root)]),
      );
      const { code, answer, complaint, failed } = await runProcess(argv, {
        cwd: join(root, cwd),
        base,
        env: placed,
        timeoutMs,
        mostBytes: 64 * 1024,
      });
      const text = withoutSecrets(`${answer}\n${complaint}`, process.env).replaceAll(root, '.');
      return { code, text, ...(failed === undefined ? {} : { failed }) };
    },
    read: (file) => readFile(resolve(root, file), 'utf8').catch(() => undefined),
    path: (file) => join(root, file),
    leave: () => rm(root, { recursive: true, force: true }),
  };
}

/** A folder that lies outside of the workspace, for clients look for settings in every folder above. */
export async function folderApart(lead: string): Promise<string> {
  const top = await realpath(tmpdir());
  await sweep(top, lead);
  return mkdtemp(join(top, `${lead}${process.pid}-`));
}

/** What a killed run left behind. */
async function sweep(top: string, lead: string): Promise<void> {
  for (const name of await readdir(top)) {
    const pid = name.startsWith(lead) ? Number.parseInt(name.slice(lead.length), 10) : NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    await rm(join(top, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return faultOf(error) === 'EPERM';
  }
}
