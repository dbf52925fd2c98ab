import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { apply } from '../../packages/nx-convoy/src/verbs/apply/verb.ts';
import { convoy, type Ran } from '../world/bin.ts';
import { tempFolder } from '../world/folder.ts';
import { git, released, stateOf } from './repository.ts';

const child = join(root, 'node_modules/.cache/convoy-tools', `killed.${process.pid}.mjs`);
/** In memory where there is such a place: a kill leaves what was written, on any disk, and thousands of writes are waited for. */
const memory = '/dev/shm';
const place = existsSync(memory) ? mkdtempSync(join(memory, 'nx-convoy-')) : tempFolder();
const [master, plan, work, after] = ['master', 'plan.json', 'work', 'after'].map((name) => join(place, name)) as [
  string,
  string,
  string,
  string,
];

beforeAll(() => {
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
  released(master);
  expect(convoy(master, ['plan', '--format=json', `--out=${plan}`])).toMatchObject({ code: 0 });
});
afterAll(() => [child, place].forEach((path) => rmSync(path, { recursive: true, force: true })));

const copy = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
};

function applyUntil(at: number, when: 'before' | 'during'): Ran & { readonly signal: string | null } {
  copy(master, work);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [child, work, plan, String(at), when], {
    encoding: 'utf8',
  });
  return { code: status, signal, stdout, stderr };
}

const recover = (way: 'continue' | 'abort') => apply.run(apply.options.parse({ [way]: true }), diskWorld(work));

it('a kill at any operation leaves what --continue makes the new tree, and --abort the old one', async () => {
  const whole = applyUntil(0, 'before');
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  const operations = JSON.parse(whole.stdout) as string[];
  const [old, fresh] = [stateOf(master), stateOf(work)];
  expect(fresh).not.toBe(old);
  expect(git(work, 'tag', '--list')).toBe('a-v1.0.0\na-v1.1.0\nb-v0.1.0\nb-v0.1.1\n');
  const points = operations.flatMap((name, index) => [
    { at: index + 1, when: 'before' as const },
    ...(name === 'create' ? [{ at: index + 1, when: 'during' as const }] : []),
  ]);
  const seen = { continued: 0, aborted: 0, unbegun: 0, complete: 0 };
  const wrong: unknown[] = [];
  for (const point of points) {
    const killed = applyUntil(point.at, point.when);
    expect(killed).toMatchObject({ signal: 'SIGKILL' });
    copy(work, after);
    const continued = await recover('continue');
    const stood = stateOf(work);
    copy(after, work);
    const aborted = await recover('abort');
    const left = stateOf(work);
    // Before anything has begun and when all is done there is nothing to continue or to take back.
    const isIdle = !continued.ok && !aborted.ok && stood === left;
    if (continued.ok && stood === fresh) seen.continued += 1;
    if (aborted.ok && left === old) seen.aborted += 1;
    if (isIdle && stood === old) seen.unbegun += 1;
    if (isIdle && stood === fresh) seen.complete += 1;
    const isRight = isIdle
      ? stood === old || stood === fresh
      : continued.ok && stood === fresh && aborted.ok && left === old;
    const is = (state: string): string => (state === old ? 'old' : state === fresh ? 'new' : state);
    if (!isRight) {
      const texts = { continued: continued.text, aborted: aborted.text };
      wrong.push({ ...point, name: operations[point.at - 1], ...texts, stood: is(stood), left: is(left) });
    }
  }
  expect(wrong).toEqual([]);
  expect(seen.continued).toBe(seen.aborted);
  expect(seen.continued).toBeGreaterThan(25);
  expect(seen.unbegun + seen.complete + seen.continued).toBe(points.length);
}, 120_000);
