import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setUp, ways, type Way } from './set-up.ts';
import { rowOf, titles } from './row.ts';

/**
 * `npm run real -- <repository>…`: from a fresh clone to a plan without a file being edited, by the package as it would be published. A row
 * for each: what there is, what was chosen, and whether the plan is of the units that the graph has. Exit code 1 where it is not. `--with`
 * says how it comes there: bin (alone), wrapper (Nx below .nx) or add (`nx add`, after `nx init` where there is no Nx); the last two ask npm's registry.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    with: { type: 'string', default: 'bin' },
    adopt: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const way = ways.find((one): one is Way => one === values.with);
if (way === undefined || positionals.length === 0)
  throw new Error(`npm run real -- --with=${ways.join('|')} <repository>…`);

console.log(titles);
for (const source of positionals) {
  const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-real-'));
  try {
    const { text, isRight } = rowOf(source, setUp(source, folder, { way, adopt: values.adopt }));
    console.log(text);
    if (!isRight) process.exitCode = 1;
  } finally {
    if (values.keep) console.log(folder);
    else rmSync(folder, { recursive: true, force: true });
  }
}
