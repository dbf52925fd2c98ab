import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import type { Trace, Trial, TrialRoom, TrialRoomRules, TrialStep } from '../model/trial.ts';
import { runProcess } from './process.ts';
import { folderApart } from './scratch.ts';
import { forTrials, named } from './trial-environment.ts';
import { masker } from './workshop-environment.ts';
import { runLogged } from './workshop-run.ts';

/** A folder with a home and caches that nobody has used. */
export async function openTrialRoom({ lets }: TrialRoomRules): Promise<TrialRoom> {
  const folder = await folderApart('nx-convoy-try-');
  const own = homesIn(folder);
  for (const name of ['home', 'tmp']) await mkdir(join(folder, name), { recursive: true });
  const base = { ...forTrials(process.env, lets), ...own };
  const mask = masker(process.env, lets);
  const envOf = (trial: Pick<Trial, 'env' | 'paths'>): Readonly<Record<string, string>> => ({
    ...base,
    ...trial.env,
    ...named(process.env, lets),
    PATH: [...trial.paths.map((path) => resolve(folder, path)), base.PATH ?? ''].join(delimiter),
  });
  return {
    folder,
    async version({ argv }) {
      const { code, answer } = await runProcess(argv, { cwd: folder, base, timeoutMs: 60_000, mostBytes: 4096 });
      return code === 0 ? /\d+\.\d+[-+.\w]*/.exec(answer)?.[0] : undefined;
    },
    async furnish({ files }) {
      for (const [path, text] of Object.entries(files)) {
        const file = resolve(folder, path);
        await mkdir(dirname(file), { recursive: true });
        // Settings may name what only this user shall see.
        await writeFile(file, text, { mode: 0o600 });
      }
    },
    run: (step, trial) => run(step, { folder, env: envOf(trial), mask }),
    traces: async (patterns) => (await Promise.all(patterns.map((pattern) => tracesOf(folder, pattern)))).flat(),
    leave: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Whatever system it is, and whatever the client: all that is below a home is below this one. */
function homesIn(folder: string): Readonly<Record<string, string>> {
  const [home, tmp] = [join(folder, 'home'), join(folder, 'tmp')];
  return {
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, 'AppData/Roaming'),
    LOCALAPPDATA: join(home, 'AppData/Local'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_RUNTIME_DIR: tmp,
    TMPDIR: tmp,
    TMP: tmp,
    TEMP: tmp,
    NO_COLOR: '1',
    CI: 'true',
  };
}

interface Around {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly mask: (line: string) => string;
}

async function run({ keep, ...step }: TrialStep, { folder, env, mask }: Around): ReturnType<typeof runLogged> {
  const cwd = resolve(folder, step.cwd);
  await mkdir(cwd, { recursive: true });
  const log = createWriteStream(join(folder, keep ?? 'trial.log'), { flags: keep === undefined ? 'a' : 'w' });
  const secrets = Object.entries(step.secrets ?? {}).map(([name, from]) => [name, process.env[from] ?? ''] as const);
  try {
    return await runLogged(step, { cwd, env: { ...env, ...step.env, ...Object.fromEntries(secrets) }, log, mask });
  } finally {
    log.end();
    await finished(log);
  }
}

/** What tells something in words is small. */
const mostText = 4 * 1024 * 1024;

async function tracesOf(folder: string, pattern: string): Promise<readonly Trace[]> {
  const files = await matching(folder, '', pattern.split('/'));
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const { size } = await stat(path);
      const text = size > mostText ? undefined : textOf(await readFile(path));
      return { file, sha256: await digestOf(path), ...(text === undefined ? {} : { text }) };
    }),
  );
}

/** `*` stands for one name or a part of one. */
async function matching(folder: string, below: string, [part, ...rest]: readonly string[]): Promise<readonly string[]> {
  if (part === undefined) return [];
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  const wanted = new RegExp(`^${part.split('*').map(literal).join('.*')}$`);
  const found = await Promise.all(
    entries
      .filter(({ name }) => wanted.test(name))
      .map(async (entry) => {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (rest.length === 0) return entry.isFile() ? [path] : [];
        return entry.isDirectory() ? matching(folder, path, rest) : [];
      }),
  );
  return found.flat().sort();
}

const literal = (text: string): string => text.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`);

const textOf = (bytes: Buffer): string | undefined => (bytes.includes(0) ? undefined : bytes.toString('utf8'));

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
