// The test command: `npm test`, or parts of it: `npm run unit -- parser -t "reads"`.
import { schedule, type Done } from './schedule.ts';
import { select } from './select.ts';
import { steps as everything } from './steps.ts';
import { closing, failed, sum } from './tally.ts';

const { steps, ...options } = select(process.argv.slice(2), everything);
const done = await schedule(steps, (step) => step.run(options), { started: announce, ended: show });

const tests = sum(done.filter(({ step }) => step.tests === true).map(({ tally }) => tally));
const testless = done.some(({ step }) => step.tests === true) && tests.passed + tests.failed + tests.skipped === 0;
if (testless) console.log('No test was found: that is a failure too.');
const total = sum([...done.map(({ tally }) => tally), ...(testless ? [failed] : [])]);
console.log(`\n${closing(total)}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function announce({ name, alone }: Done['step']): void {
  if (alone === true) console.log(`▸ ${name}`);
}

function show({ step, tally, said = '', seconds }: Done): void {
  const mark = tally.failed > 0 ? '✗' : tally.skipped > 0 && tally.passed === 0 ? '○' : '✓';
  const counts = step.tests === true ? `, ${closing(tally)}` : '';
  console.log(`${mark} ${step.name} ${seconds.toFixed(1)} s${counts}`);
  if (said.trim() !== '') console.log(said.trim().replaceAll(/^(?=.)/gm, '    '));
}
