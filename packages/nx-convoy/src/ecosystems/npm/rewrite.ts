import type { Edit, Rewriting } from '../../model/edit.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf, join, nameOf } from '../../paths/inside.ts';
import { mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { jsonLockEdits } from './lock-json.ts';
import { localsOf, type Locals } from './lock-local.ts';
import { pnpmLockEdits, type Catalogs } from './lock-pnpm.ts';
import { yarnLockEdits } from './lock-yarn.ts';

type Lock = (file: string, text: string, locals: Locals, release: Rewriting) => readonly Edit[];

const locks: Readonly<Record<string, Lock>> = {
  'package-lock.json': jsonLockEdits,
  'npm-shrinkwrap.json': jsonLockEdits,
  'bun.lock': jsonLockEdits,
  'pnpm-lock.yaml': (file, text, locals, release) =>
    pnpmLockEdits(file, text, locals, catalogsOf(file, release), release.changes),
  'yarn.lock': yarnLockEdits,
};

/** The lock files of npm, pnpm, Yarn and bun: versions and requirements of this repository's own packages. */
export function rewrite(release: Rewriting): Result<readonly Edit[]> {
  const locals = localsOf(release);
  return ok(
    release.after.files.flatMap((file) => {
      const lock = /(^|\/)node_modules\//.test(file) ? undefined : locks[nameOf(file)];
      const text = lock === undefined ? undefined : release.after.text(file);
      return lock === undefined || text?.ok !== true ? [] : lock(file, text.value, locals, release);
    }),
  );
}

/** `catalog` is the default one; the others stand in `catalogs` by name. */
function catalogsOf(lock: string, { before, after }: Rewriting): Catalogs {
  const file = join(folderOf(lock), 'pnpm-workspace.yaml');
  const [was, is] = [listing(before, file), listing(after, file)];
  return (catalog, name) => {
    const [from, to] = [was, is].map((data) => {
      const named = mapOf(mapOf(data.catalogs)[catalog]);
      return stringOf((catalog === 'default' ? { ...named, ...mapOf(data.catalog) } : named)[name]);
    });
    return from === undefined || to === undefined || from === to ? undefined : { before: from, after: to };
  };
}

function listing(repo: Snapshot, file: string): Readonly<Record<string, unknown>> {
  const text = repo.text(file);
  const yaml = text?.ok === true ? readYaml(text.value, file) : undefined;
  return mapOf(yaml?.ok === true ? yaml.value.data : undefined);
}
