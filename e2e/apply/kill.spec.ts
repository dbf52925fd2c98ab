import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { apply } from '../../packages/nx-convoy/src/verbs/apply/verb.ts';
import { sync } from '../../packages/nx-convoy/src/verbs/sync/verb.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder, write } from '../world/folder.ts';
import { commit, git, released, stateOf, textOf } from './repository.ts';
import { copyTo, restore, steppingWorld } from './stepping.ts';

/** In memory where there is such a place: a kill leaves what was written, on any disk, and thousands of writes are waited for. */
const memory = '/dev/shm';
const place = existsSync(memory) ? mkdtempSync(join(memory, 'nx-convoy-')) : tempFolder();
afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Ran {
  readonly ok: boolean;
  readonly text: string;
}

const applying =
  (options: object) =>
  (world: World): Promise<Ran> =>
    apply.run(apply.options.parse({ yes: true, prove: false, ...options }), world);
const syncing = (world: World): Promise<Ran> => sync.run(sync.options.parse({}), world);

/** A release with all that one can hold: manifests, a link, new folders, a lock file, finished notes, what hooks write on both sides. */
function everything(folder: string): void {
  released(folder);
  const writes = (file: string): object => ({
    run: [process.execPath, '-e', `require('fs').writeFileSync('${file}', process.env.CONVOY_HOOK)`],
    writes: [file],
  });
  const hooks = { 'before:apply': [writes('.gitignore'), writes('early.txt')], 'before:commit': [writes('late.txt')] };
  const notes = { folder: 'drafts', out: 'docs/notes/{tag}.md' };
  const after = { develop: { '*': 'patch.dev0' }, unreleased: true };
  write(folder, {
    'convoy.json': JSON.stringify({ convoy: { hooks, notes, after } }),
    'Cargo.lock':
      'version = 4\n\n[[package]]\nname = "a"\nversion = "1.0.0"\n\n[[package]]\nname = "b"\nversion = "0.1.0"\ndependencies = [\n "a",\n]\n',
    'drafts/a-v1.1.0.md': '# A good one\n\nSaid by hand.\n',
  });
  commit(folder, 'chore: settings');
}

/** What is read in this process is read without links: the errors of the system are not those of jest's own world. */
function unlinked(folder: string): void {
  everything(folder);
  rmSync(join(folder, 'a/CHANGELOG.md'));
  renameSync(join(folder, 'docs/a.md'), join(folder, 'a/CHANGELOG.md'));
  commit(folder, 'docs: a changelog of its own');
}

interface Case {
  readonly make: (folder: string) => unknown;
  readonly act: (world: World) => Promise<Ran>;
  readonly ways: Readonly<Record<string, (world: World) => Promise<Ran>>>;
  /** The way that ends in the new tree; every other ends in the old one. */
  readonly forward: readonly string[];
  readonly holds: (folder: string) => void;
}

const resumes = { continue: applying({ continue: true }), abort: applying({ abort: true }) };

const cases: Readonly<Record<string, Case>> = {
  'a release with a lock file, notes and hooks': {
    make: unlinked,
    act: applying({}),
    ways: resumes,
    forward: ['continue'],
    holds(folder) {
      expect(git(folder, 'tag', '--list')).toBe('a-v1.0.0\na-v1.1.0\nb-v0.1.0\nb-v0.1.1\n');
      expect(git(folder, 'show', '--format=', '--name-only').trim().split('\n')).toEqual([
        '.gitignore',
        'Cargo.lock',
        'a/CHANGELOG.md',
        'a/Cargo.toml',
        'b/CHANGELOG.md',
        'b/Cargo.toml',
        'docs/notes/a-v1.1.0.md',
        'docs/notes/b-v0.1.1.md',
        'early.txt',
        'late.txt',
      ]);
      expect(textOf(folder, 'Cargo.lock')).toContain('name = "a"\nversion = "1.1.0"\n');
      expect(textOf(folder, 'docs/notes/a-v1.1.0.md')).toMatch(/^# A good one\n\nSaid by hand\.\n/);
      expect(textOf(folder, 'docs/notes/b-v0.1.1.md')).toContain('- Updated `a` to 1.1.0\n');
    },
  },
  'the commit after a release': {
    async make(folder) {
      unlinked(folder);
      expect(await applying({})(diskWorld(folder))).toMatchObject({ ok: true });
    },
    act: applying({ after: true }),
    ways: resumes,
    forward: ['continue'],
    holds(folder) {
      expect(git(folder, 'log', '-1', '--format=%s')).toBe('chore: prepare the next development version\n');
      expect(textOf(folder, 'a/Cargo.toml')).toContain('version = "1.1.1-dev.0"');
    },
  },
  sync: {
    make(folder) {
      unlinked(folder);
      const skewed = textOf(folder, 'b/Cargo.toml').replace('version = "1.0.0"', 'version = "0.9"');
      const lock = textOf(folder, 'Cargo.lock').replace('"0.1.0"', '"0.0.9"');
      write(folder, { 'b/Cargo.toml': skewed, 'Cargo.lock': lock });
      commit(folder, 'fix: out of step');
    },
    act: syncing,
    ways: { ...resumes, again: syncing },
    forward: ['continue', 'again'],
    holds: (folder) => expect(git(folder, 'diff', '--name-only')).toBe('Cargo.lock\nb/Cargo.toml\n'),
  },
};

it.each(Object.entries(cases))(
  'a kill at any operation of %s leaves what can be made the new tree, and the old one',
  async (name, { make, act, ways, forward, holds }) => {
    const work = join(place, name, 'work');
    await make(work);
    const old = stateOf(work);
    const { world, moments } = steppingWorld(work, join(place, name));
    const done = await act(world);
    expect(done.ok ? '' : done.text).toBe('');
    const fresh = stateOf(work);
    holds(work);
    const seen = { ended: 0, idle: 0 };
    const wrong: unknown[] = [];
    for (const moment of moments) {
      for (const [way, run] of Object.entries(ways)) {
        restore(moment, work);
        const ran = await run(diskWorld(work));
        const stands = stateOf(work);
        const wanted = forward.includes(way) ? fresh : old;
        // Before anything has begun and when all is done there is nothing to continue or to take back.
        const isIdle = !ran.ok && ran.text.includes('NO_APPLY') && (stands === old || stands === fresh);
        if (isIdle) seen.idle += 1;
        else if (ran.ok && stands === wanted) seen.ended += 1;
        else
          wrong.push({
            before: moment.name,
            way,
            text: ran.text,
            stands: stands === old ? 'old' : stands === fresh ? 'new' : stands,
          });
      }
    }
    expect(wrong).toEqual([]);
    expect(moments.filter(({ name: what }) => what.startsWith('half of')).length).toBeGreaterThan(3);
    expect(seen.ended).toBeGreaterThan(20);
  },
  60_000,
);

it('so does a real kill', async () => {
  const child = join(root, 'node_modules/.cache/convoy-tools', `killed.${process.pid}.mjs`);
  const [master, work, plan] = ['master', 'work', 'plan.json'].map((one) => join(place, one)) as [
    string,
    string,
    string,
  ];
  mkdirSync(join(child, '..'), { recursive: true });
  const options = {
    entryPoints: [join(root, 'e2e/apply/killed.ts')],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
  };
  const script = `import { build } from 'esbuild'; await build(${JSON.stringify(options)});`;
  const bundled = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  expect(bundled.stderr.toString()).toBe('');
  try {
    everything(master);
    expect(convoy(master, ['plan', '--format=json', `--out=${plan}`])).toMatchObject({ code: 0 });
    const killedAt = (at: string): unknown => {
      copyTo(master, work);
      const { signal, status } = spawnSync(process.execPath, [child, work, plan, at]);
      return signal ?? status;
    };
    expect(killedAt('never')).toBe(0);
    const fresh = stateOf(work);
    for (const [at, way] of [
      ['create 4', 'abort'],
      ['rename 3', 'continue'],
      ['git tag 2', 'abort'],
    ] as const) {
      expect(killedAt(at)).toBe('SIGKILL');
      expect(await resumes[way](diskWorld(work))).toMatchObject({ ok: true });
      expect(stateOf(work)).toBe(way === 'continue' ? fresh : stateOf(master));
    }
  } finally {
    rmSync(child, { force: true });
  }
}, 60_000);
