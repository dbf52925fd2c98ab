import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  startRegistries,
  type Address,
  type Recorded,
  type Registries,
} from '../../../packages/local-registries/src/index.ts';
import { root } from '../../../tools/root.ts';
import type { Kind } from './kinds.ts';
import { rebuild, type Rebuilt } from './rebuilt.ts';

export interface Said {
  readonly code: number | null;
  readonly said: string;
}

export interface Told {
  readonly code: number | null;
  readonly said: string;
  readonly units: readonly { readonly unit: string; readonly is: string; readonly why: string }[];
  readonly problems: readonly { readonly code: string; readonly what: string; readonly fix: string }[];
}

/** A registry that nothing was ever published to, and a fresh clone with the packaged files beside it. */
export interface Berth {
  readonly registries: Registries;
  readonly at: Address;
  readonly folder: string;
  publish(args?: readonly string[], folder?: string): Promise<Told>;
  /** The same before a person, who answers the one question. */
  terminal(args: readonly string[], answer: string, question: RegExp): Promise<Said>;
  /** Any verb, as it is asked for. */
  convoy(args: readonly string[]): Promise<Said>;
  readonly env: NodeJS.ProcessEnv;
  requests(): readonly Recorded[];
  /** The texts that a publish leaves behind. */
  kept(): readonly string[];
  leave(): Promise<void>;
}

/** What the registry has of it before: nothing, or the same content in bytes of somebody else's. */
export type Before = 'nothing' | 'rebuilt';

/** One kind's workspace, packaged once: every cell gets a copy of it, and a registry of its own at the same address. */
export interface Stand {
  /** SHA-256 of each file that is to be there in the end. */
  readonly made: (before: Before) => readonly string[];
  /** A folder of packages that were made of other sources, under the same names and versions. */
  other(): Promise<string>;
  /** @param before or a folder of packages that the registry has */
  berth(before?: Before | { readonly packages: string }): Promise<Berth>;
  close(): void;
}

/** How patient a publish is in a test: it is the same machine, only its times are short. */
export const impatient = {
  policy: {
    ...{ attempts: 2, putOffs: 2, silences: 2, settle: 0.2 },
    backOff: { first: 0.02, most: 0.05 },
    poll: { first: 0.02, most: 0.1 },
  },
};

export async function openStand(kind: Kind, clients: NodeJS.ProcessEnv): Promise<Stand> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'nx-convoy-stand-')));
  const template = join(top, 'template');
  const first = await startAnywhere(kind.registry);
  const { url, token } = first[kind.registry];
  const start = (packages?: string): Promise<Registries> =>
    startRegistries({
      registries: [kind.registry],
      ports: { [kind.registry]: Number(new URL(url).port) },
      tokens: { [kind.registry]: token },
      ...(packages === undefined ? {} : { packages }),
    });
  const environment = async (registries: Registries, home: string): Promise<NodeJS.ProcessEnv> => {
    const { env } = await registries.setUp(join(home, 'clients'));
    const kept = Object.fromEntries(ofBuilds.map((name) => [name, clients[name]]));
    const host = new URL(url).host.replaceAll(/[.:]/g, '_');
    return { ...clients, HOME: home, ...env, ...kept, [`CONVOY_TOKEN_${host}`]: token, CARGO_REGISTRY_TOKEN: token };
  };
  const convoy = { ...kind.options(url), publish: impatient };
  for (const [path, text] of Object.entries({
    ...kind.files(url),
    'convoy.json': JSON.stringify({ convoy }),
    '.gitignore': 'target\nnode_modules\n',
  })) {
    mkdirSync(dirname(join(template, path)), { recursive: true });
    writeFileSync(join(template, path), text);
  }
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', template, ...args], { stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'chore: begin');
  git('tag', 'v1.0.0');
  const packed = await run(template, ['package', '--assets=none'], await environment(first, join(top, 'home')));
  await first.close();
  if (packed.code !== 0) throw new Error(packed.said);
  const own = kind.units.flatMap((unit) => filesOf(template, unit));
  let count = 0;
  let other: Rebuilt | undefined;
  const rebuilt = (): Rebuilt =>
    (other ??= rebuild(join(template, 'dist/release'), join(top, 'packages'), (unit) => kind.repositories?.[unit]));
  return {
    async other() {
      const work = join(top, 'other');
      cpSync(template, work, { recursive: true, verbatimSymlinks: true });
      for (const path of kind.sources)
        appendFileSync(join(work, path), path.endsWith('.rs') || path.endsWith('.js') ? '// other\n' : '# other\n');
      execFileSync('git', ['-C', work, 'commit', '--quiet', '--all', '--message', 'fix: other'], { stdio: 'pipe' });
      // cargo asks its index for what the others need.
      const registries = await start();
      const made = await run(work, ['package', '--assets=none'], await environment(registries, join(top, 'home')));
      await registries.close();
      if (made.code !== 0) throw new Error(made.said);
      return rebuild(join(work, 'dist/release'), join(top, 'others'), (unit) => kind.repositories?.[unit]).packages;
    },
    made: (before) => (before === 'nothing' ? own : rebuilt().shas),
    async berth(before = 'nothing') {
      const place = join(top, String((count += 1)));
      const folder = join(place, 'work');
      cpSync(template, folder, { recursive: true, verbatimSymlinks: true });
      const registries = await start(
        typeof before === 'object' ? before.packages : before === 'nothing' ? undefined : rebuilt().packages,
      );
      const env = await environment(registries, place);
      return {
        registries,
        folder,
        at: registries[kind.registry],
        env,
        convoy: (args) => run(folder, args, env),
        // Also where CI runs this there is a person.
        terminal: (args, answer, question) => typed(folder, args, { ...env, CI: '' }, { answer, question }),
        requests: () => registries.requests(kind.registry),
        kept: () =>
          readdirSync(join(folder, 'dist/release'))
            .filter((name) => /\.(?:jsonl|log)$/.test(name))
            .map((name) => readFileSync(join(folder, 'dist/release', name), 'utf8')),
        async publish(args = [], at = folder) {
          const { code, said } = await run(at, ['publish', '--format=json', '--yes', '--patience=1', ...args], env);
          const last = said.trim().split('\n').at(-1) ?? '';
          if (!last.startsWith('{')) throw new Error(said);
          return { code, said, ...(JSON.parse(last) as Pick<Told, 'units' | 'problems'>) };
        },
        async leave() {
          await registries.close();
          rmSync(place, { recursive: true, force: true });
        },
      };
    },
    close: () => rmSync(top, { recursive: true, force: true }),
  };
}

/**
 * At a port that is kept for the stand: below those that systems hand out, so that nobody is given it while one registry is gone and the next
 * has not come.
 */
async function startAnywhere(registry: Kind['registry'], tries = 20): Promise<Registries> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  try {
    return await startRegistries({ registries: [registry], ports: { [registry]: port } });
  } catch (error) {
    if (tries === 0) throw error;
    return startAnywhere(registry, tries - 1);
  }
}

/** What the manifest of a unit says that was made. */
function filesOf(folder: string, unit: string): readonly string[] {
  const [ecosystem = '', name = ''] = unit.split(':');
  const above = join(folder, 'dist/release', ecosystem);
  const slug = readdirSync(above).find((one) => {
    const file = join(above, one, 'manifest.json');
    return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { unit: string }).unit === unit;
  });
  if (slug === undefined) throw new Error(`nothing was made of ${name}`);
  const { files } = JSON.parse(readFileSync(join(above, slug, 'manifest.json'), 'utf8')) as {
    readonly files: readonly { readonly name: string; readonly sha256: string }[];
  };
  const layout = files.find(({ name }) => name.endsWith('index.json'));
  if (layout === undefined) return files.map(({ sha256 }) => sha256);
  const { manifests } = JSON.parse(readFileSync(join(above, slug, layout.name), 'utf8')) as {
    readonly manifests: readonly { readonly digest: string }[];
  };
  return manifests.map(({ digest }) => digest.replace('sha256:', ''));
}

const bin = join(root, 'packages/nx-convoy/dist/bin.js');

/** The registries are in this process, so it must not wait for its child. */
function run(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<Said>((resolve) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd, env });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    child.stderr.on('data', (part: Buffer) => (said = `${part.toString()}${said}`));
    child.on('close', (code) => resolve({ code, said }));
  });
}

/** `script` gives a program a terminal of its own. */
function typed(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { answer, question }: { readonly answer: string; readonly question: RegExp },
): Promise<Said> {
  return new Promise((resolve) => {
    // A terminal without a width shows no line that is written over.
    const command = `stty columns 100; ${[process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ')}`;
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { cwd, env });
    let said = '';
    let isAnswered = false;
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (isAnswered || !question.test(said)) return;
      isAnswered = true;
      child.stdin.write(`${answer}\n`);
    });
    child.on('close', (code) => resolve({ code, said }));
  });
}

const ofBuilds = ['UV_DEFAULT_INDEX', 'UV_INSECURE_HOST', 'PIP_INDEX_URL', 'PIP_TRUSTED_HOST'];
