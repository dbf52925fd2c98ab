import type { Plan } from '../../model/plan.ts';
import type { Verdict } from '../../model/proof.ts';
import { spoken } from '../hooks.ts';
import { columns, count } from '../words/columns.ts';
import type { Prepared } from './begin.ts';

/** The releases of a saved plan, for whoever has to say yes to it. */
export const summary = ({ units, id, problems }: Plan, width: number | undefined): string =>
  [
    `Plan ${id?.slice(0, 12) ?? ''}: ${count(units.length, 'unit')}\n\n`,
    columns(
      units.map(({ id: unit, version: { from, spelling } }) => [unit, from ?? '-', '→', spelling]),
      width,
    ),
    // Errors stop it, and are told with their fixes.
    ...problems
      .filter(({ severity }) => severity === 'warning')
      .map(({ code, what }) => `\n  warning ${code}: ${what}\n`),
  ].join('');

/** Every file, every value, the message and the tags: what `--dry-run` shows. */
export function preview({ plan, files, memo, hooked }: Prepared, width: number | undefined): string {
  const { first } = hooked;
  const rows = files.flatMap(({ file, before, after }) => {
    const edits = plan.edits.filter((edit) => edit.file === file);
    if (after === undefined) return [[file, 'is used up, and goes']];
    const told = plan.changelogs.some((changelog) => changelog.file === file);
    return [
      ...edits.map((edit) => [`${file}:${edit.line}`, `${edit.before} → ${edit.after}`]),
      ...(told ? [[file, before === undefined ? 'a new changelog' : 'tells of the release']] : []),
    ];
  });
  return [
    first.length === 0
      ? ''
      : `Runs before anything is written\n${first.map((hook) => `  ${spoken(hook)}\n`).join('')}\n`,
    files.length === 0 ? 'No file has to change.\n' : `${count(files.length, 'file')}\n${columns(rows, width)}`,
    hooked.before.length === 0
      ? ''
      : `\nRuns before the commit\n${hooked.before.map((hook) => `  ${spoken(hook)}\n`).join('')}`,
    memo.commits ? `\nCommit\n${memo.message.replaceAll(/^(?=.)/gm, '  ')}` : '',
    memo.tags.length === 0
      ? ''
      : `\n${count(memo.tags.length, 'tag')}: ${memo.tags.map(({ name }) => name).join(' ')}\n`,
  ].join('');
}

/** Each lock file with what its client says, by name and version. */
export const tellLocks = (locks: readonly Verdict[], width: number | undefined): string =>
  locks.length === 0
    ? ''
    : `\nLock files\n${columns(
        locks.map(({ file, is, client, version }) => [
          file,
          is,
          version === undefined ? client : `${client} ${version}`,
        ]),
        width,
      )}`;
