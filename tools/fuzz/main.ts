// `npm run fuzz`, `npm run fuzz -- 200000`: what the test command tries 2,000 times in each fuzz spec, many more times.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { jest } from '../test/jest.ts';
import { closing } from '../test/tally.ts';

const [wanted = '50000', pattern = String.raw`fuzz\.spec\.ts$`, ...more] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(wanted)) throw new Error(`How many for each spec? npm run fuzz -- 200000; not ${wanted}`);

const count = join(tmpdir(), `convoy-fuzz-${process.pid}`);
process.env.CONVOY_FUZZ = wanted;
process.env.CONVOY_FUZZ_COUNT = count;
const setUp = ['--setupFilesAfterEnv', join(root, 'tools/fuzz/count.ts')];
const start = performance.now();
const tally = await jest({
  project: 'unit',
  all: false,
  timeoutMs: 24 * 60 * 60_000,
  args: [...setUp, '--testPathPatterns', pattern, ...more],
});
const seconds = Math.round((performance.now() - start) / 1000);
console.log(`\n${tried()} inputs in ${seconds} s: ${closing(tally)}`);
process.exitCode = tally.failed > 0 || tried() === 0 ? 1 : 0;

function tried(): number {
  try {
    return sum(readFileSync(count, 'utf8'));
  } catch {
    return 0;
  }
}

function sum(lines: string): number {
  return lines.split('\n').reduce((all, line) => all + Number(line), 0);
}
