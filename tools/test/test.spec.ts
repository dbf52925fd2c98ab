import { schedule } from './schedule.ts';
import { select } from './select.ts';
import type { Step, Verdict } from './step.ts';
import { closing, failed, passed, sum } from './tally.ts';

const step = (name: string, rest: Partial<Step> = {}): Step => ({
  name,
  run: () => Promise.resolve({ tally: passed }),
  ...rest,
});

const list: readonly Step[] = [
  step('build'),
  step('lint'),
  step('toolchains'),
  step('unit', { alone: true }),
  step('e2e', { alone: true, needs: ['build'], wants: ['toolchains'] }),
];

describe('select', () => {
  it.each([
    ['everything', '', 'build lint toolchains unit e2e', ''],
    ['some, in the order of the list', '--only=unit,lint', 'lint unit', ''],
    ['one with what it needs and wants', '--only=e2e', 'build toolchains e2e', ''],
    ['the rest is for jest', '--only=unit parser -t reads', 'unit', 'parser -t reads'],
    ['all is not for jest', '--all -u', 'build lint toolchains unit e2e', '-u'],
  ])('%s', (_, line, names, args) => {
    const chosen = select(line.split(' ').filter(Boolean), list);
    expect(chosen.steps.map(({ name }) => name).join(' ')).toBe(names);
    expect(chosen.args.join(' ')).toBe(args);
    expect(chosen.all).toBe(line.includes('--all'));
  });

  it('refuses a step that does not exist, and names those that do', () =>
    expect(() => select(['--only=units'], list)).toThrow(/units.*build, lint, toolchains, unit, e2e/));
});

describe('schedule', () => {
  it.each([
    ['two at a time, tests alone', list, '', 'build+lint toolchains unit e2e'],
    ['a failure stops what needs it', list, 'build', 'build+lint toolchains unit'],
    ['but not what only wants it', list, 'toolchains', 'build+lint toolchains unit e2e'],
  ])('%s', async (_, steps, broken, expected) => {
    expect((await record(steps, broken)).together).toBe(expected);
  });

  it('says which failure stopped a step', async () => {
    const { done } = await record(list, 'build');
    expect(done.find(({ step: { name } }) => name === 'e2e')?.said).toBe('not run: it needs build');
    expect(closing(sum(done.map(({ tally }) => tally)))).toBe('3 passed, 1 failed, 1 skipped');
  });
});

it.each([
  ['nothing', [], '0 passed, 0 failed'],
  ['both', [passed, failed, passed], '2 passed, 1 failed'],
  ['skipped ones', [passed, { passed: 1, failed: 0, skipped: 3 }], '2 passed, 0 failed, 3 skipped'],
])('closing line: %s', (_, tallies, expected) => expect(closing(sum(tallies))).toBe(expected));

/** Which steps were under way at the same moment; `+` joins those. */
async function record(steps: readonly Step[], broken: string) {
  const groups: string[][] = [];
  let active = 0;
  const act = async ({ name }: Step): Promise<Verdict> => {
    if (active > 0) groups.at(-1)?.push(name);
    else groups.push([name]);
    active += 1;
    await Promise.resolve();
    await Promise.resolve();
    active -= 1;
    return { tally: name === broken ? failed : passed };
  };
  const watch = { started: () => undefined, ended: () => undefined };
  const done = await schedule(steps, act, watch);
  return { done, together: groups.map((group) => group.join('+')).join(' ') };
}
