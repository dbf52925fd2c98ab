import type { Edit, Rewriting } from '../../model/edit.ts';
import { ok, type Result } from '../../model/problem.ts';
import { nameOf } from '../../paths/inside.ts';
import { pdmLockEdits, poetryLockEdits } from './lock-poetry.ts';
import { uvLockEdits } from './lock-uv.ts';

const locks: Readonly<Record<string, (file: string, text: string, release: Rewriting) => readonly Edit[]>> = {
  'uv.lock': (file, text, { changes }) => uvLockEdits(file, text, changes),
  'poetry.lock': poetryLockEdits,
  'pdm.lock': pdmLockEdits,
};

/** The lock files of uv, poetry and pdm, brought along: only what is of this repository changes in them. */
export function rewrite(release: Rewriting): Result<readonly Edit[]> {
  const own = { ...release, changes: release.changes.filter(({ ecosystem }) => ecosystem === 'python') };
  return ok(
    release.after.files.flatMap((file) => {
      const lock = locks[nameOf(file)];
      const text = lock === undefined ? undefined : release.after.text(file);
      return lock === undefined || text?.ok !== true ? [] : lock(file, text.value, own);
    }),
  );
}
