import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { openDockyard, type Dockyard } from './dockyard.ts';
import { arrivals, nx, ring, startNx, writes, type Running } from './nx-fleet.ts';
import { onEachNx } from './nx-lines.ts';

const all = ['helm:quay-aft', 'helm:quay-bow', 'npm:quay-aft', 'npm:quay-bow'];
const many = ['run-many', '-t', 'publish', '--yes', '--outputStyle=static'];

describeWithAll(['npm', 'helm'], ({ npm, helm }) => {
  let yard: Dockyard;
  beforeEach(async () => {
    yard = await openDockyard(callable([npm, helm]));
  });
  afterEach(() => yard.close());
  const refused = (path: string): void =>
    void yard.registries.fault({ does: 'refuse', registry: 'npm', on: 'publish', path, status: 403, times: 'all' });

  onEachNx((modules) => {
    it('tells Nx which tasks failed, and which were not begun for that', async () => {
      refused('/quay-aft');
      const { code, text } = await nx(ring(yard, { modules }), many, yard.env);
      expect(code).not.toBe(0);
      expect(arrivals(yard)).toEqual(['helm:quay-bow', 'helm:quay-aft']);
      const [done = '', undone = ''] = text.split(/Tasks not run because their dependencies failed/);
      expect(undone).toContain('bow:publish-npm');
      expect(undone).not.toMatch(/- aft:publish-npm[\s\S]*Failed tasks/);
      expect(undone).toMatch(/Failed tasks[\s\S]*aft:publish-npm/);
      expect(done).toContain('helm:quay-aft  1.0.0  published');
    }, 300_000);

    it('begins nothing more after a failure, where Nx was told to bail', async () => {
      refused('/quay-aft');
      yard.registries.fault({ does: 'slow', registry: 'oci', on: 'publish', bytesPerSecond: 400 });
      const { code, text } = await nx(ring(yard, { modules }), [...many, '--nxBail'], yard.env);
      expect(code).not.toBe(0);
      // What was under way then comes to its end.
      const [before = '', after = ''] = text.split(/npm:quay-aft +failed/);
      expect(before).toContain('npm:quay-aft  is uploaded');
      expect(after).not.toContain('is uploaded');
    }, 300_000);

    it.each([
      ['SIGTERM', 'batch', []],
      ['SIGKILL', 'batch', []],
      ['SIGKILL', 'normal', ['--batch=false']],
    ] as const)(
      'ends in order after %s of Nx, %s, and goes on where it was',
      async (signal, _, how) => {
        const folder = ring(yard, { modules });
        const slow = yard.registries.fault({ does: 'slow', registry: 'npm', path: '/quay-aft', bytesPerSecond: 20 });
        const running = startNx(folder, [...many, ...how], yard.env);
        await uploading(yard);
        running.child.kill(signal);
        await running.end;
        await gone(running);
        slow();
        expect(arrivals(yard)).not.toContain('npm:quay-bow');
        const { code, text } = await nx(folder, many, yard.env);
        expect([code, code === 0 ? '' : text]).toEqual([0, '']);
        expect([...arrivals(yard)].sort()).toEqual(all);
      },
      300_000,
    );
  });

  it('is one publish, however many are started at once', async () => {
    const folder = ring(yard);
    const said = await Promise.all([nx(folder, many, yard.env), nx(folder, [...many, '--batch=false'], yard.env)]);
    expect(said.map(({ code, text }) => (code === 0 ? '' : text))).toEqual(['', '']);
    expect([...arrivals(yard)].sort()).toEqual(all);
  }, 300_000);

  it('sends each unit once, whichever tasks are chosen', async () => {
    const folder = ring(yard);
    const early = await nx(folder, ['run', 'bow:publish-npm', '--yes', '--excludeTaskDependencies'], yard.env);
    expect(early.code).not.toBe(0);
    expect(early.text).toContain('waits for npm:quay-aft');
    expect(arrivals(yard)).toEqual([]);
    for (const [words, there] of [
      [['run-many', '-t', 'publish-helm', '--yes'], 2],
      [['run-many', '-t', 'publish', '-p', 'aft', '--excludeTaskDependencies', '--yes'], 3],
      [['affected', '-t', 'publish', '--files=bow/index.js', '--yes'], 4],
      [['run-many', '-t', 'publish', '-p', 'bow', '--yes', '--batch=false'], 4],
    ] as const) {
      const { code, text } = await nx(folder, words, yard.env);
      expect([words, code, code === 0 ? '' : text]).toEqual([words, 0, '']);
      expect(arrivals(yard)).toHaveLength(there);
    }
    expect([...arrivals(yard)].sort()).toEqual(all);
  }, 300_000);

  it('takes no yes from a variable, and says what no registry takes', async () => {
    const folder = ring(yard);
    const approved = { ...yard.env, CONVOY_APPROVED: 'nx release publish' };
    const { code, text } = await nx(folder, ['run-many', '-t', 'publish', 'nx-release-publish'], approved);
    expect(code).not.toBe(0);
    expect(text).toContain('NOT_APPROVED');
    expect(writes(yard)).toEqual([]);
    const hold = await nx(folder, ['run', 'hold:publish'], yard.env);
    expect(hold.code).toBe(0);
    expect(hold.text).toContain('skipped (private)');
  }, 300_000);

  it('refuses a task that Nx would remember', async () => {
    const cached = { targetDefaults: { publish: { cache: true } } };
    const folder = ring(yard, { nxJson: cached, files: { 'aft/project.json': ofAft } });
    const { code, text } = await nx(folder, many, yard.env);
    expect(code).not.toBe(0);
    expect(text).toContain('PUBLISH_CACHED');
    expect(text).toContain('aft:publish-npm');
    expect(writes(yard)).toEqual([]);
  }, 300_000);
});

const ofAft = JSON.stringify({ name: 'aft', targets: { 'publish-npm': { cache: true } } });

/** Until the first bytes of a package are on their way: its registry knows of the request only at the end of it. */
async function uploading({ registries }: Dockyard): Promise<void> {
  while (registries.requests('oci').every(({ path }) => !path.includes('quay-aft/manifests'))) await moment();
}

/** No process of the run is left: they are one group. */
async function gone({ child: { pid = 0 } }: Running): Promise<void> {
  for (;;) {
    try {
      process.kill(-pid, 0);
    } catch {
      return;
    }
    await moment();
  }
}

const moment = (): Promise<void> => new Promise((done) => setTimeout(done, 50));
