import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import { apart, hinderedBy, suspectsIn, withoutEchoes, type Again } from './apart.ts';
import type { Made } from './making.ts';

const plan = planOf('core | cli wheel | image | chart', 'cli > core, wheel > core, image > wheel, chart > image');

it('those that failed by one command are suspects; a client that is missing is to blame alone', () => {
  const all = madeOf({ core: 'cargo ended with 101', cli: 'cargo ended with 101', wheel: 'uv is not here', image: '' });
  expect(suspectsIn(all)).toEqual(['core', 'cli']);
  expect(suspectsIn(madeOf({ core: 'cargo ended with 101', cli: '' }))).toEqual([]);
  expect(suspectsIn(madeOf({ core: 'helm is not here', cli: 'helm is not here' }))).toEqual([]);
});

it('each is made once more with what it needs, and only the one to blame fails', async () => {
  const asked: string[] = [];
  const made = await apart(['core', 'cli', 'wheel'], madeOf({}), plan, (units) => {
    asked.push(units.join('+'));
    return Promise.resolve(again(units, (unit) => (unit === 'cli' ? 'cli is broken' : '')));
  });
  expect(asked).toEqual(['core', 'core+cli', 'core+wheel']);
  expect([...made.units].map(([id, { ok }]) => `${id} ${ok ? 'good' : 'bad'}`)).toEqual([
    'core good',
    'cli bad',
    'wheel good',
  ]);
  expect(made.problems.map(({ what }) => what)).toEqual(['cli is broken']);
});

it('what a failed attempt has taken away is made again', async () => {
  const asked: string[] = [];
  const made = await apart(['core', 'wheel', 'cli'], madeOf({}), plan, (units) => {
    asked.push(units.join('+'));
    return Promise.resolve(again(units, (unit) => (unit === 'wheel' ? 'wheel is broken' : '')));
  });
  expect(asked).toEqual(['core', 'core+cli', 'core+wheel', 'core']);
  expect([...made.units].flatMap(([id, { ok }]) => (ok ? [id] : []))).toEqual(['core', 'cli']);
});

it('what needs one that is to blame is not tried', async () => {
  const asked: string[] = [];
  const made = await apart(['core', 'cli'], madeOf({}), plan, (units) => {
    asked.push(units.join('+'));
    return Promise.resolve(again(units, () => 'broken'));
  });
  expect(asked).toEqual(['core']);
  expect(hinderedBy('cli', made, plan)).toBe('core');
  expect(hinderedBy('core', made, plan)).toBeUndefined();
});

it('a branch is blocked by the first that failed, however far above', () => {
  const made = madeOf({ core: '', wheel: 'uv is not here', image: 'no wheel', chart: 'no image' });
  expect(hinderedBy('chart', made, plan)).toBe('wheel');
});

it('consequences are not told beside their cause', () => {
  const made = madeOf({ core: '', wheel: 'uv is not here', image: 'no wheel', chart: 'no image' });
  const problems = ['uv is not here', 'no wheel', 'no image', 'core is large'].map(problem);
  expect(withoutEchoes(problems, made, plan).map(({ what }) => what)).toEqual(['uv is not here', 'core is large']);
});

function madeOf(whys: Readonly<Record<string, string>>): Made {
  const units = Object.entries(whys).map(
    ([id, why]) => [id, { ok: why === '', bytes: 1, ...(why === '' ? {} : { why }) }] as const,
  );
  return { units: new Map(units), left: new Map() };
}

const again = (units: readonly string[], whyOf: (unit: string) => string): Again => {
  const made = madeOf(Object.fromEntries(units.map((unit) => [unit, whyOf(unit)])));
  return { made, problems: [...made.units.values()].flatMap(({ why }) => (why === undefined ? [] : [problem(why)])) };
};

const problem = (what: string): Problem => ({ code: 'X', severity: 'error', what, fix: 'Mend it.' });

function planOf(waves: string, arrows: string): Plan {
  const levels = waves.split(' | ').map((wave) => wave.split(' '));
  const edges = arrows.split(', ').map((arrow) => {
    const [from = '', to = ''] = arrow.split(' > ');
    return { from, to, kind: 'runtime' as const, file: '', line: 1 };
  });
  const units = levels.flat().map((id) => ({
    ...{ id, project: id, ecosystem: 'cargo', name: id, root: id, manifest: `${id}/Cargo.toml`, private: false },
    ...{ registries: [], because: [], version: { to: '1.0.0', bump: 'first' as const, spelling: '1.0.0' } },
  }));
  return {
    ...{ schema: 1, id: null, date: '', tool: '', options: {}, config: '', units, edges, waves: levels },
    ...{ base: { commit: null, tags: [], branch: null }, edits: [], changelogs: [], notes: [], tags: [], gates: [] },
    ...{ assets: [], problems: [] },
  };
}
