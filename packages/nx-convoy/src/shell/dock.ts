import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Dock } from '../model/dock.ts';
import type { Owner } from '../model/journal.ts';
import { fail, ok, type Problem } from '../model/problem.ts';
import { childBook } from './children.ts';
import { partOf } from './credential-part.ts';
import { faultOf } from './fault.ts';
import { ignoreAll } from './ignore.ts';
import { beganOf, isAlive, type Known } from './processes.ts';
import { withoutCredentials } from './secrets.ts';
import { stopSignal } from './stop.ts';
import { endRequests } from './http-end.ts';
import type { FileOperations } from './transaction-files.ts';
import { sweepLocks } from './transaction-lock-sweep.ts';
import { lock, type Owner as Holder } from './transaction-lock.ts';
import { masker } from './workshop-environment.ts';
import { runLogged } from './workshop-run.ts';

interface Place {
  readonly root: string;
  /** Where the files are that go out, relative to the root. */
  readonly out: string;
  /** Git's own data, of all worktrees. */
  readonly common: string;
  readonly files: FileOperations;
}

/**
 * Opens the place from which a release is published. Holds and the numbers of children lie with git's own data: all worktrees of a clone
 * see them, and no commit does.
 */
export async function openDock({ root, out, common, files }: Place): Promise<Dock> {
  const top = resolve(root, out);
  await ignoreAll(top);
  const holds = join(common, 'nx-convoy', 'holds');
  const nursery = join(common, 'nx-convoy', 'children');
  for (const folder of [holds, nursery]) await mkdir(folder, { recursive: true });
  const children = childBook(nursery, files);
  await children.sweep();
  // A child may still send what its dead publisher held: not even a lost journal makes two of them.
  const holdsOn = (by: Holder): boolean => isAlive(by) || children.anyAlive({ pid: by.pid, started: by.began ?? '' });
  await sweepLocks(holds, files, holdsOn);
  const owner: Owner = { host: hostname(), pid: process.pid, started: beganOf(process.pid).began ?? '' };
  const last = new AbortController();
  const stop = stopSignal(() => last.abort());
  const logFile = join(top, 'publish.log');
  return {
    owner,
    root: resolve(root),
    cache: join(top, '.cache'),
    isAlive: (asked) => (asked.host === owner.host ? isAlive(processOf(asked)) || children.anyAlive(asked) : undefined),
    journal: (file) => openJournal(root, file),
    async hold(name) {
      const held = await lock(join(holds, name), files, holdsOn);
      return held.is === 'mine' ? held : { is: 'taken', by: held.by };
    },
    async run(step, credential) {
      const log = createWriteStream(logFile, { flags: 'a' });
      // Without a credential the client is to ask a provider of its own.
      const secrets = Object.entries(step.secrets ?? {}).map(
        ([name, part]) => [name, credential === undefined ? undefined : partOf(credential, part)] as const,
      );
      const own = Object.fromEntries(secrets.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
      const beside = Object.keys(own).length === 0 ? {} : step.besideSecrets;
      const env = { ...withoutCredentials(process.env), ...step.env, ...beside, ...own };
      const page = children.page(owner);
      try {
        return await runLogged(step, {
          cwd: resolve(root, step.cwd),
          env,
          log,
          mask: masker({ ...process.env, ...own }, Object.keys(own)),
          note: (pid) => page.write(pid),
          end: last.signal,
        });
      } finally {
        await page.strike();
        log.end();
        await finished(log);
      }
    },
    async pause(ms, others) {
      let timer: NodeJS.Timeout | undefined;
      const time = new Promise((done) => (timer = setTimeout(done, Math.min(ms, 0x7fff_ffff))));
      await Promise.race([time, stop.wanted, ...others]);
      clearTimeout(timer);
    },
    stop,
    async grace(ms, work) {
      const waited = work.catch(() => undefined);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([waited, new Promise((done) => (timer = setTimeout(done, ms)))]);
      clearTimeout(timer);
      last.abort();
      endRequests();
      await waited;
    },
    say: (text) => void process.stdout.write(text),
    bytes: (path) => readFile(resolve(root, path)).catch(() => undefined),
    read(path) {
      try {
        return readFileSync(resolve(root, path));
      } catch {
        return undefined;
      }
    },
    leave: () => stop.forget(),
  };
}

const processOf = ({ host, pid, started }: Owner): Known => ({
  host,
  pid,
  ...(started === '' ? {} : { began: started }),
});

async function openJournal(root: string, file: string): ReturnType<Dock['journal']> {
  const path = resolve(root, file);
  await mkdir(dirname(path), { recursive: true });
  return {
    file,
    read: () => readFile(path, 'utf8').catch(() => ''),
    async append(text) {
      try {
        const handle = await open(path, 'a');
        try {
          await handle.appendFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        return ok(undefined);
      } catch (error) {
        return fail(unwritable(file, String(faultOf(error) ?? error)));
      }
    },
  };
}

const unwritable = (file: string, why: string): Problem => ({
  code: 'JOURNAL_UNWRITABLE',
  severity: 'error',
  what: `${file} cannot be written (${why}): nothing more is uploaded, for nobody could tell afterwards what was.`,
  where: { file },
  fix: 'See that the disk is not full and the folder is yours; then publish again: the registries tell what is out.',
});
