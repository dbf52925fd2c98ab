// Publishes, and dies at a place that is named: `node killed.mjs '{"folder":"…","at":"half journal uploading cargo:core …"}'`. Whatever it
// does to the outside is written down, if asked, by a name that is the same in the next run: `places` says where it can die.
import { appendFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Dock } from '../../packages/nx-convoy/src/model/dock.ts';
import type { Result } from '../../packages/nx-convoy/src/model/problem.ts';
import type { World } from '../../packages/nx-convoy/src/model/world.ts';
import { diskHands } from '../../packages/nx-convoy/src/shell/hands.ts';
import { diskFiles, type FileOperations } from '../../packages/nx-convoy/src/shell/transaction-files.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { packaging } from '../../packages/nx-convoy/src/verbs/package/verb.ts';
import { publish } from '../../packages/nx-convoy/src/verbs/publish/verb.ts';

interface Asked {
  readonly folder: string;
  readonly does?: 'publish' | 'package';
  readonly at?: string;
  readonly record?: string;
}

const { folder, does = 'publish', at, record } = JSON.parse(process.argv[2] ?? '{}') as Asked;
const counts = new Map<string, number>();

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
}

/** The same thing done once more has a name of its own. */
function named(name: string, places: readonly string[]): string {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  const full = `${name} #${count}`;
  if (record !== undefined) for (const place of places) appendFileSync(record, `${place} ${full}\n`);
  return full;
}

async function effect<T>(name: string, act: () => Promise<T>, half?: () => void): Promise<T> {
  const full = named(name, half === undefined ? ['before', 'after'] : ['before', 'half', 'after']);
  if (at === `before ${full}`) die();
  if (at === `half ${full}`) {
    half?.();
    die();
  }
  const value = await act();
  if (at === `after ${full}`) die();
  return value;
}

/** Without what is another one in each run: tokens, numbers of processes, ports. */
const plain = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*')
    .replaceAll(/[0-9a-f]{16}-\d+/g, '*')
    .replaceAll(/127\.0\.0\.1:\d+/g, '*');

const nameOf = (path: string): string => plain(relative(`${folder}/.git/nx-convoy`, path));

const files: FileOperations = {
  ...diskFiles,
  create: (path, text, manner) =>
    effect(
      `create ${nameOf(path)}`,
      () => diskFiles.create(path, text, manner),
      () => writeFileSync(path, text.slice(0, text.length / 2)),
    ),
  link: (path, name) => effect(`link ${nameOf(name)}`, () => diskFiles.link(path, name)),
  rename: (from, to) => effect(`rename ${nameOf(to)}`, () => diskFiles.rename(from, to)),
  remove: (path) => effect(`remove ${nameOf(path)}`, () => diskFiles.remove(path)),
};

/** Events that go to the disk together are one write, which can end within each of them. */
async function appending(text: string, file: string, append: () => Promise<Result<void>>): Promise<Result<void>> {
  const lines = text.split('\n').slice(1);
  const names = lines.map((line) => {
    const { kind, of = '' } = JSON.parse(line) as { readonly kind: string; readonly of?: string };
    return named(plain(`journal ${kind} ${of}`).trim(), ['before', 'half', 'after']);
  });
  const place = at === undefined ? -1 : names.findIndex((name) => at.endsWith(` ${name}`));
  const word = place < 0 ? undefined : at?.split(' ')[0];
  if (word === 'before') die();
  if (word === 'half') {
    const until = lines.slice(0, place).join('\n').length + (place === 0 ? 0 : 1) + (lines[place] ?? '').length / 2;
    appendFileSync(file, text.slice(0, 1 + until));
    die();
  }
  const done = await append();
  if (word === 'after') die();
  return done;
}

const dockOf = (dock: Dock): Dock => ({
  ...dock,
  async journal(file) {
    const journal = await dock.journal(file);
    return { ...journal, append: (text) => appending(text, `${folder}/${file}`, () => journal.append(text)) };
  },
  run: (step, credential) => effect(`run ${step.argv.slice(0, 4).join(' ')}`, () => dock.run(step, credential)),
});

const disk = diskWorld(folder);
const hands = diskHands(folder, files);
const world: World = {
  ...disk,
  fetch(request) {
    const ask = (): ReturnType<NonNullable<World['fetch']>> =>
      disk.fetch?.(request) ?? Promise.reject(new Error('nobody may be asked'));
    const { method, url } = request;
    if (method === 'GET' || method === 'HEAD') return ask();
    return effect(`send ${method} ${plain(new URL(url).pathname)}`, ask);
  },
  hands: {
    ...hands,
    async dock(out) {
      const dock = await hands.dock(out);
      return dock.ok ? { ok: true, value: dockOf(dock.value) } : dock;
    },
  },
};

const report =
  does === 'package'
    ? await packaging.run(packaging.options.parse({ assets: 'none' }), world)
    : await publish.run(publish.options.parse({ yes: true, format: 'json', patience: 20 }), world);
process.stdout.write(report.text);
process.exitCode = report.ok ? 0 : 1;
