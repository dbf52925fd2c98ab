import { workbench, type Json, type Workbench } from '../workbench.ts';

const sha = 'a'.repeat(40);
let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.close());

const status = (state: string, context?: string) =>
  bench.ask(`POST statuses/${sha}`, { state, ...(context === undefined ? {} : { context }) });

describe('statuses', () => {
  it.each<[string, readonly (readonly [string, string?])[], string]>([
    ['none', [], 'pending 0'],
    ['one', [['success']], 'success 1'],
    [
      'one of two waits',
      [
        ['success', 'a'],
        ['pending', 'b'],
      ],
      'pending 2',
    ],
    [
      'one of two failed',
      [
        ['success', 'a'],
        ['error', 'b'],
        ['pending', 'c'],
      ],
      'failure 3',
    ],
    [
      'the last word of a context counts',
      [
        ['failure', 'a'],
        ['success', 'a'],
      ],
      'success 1',
    ],
  ])('combine: %s', async (_, told, expected) => {
    for (const one of told) expect((await status(...one)).status).toBe(201);
    const { json } = await bench.ask(`GET commits/${sha}/status`);
    expect(`${String(json.state)} ${String(json.total_count)}`).toBe(expected);
    expect((await bench.ask(`GET commits/${sha}/statuses`)).list).toHaveLength(told.length);
    expect((await bench.ask('GET commits/main/status')).json).toMatchObject({
      total_count: 0,
      repository: { full_name: 'o/r' },
    });
  });

  it.each<[string, string, Json, string]>([
    ['another word', sha, { state: 'fine' }, '422 Status custom state state is not included in the list'],
    ['none', sha, {}, '422 Invalid request. "state" wasn\'t supplied.'],
    ['no commit', 'nothing', { state: 'success' }, '422 No commit found for SHA: nothing'],
    [
      'too many words',
      sha,
      { state: 'success', description: 'x'.repeat(141) },
      '422 Status custom description description is too long (maximum is 140 characters)',
    ],
  ])('refuse %s', async (_, commit, body, expected) =>
    expect((await bench.ask(`POST statuses/${commit}`, body)).short).toBe(expected),
  );
});

describe('check runs', () => {
  const run = (body: Json) => bench.ask('POST check-runs', { name: 'build', head_sha: sha, ...body });

  it.each<[string, Json, string]>([
    ['begins', {}, 'queued null'],
    ['runs', { status: 'in_progress' }, 'in_progress null'],
    ['is done by its conclusion', { conclusion: 'success' }, 'completed success'],
    ['ends', { status: 'completed', conclusion: 'failure' }, 'completed failure'],
  ])('%s', async (_, body, expected) => {
    const { json, status: code } = await run(body);
    expect(code).toBe(201);
    expect(`${String(json.status)} ${String(json.conclusion)}`).toBe(expected);
    expect(json.completed_at === null).toBe(expected.endsWith('null'));
  });

  it.each<[string, Json, string]>([
    ['an end without a conclusion', { status: 'completed' }, '422 CheckRun missing_field conclusion'],
    [
      'another status',
      { status: 'done' },
      '422 Invalid request. For \'properties/status\', done is not a member of ["queued","in_progress","completed","waiting","requested","pending"].',
    ],
    [
      'output without a summary',
      { output: { title: 'x' } },
      "422 Invalid request. For 'properties/output', \"summary\" wasn't supplied.",
    ],
    ['no commit', { head_sha: 'x' }, '422 No commit found for SHA: x'],
  ])('refuses %s', async (_, body, expected) => expect((await run(body)).short).toBe(expected));

  it('is found by its commit, the last of each name unless all are asked for', async () => {
    await run({});
    await run({ conclusion: 'success' });
    await run({ name: 'lint', output: { title: 'Lint', summary: 'One', annotations: [{ path: 'a' }] } });
    const list = async (query: string) => (await bench.ask(`GET commits/${sha}/check-runs${query}`)).json;
    expect(await list('')).toMatchObject({ total_count: 2, check_runs: [{ id: 3 }, { id: 2 }] });
    expect(await list('?filter=all')).toMatchObject({ total_count: 3 });
    expect(await list('?check_name=lint')).toMatchObject({ check_runs: [{ name: 'lint' }] });
    expect(await list('?status=completed')).toMatchObject({ check_runs: [{ id: 2 }] });
    await bench.ask('PATCH check-runs/3', {
      conclusion: 'neutral',
      output: { title: 'Lint', summary: 'Two', annotations: [{ path: 'b' }] },
    });
    expect((await bench.ask('GET check-runs/3')).json).toMatchObject({
      status: 'completed',
      conclusion: 'neutral',
      output: { summary: 'Two', annotations_count: 2 },
    });
    expect((await bench.ask('GET check-runs/3/annotations')).list).toEqual([{ path: 'a' }, { path: 'b' }]);
    expect((await bench.ask('PATCH check-runs/9', {})).short).toBe('404 Not Found');
  });
});
