import { execFileSync } from 'node:child_process';
import { startRegistries } from '../../packages/local-registries/src/index.ts';
import { git, tempFolder, write } from '../world/folder.ts';
import { kinds, type Kind } from './matrix/kinds.ts';
import { impatient, openStand, type Berth, type Said, type Stand, type Told } from './matrix/stand.ts';

/** Rules that hold for every kind, shown by the one that needs no client. */
const found = kinds.find(({ registry }) => registry === 'npm');
if (found === undefined) throw new Error('nothing is published to npm any more');
const kind: Kind = found;
let stand: Stand;
let berth: Berth;
beforeAll(async () => {
  stand = await openStand(kind, process.env);
}, 30_000);
afterAll(() => stand.close());
beforeEach(async () => {
  berth = await stand.berth();
});
afterEach(() => berth.leave());

const fates = ({ units }: Told): readonly string[] => units.map(({ unit, is }) => `${unit} ${is}`);
const codes = ({ problems }: Told): readonly string[] => problems.map(({ code }) => code);
const sent = (from: Berth = berth): number => from.requests().filter((one) => kind.puts(one)).length;
const told = ({ said }: Said): Told & { readonly nothing?: string; readonly notDue: readonly object[] } =>
  JSON.parse(said.trim().split('\n').at(-1) ?? '') as Told & { readonly notDue: readonly object[] };
const json = (...args: readonly string[]): Promise<Said> => berth.convoy(['publish', '--format=json', ...args]);

/** The same release with other settings: another commit, so its files are made anew. */
function reset(convoy: object): void {
  const options = { ...kind.options(berth.at.url), publish: impatient, ...convoy };
  write(berth.folder, { 'convoy.json': JSON.stringify({ convoy: options }) });
  git(berth.folder, 'commit', '--quiet', '--all', '--message', 'chore: other settings');
  git(berth.folder, 'tag', '--force', 'v1.0.0');
}

describe('what is due', () => {
  it('is nothing where nothing names it: one line, and no error', async () => {
    git(berth.folder, 'tag', '--delete', 'v1.0.0');
    const said = await berth.convoy(['publish']);
    expect(said.code).toBe(0);
    expect(said.said.trim().split('\n')).toHaveLength(1);
    expect(berth.requests()).toEqual([]);
  }, 20_000);

  it('is no version that is tagged on another commit', async () => {
    git(berth.folder, 'commit', '--quiet', '--allow-empty', '--message', 'fix: later');
    const said = await json('--yes', '--unreleased');
    expect([said.code, told(said).units]).toEqual([0, []]);
    expect(said.said).toContain('v1.0.0');
    expect(sent()).toBe(0);
  }, 20_000);

  it('is found in a clone of depth 1', async () => {
    const clone = tempFolder();
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${berth.folder}`, clone], { stdio: 'pipe' });
    const said = execFileSync('git', ['-C', clone, 'rev-list', '--count', 'HEAD'], { encoding: 'utf8' });
    expect([said.trim(), git(clone, 'tag').trim()]).toEqual(['1', 'v1.0.0']);
    const done = await berth.publish([], clone);
    expect(fates(done)).toEqual(['npm:quay-rope published', 'npm:quay-ship published']);
  }, 20_000);
});

describe('what is asked first', () => {
  it('goes nowhere without a yes, or by the plan of something else', async () => {
    const unasked = await json();
    expect([unasked.code, codes(told(unasked))]).toEqual([1, ['NOT_APPROVED']]);
    const other = await json('--plan=0123456789ab');
    expect([other.code, codes(told(other))]).toEqual([1, ['PLAN_OTHER']]);
    expect(sent()).toBe(0);
    const [, plan = ''] = /--plan=([0-9a-f]{10,})/.exec(unasked.said) ?? [];
    expect(fates(told(await json(`--plan=${plan}`)))).toEqual(['npm:quay-rope published', 'npm:quay-ship published']);
  }, 20_000);

  it('stands as it is committed', async () => {
    write(berth.folder, { 'rope/index.js': 'module.exports = 8;\n' });
    const dirty = await json('--yes');
    expect(dirty.code).toBe(1);
    expect(codes(told(dirty))).not.toEqual([]);
    expect(sent()).toBe(0);
  }, 20_000);

  it('waits for what it needs, though that was not asked for', async () => {
    const alone = await berth.publish(['--units=npm:quay-ship']);
    expect([alone.code, ...fates(alone)]).toEqual([1, 'npm:quay-ship blocked']);
    expect(sent()).toBe(0);
    expect(fates(await berth.publish(['--units=npm:quay-rope']))).toEqual(['npm:quay-rope published']);
    expect(fates(await berth.publish(['--units=npm:quay-ship']))).toEqual(['npm:quay-ship published']);
  }, 20_000);

  it('was tried, where that is asked for', async () => {
    reset({ publish: { ...impatient, requireTest: true } });
    const untried = await berth.publish();
    expect([untried.code, codes(untried)]).toEqual([1, ['NOT_TESTED', 'NOT_TESTED']]);
    expect(sent()).toBe(0);
    const tried = await berth.convoy(['package-test', '--format=json']);
    expect(tried.code).toBe(0);
    expect(fates(await berth.publish())).toEqual(['npm:quay-rope published', 'npm:quay-ship published']);
  }, 40_000);
});

describe('what was not taken', () => {
  it('is tried again only when a person says so, where that is asked for', async () => {
    reset({ publish: { ...impatient, retry: 'decision' } });
    const lift = berth.registries.fault({ does: 'reset', when: 'before', on: 'publish', times: 'all' });
    const first = await berth.publish();
    lift();
    expect([fates(first), codes(first)]).toEqual([
      ['npm:quay-rope failed', 'npm:quay-ship blocked'],
      ['DECISION_NEEDED'],
    ]);
    const again = await berth.publish();
    expect([fates(again), sent()]).toEqual([fates(first), 1]);
    const decided = await berth.publish(['--retry=npm:quay-rope']);
    expect(fates(decided)).toEqual(['npm:quay-rope published', 'npm:quay-ship published']);
  }, 30_000);

  it('by one registry is out at the other, waits for nobody there, and blocks what needs it', async () => {
    const other = await startRegistries({ registries: ['npm'] });
    const host = new URL(other.urls.npm).host.replaceAll(/[.:]/g, '_');
    berth.env[`CONVOY_TOKEN_${host}`] = other.tokens.npm;
    try {
      reset({ units: { 'npm:quay-rope': { registries: [berth.at.url, other.urls.npm] } } });
      const lift = other.fault({ does: 'refuse', status: 403, on: 'publish', times: 'all' });
      const first = await berth.publish();
      lift();
      expect([fates(first), codes(first)]).toEqual([
        ['npm:quay-rope failed', 'npm:quay-ship blocked'],
        ['UPLOAD_FORBIDDEN'],
      ]);
      expect(first.problems[0]?.what).toContain(other.urls.npm);
      expect(sent()).toBe(1);
      expect(fates(await berth.publish())).toEqual(['npm:quay-rope published', 'npm:quay-ship published']);
      expect(sent()).toBe(2);
    } finally {
      await other.close();
    }
  }, 30_000);

  it('for a while holds up nobody at another registry', async () => {
    const other = await startRegistries({ registries: ['npm'] });
    berth.env[`CONVOY_TOKEN_${new URL(other.urls.npm).host.replaceAll(/[.:]/g, '_')}`] = other.tokens.npm;
    try {
      write(berth.folder, { 'raft/package.json': JSON.stringify({ name: 'quay-raft', version: '1.0.0' }) });
      write(berth.folder, { 'package.json': JSON.stringify({ name: 'quay', private: true, workspaces: ['*'] }) });
      git(berth.folder, 'add', '--all');
      reset({ units: { 'npm:quay-raft': { registries: [other.urls.npm] } } });
      berth.registries.fault({ does: 'refuse', status: 429, retryAfter: 2, on: 'publish', path: '/:name' });
      const done = await berth.publish();
      expect(done.code).toBe(0);
      const [put] = other.requests('npm').filter(({ role, method }) => role === 'publish' && method === 'PUT');
      const [, again] = berth.requests().filter((one) => kind.puts(one));
      expect(put?.at).toBeLessThan(again?.at ?? 0);
    } finally {
      await other.close();
    }
  }, 30_000);
});

describe('on a terminal', () => {
  it.each([
    ['y', 0, ['2 versions will be public', 'npm:quay-rope', 'new name', 'wave 1 of 2', '2 units are out']],
    ['n', 1, ['npm:quay-rope', 'NOT_APPROVED']],
  ])(
    'asks once, and takes %s for an answer',
    async (answer, code, words) => {
      const said = await berth.terminal(['publish', '--patience=1'], answer, /cannot be taken back/);
      expect([said.code, sent()]).toEqual([code, code === 0 ? 2 : 0]);
      for (const word of words) expect(said.said).toContain(word);
    },
    20_000,
  );
});
