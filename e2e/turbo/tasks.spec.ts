import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { verb } from '../publish/chain.ts';
import { openDockyard, type Dockyard } from '../publish/dockyard.ts';
import { arrivals, writes } from '../publish/nx-fleet.ts';
import { commitAll, git } from '../world/folder.ts';
import { kill, run, start, turboRing } from './workspaces.ts';

const all = ['helm:quay-aft', 'helm:quay-bow', 'npm:quay-aft', 'npm:quay-bow'];
const yes = ['publish', '--', '--yes'];

describeWithAll(['npm', 'helm', 'turbo'], ({ npm, helm, turbo }) => {
  let yard: Dockyard;
  beforeEach(async () => {
    yard = await openDockyard(callable([npm, helm]));
  });
  afterEach(() => yard.close());

  async function ring(): Promise<string> {
    const folder = turboRing(yard);
    await verb(folder, yard.env, 'turbo');
    await verb(folder, yard.env, 'turbo', '--check');
    commitAll(folder, 'chore: tasks');
    git(folder, 'tag', 'v1.0.0');
    return folder;
  }

  it('uploads nothing, however a dry run is said, and nothing that nobody approved', async () => {
    const folder = await ring();
    const rows: readonly (readonly [string, readonly string[], NodeJS.ProcessEnv])[] = [
      ['a word for a task and those that it pulls in', ['//#publish', '--', '--yes', '--dry-run'], {}],
      ['a variable, as npm run --dry-run sets it', yes, { npm_config_dry_run: 'true' }],
      ['a word for Turborepo', ['--dry=json', ...yes], {}],
    ];
    for (const [how, args, more] of rows) {
      const { code, text } = await run(turbo, folder, args, { ...yard.env, ...more });
      expect([how, code, code === 0 ? '' : text]).toEqual([how, 0, '']);
      expect([how, text]).toEqual([how, expect.stringMatching(how.endsWith('Turborepo') ? '"dependsOn"' : 'dry run')]);
    }
    const { code, text } = await run(turbo, folder, ['publish'], yard.env);
    expect([code === 0, text.includes('NOT_APPROVED')]).toEqual([false, true]);
    expect(writes(yard)).toEqual([]);
  }, 120_000);

  it('rehearses, and packages each commit once', async () => {
    const folder = await ring();
    git(folder, 'config', 'user.name', 'Ann');
    git(folder, 'config', 'user.email', 'ann@example.com');
    const rehearsed = await verb(folder, yard.env, 'rehearse', '--no-tests');
    expect(rehearsed).toContain('npm:quay-bow');
    expect(writes(yard)).toEqual([]);
    const packaged = async (): Promise<readonly [number | null, string | undefined]> => {
      const { code, text } = await run(turbo, folder, ['package'], yard.env);
      return [code, /Cached: +(.*)/.exec(text)?.[1]];
    };
    expect(await packaged()).toEqual([0, '0 cached, 2 total']);
    rmSync(join(folder, 'dist'), { recursive: true });
    expect(await packaged()).toEqual([0, '2 cached, 2 total']);
    expect(existsSync(join(folder, 'dist/release/helm/quay-aft/manifest.json'))).toBe(true);
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'chore: nothing');
    expect(await packaged()).toEqual([0, '0 cached, 2 total']);
  }, 120_000);

  it('goes on where it was killed, and sends each unit once', async () => {
    const folder = await ring();
    const slow = yard.registries.fault({ does: 'slow', registry: 'npm', path: '/quay-aft', bytesPerSecond: 20 });
    const running = start(turbo, folder, ['run', ...yes], yard.env);
    await Promise.race([uploading(yard), running.end.then(({ text }) => Promise.reject(new Error(text)))]);
    kill(running);
    await running.end;
    slow();
    expect(arrivals(yard)).not.toContain('npm:quay-bow');
    const { code, text } = await run(turbo, folder, yes, yard.env);
    expect([code, code === 0 ? '' : text]).toEqual([0, '']);
    expect([...arrivals(yard)].sort()).toEqual(all);
    const at = (unit: string): number => arrivals(yard).indexOf(unit);
    expect(at('npm:quay-aft')).toBeLessThan(at('npm:quay-bow'));
    expect(at('helm:quay-bow')).toBeLessThan(at('helm:quay-aft'));
  }, 120_000);
});

/** What it needs is out, and the upload that is slow has begun. */
async function uploading({ registries }: Dockyard): Promise<void> {
  const isThere = (): boolean => registries.requests('oci').some(({ path }) => path.includes('quay-aft/manifests'));
  for (let left = 600; left > 0 && !isThere(); left--) await new Promise((done) => setTimeout(done, 50));
}
