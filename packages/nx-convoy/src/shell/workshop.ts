import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Tool } from '../model/packaging.ts';
import type { Bench, Workshop, WorkshopRules } from '../model/workshop.ts';
import { ignoreAll } from './ignore.ts';
import { runProcess } from './process.ts';
import {
  dateAll,
  filesIn,
  linkFolder,
  lookAt,
  openFile,
  putFile,
  replaceFolder,
  sizeAt,
  takeFile,
  writeMeasured,
} from './workshop-files.ts';
import { forBuilds, masker } from './workshop-environment.ts';
import { runLogged } from './workshop-run.ts';

const logName = 'package.log';

/** A place below `out` where packages are made. Git sees nothing of it, whatever the workspace's own ignore files say. */
export async function openWorkshop(root: string, { out, lets, keeps, env, epoch }: WorkshopRules): Promise<Workshop> {
  const top = resolve(root, out);
  await ignoreAll(top);
  const build = forBuilds(process.env, lets, keeps);
  const child = { ...build.env, ...env };
  const mask = masker(process.env, [...build.withheld, ...lets]);
  const cache = join(top, '.cache');
  return {
    root: resolve(root),
    cache,
    platform: { os: process.platform, arch: process.arch },
    withheld: build.withheld,
    variables: (names) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = child[name];
          return value === undefined ? [] : [[name, createHash('sha256').update(value).digest('hex')]];
        }),
      ),
    version: (tool) => versionOf(tool, { root, child }),
    begin: () => begin({ root, top, child, mask, epoch }),
    clean: () => rm(cache, { recursive: true, force: true }),
  };
}

async function versionOf(
  { argv, proofs }: Tool,
  { root, child }: Pick<Ground, 'root' | 'child'>,
): Promise<string | undefined> {
  const ask = (asked: readonly string[]): ReturnType<typeof runProcess> =>
    runProcess(asked, { cwd: root, base: child, timeoutMs: 60_000, mostBytes: 65_536 });
  const { code, answer } = await ask(argv);
  const version = code === 0 ? /\d+\.\d+[-+.\w]*/.exec(answer)?.[0] : undefined;
  if (version === undefined || proofs === undefined) return version;
  for (const { argv: asked, says } of proofs) {
    const proof = await ask(asked);
    if (proof.code === 0 && (says === undefined || says.test(proof.answer))) return version;
  }
  return undefined;
}

interface Ground {
  readonly root: string;
  readonly top: string;
  readonly child: Readonly<Record<string, string>>;
  readonly mask: (line: string) => string;
  readonly epoch: number;
}

async function begin({ root, top, child, mask, epoch }: Ground): Promise<Bench> {
  const making = join(top, '.making', randomUUID());
  const [scratch, made] = [join(making, 'scratch'), join(making, 'made')];
  await mkdir(scratch, { recursive: true });
  // Backends look above for what to leave out, and all below `out` is left out.
  await writeFile(join(scratch, '.gitignore'), '!*\n');
  const logFile = join(making, logName);
  const log = createWriteStream(logFile, { flags: 'wx' });
  const folderOf = async (slug: string): Promise<string> => {
    await mkdir(join(made, slug), { recursive: true });
    return join(made, slug);
  };
  const place = async (ecosystem: string, slug: string): Promise<void> => {
    const folder = await folderOf(slug);
    await flushed(log);
    await copyFile(logFile, join(folder, logName));
    // A cache restores this folder alone, where the one above has no ignore file.
    await writeFile(join(folder, '.gitignore'), '*\n');
    await replaceFolder(folder, join(top, ecosystem, slug), join(making, `old-${slug}`));
  };
  return {
    scratch,
    async stage(files, { folders = [], links = {} }) {
      const tree = join(scratch, 'tree');
      // git writes the whole path from the top of the checkout, which may be above the workspace.
      const prefix = (await runProcess(['git', 'rev-parse', '--show-prefix'], { cwd: root })).answer.trim();
      const aside = prefix === '' ? tree : join(scratch, 'checkout');
      const end = await runLogged(
        {
          do: 'run',
          argv: ['git', 'checkout-index', '-z', '--stdin', `--prefix=${aside}/`],
          cwd: '.',
          stdin: files.join('\0'),
          timeoutMs: 600_000,
        },
        { cwd: root, env: child, log, mask },
      );
      if (prefix !== '' && end.code === 0) await rename(join(aside, prefix), tree);
      await dateAll(tree, epoch);
      for (const folder of folders) await mkdir(resolve(scratch, folder), { recursive: true });
      for (const [from, to] of Object.entries(links)) await linkFolder(join(tree, from), join(tree, to));
      return end;
    },
    run: ({ secrets = {}, env = {}, ...step }) => {
      const named = Object.entries(secrets).map(([name, from]) => [name, process.env[from] ?? ''] as const);
      const whole = { ...child, ...env, ...Object.fromEntries(named) };
      return runLogged(step, { cwd: resolve(root, step.cwd), env: whole, log, mask });
    },
    list: (folder, depth) => filesIn(resolve(scratch, folder), depth),
    async take(slug, folder, files) {
      const [from, to] = [resolve(scratch, folder), await folderOf(slug)];
      const taken = [];
      for (const { path, as } of files) taken.push(await takeFile(join(from, path), join(to, as), as));
      await dateAll(to, epoch);
      return taken;
    },
    open: (path) => openFile(resolve(scratch, path)),
    async lay(from, to) {
      await mkdir(dirname(join(scratch, to)), { recursive: true });
      await copyFile(resolve(scratch, from), join(scratch, to));
    },
    async add(slug, name, bytes) {
      const to = await folderOf(slug);
      const file = await writeMeasured(join(to, name), name, bytes);
      await dateAll(to, epoch);
      return file;
    },
    look: (file) => lookAt(resolve(scratch, file)),
    size: (file) => sizeAt(resolve(scratch, file)),
    place: (file, text) => putFile(resolve(scratch, file), text, epoch),
    read: async (slug, name) => readFile(join(await folderOf(slug), name)),
    pieces: (slug, name) => createReadStream(join(made, slug, name)),
    write: async (slug, name, text) => writeFile(join(await folderOf(slug), name), text),
    keep: place,
    async give(ecosystem, slug) {
      await rm(join(made, slug), { recursive: true, force: true });
      await place(ecosystem, slug);
    },
    async leave() {
      log.end();
      await finished(log);
      await rm(making, { recursive: true, force: true });
    },
  };
}

/** All that was written by now is in the file. */
const flushed = (log: WriteStream): Promise<void> =>
  new Promise((done, broken) => log.write('', (error) => (error instanceof Error ? broken(error) : done())));
