// Raises every unit of repositories by a patch, in clones, and tells what came of it: `node tools/run.mjs e2e/apply/real/main.ts <clone or
// mirror> …`. Clients and their caches are the user's own; a network is used by nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Plan } from '../../../packages/nx-convoy/src/model/plan.ts';
import type { Verdict } from '../../../packages/nx-convoy/src/model/proof.ts';
import { root } from '../../../tools/root.ts';
import { classify, readDiff } from './classify.ts';

const bin = process.env.CONVOY_BIN ?? join(root, 'packages/nx-convoy/dist/bin.js');

function run(cwd: string, argv: readonly string[]): string {
  const [program = '', ...args] = argv;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0 && program === 'git') throw new Error(`${argv.join(' ')}: ${stderr}`);
  return stdout;
}

interface Answer {
  readonly ok: boolean;
  readonly locks: readonly Verdict[];
  readonly problems: readonly { readonly code: string; readonly severity: string; readonly what: string }[];
}

interface Synced {
  readonly differences: readonly unknown[];
  readonly problems: Answer['problems'];
}

for (const source of process.argv.slice(2)) {
  const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-real-'));
  const clone = join(folder, basename(source));
  run(folder, ['git', 'clone', '--quiet', '--local', source, clone]);
  const file = join(folder, 'plan.json');
  const convoy = (...args: readonly string[]): string => run(clone, [process.execPath, bin, ...args]);
  convoy('plan', '--specifier=patch', '--format=json', `--out=${file}`);
  const plan = JSON.parse(readFileSync(file, 'utf8')) as Plan;
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  const answer = JSON.parse(convoy('apply', `--plan=${file}`, '--yes', '--format=json')) as Answer;
  const diff = answer.ok
    ? readDiff(run(clone, ['git', 'diff', '--unified=0', '--no-color', '--no-ext-diff', 'HEAD~1']))
    : [];
  const kinds = new Map<string, number>();
  for (const hunk of diff) kinds.set(classify(hunk), (kinds.get(classify(hunk)) ?? 0) + 1);
  console.log(`\n${source}  ${run(clone, ['git', 'rev-parse', '--short=10', answer.ok ? 'HEAD~1' : 'HEAD']).trim()}`);
  console.log(
    `  ${plan.units.length} units, ${plan.edits.length} edits, ${plan.changelogs.length} changelogs; applied: ${answer.ok}`,
  );
  if (answer.ok) {
    const synced = JSON.parse(convoy('sync', '--check', '--format=json')) as Synced;
    const errors = synced.problems.filter(({ severity }) => severity === 'error');
    console.log(`  sync --check afterwards: ${synced.differences.length} differences, ${errors.length} errors`);
    for (const one of synced.differences.slice(0, 6)) console.log(`    ${JSON.stringify(one)}`);
    for (const { code, what } of errors.slice(0, 6)) console.log(`    error ${code}: ${what}`);
  }
  console.log(`  lines: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  for (const { file: lock, client, version = '-', is, why = '' } of answer.locks)
    console.log(`  ${is}  ${lock}  ${client} ${version}  ${why}`);
  for (const { code, what } of [...errors, ...answer.problems.filter(({ severity }) => severity === 'error')].slice(
    0,
    6,
  ))
    console.log(`  error ${code}: ${what}`);
  for (const { file: at, removed, added } of diff.filter((hunk) => classify(hunk) === 'other').slice(0, 8))
    console.log(`  other ${at}\n    - ${removed.join('\n    - ')}\n    + ${added.join('\n    + ')}`);
  if (process.env.CONVOY_KEEP === undefined) rmSync(folder, { recursive: true, force: true });
}
