import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { git } from '../world/folder.ts';
import { openDockyard, type Dockyard } from './dockyard.ts';
import { arrivals, nx, ring, versionActions, writes } from './nx-fleet.ts';
import { onEachNx } from './nx-lines.ts';

const all = ['helm:quay-aft', 'helm:quay-bow', 'npm:quay-aft', 'npm:quay-bow'];

describeWithAll(['npm', 'helm'], ({ npm, helm }) => {
  let yard: Dockyard;
  beforeEach(async () => {
    yard = await openDockyard(callable([npm, helm]));
  });
  afterEach(() => yard.close());

  onEachNx((modules) => {
    it('publishes what nx release has versioned, committed and tagged just now', async () => {
      const folder = ring(yard, { modules });
      git(folder, 'config', 'user.name', 'Quay');
      git(folder, 'config', 'user.email', 'quay@example.com');
      const skipped = await nx(folder, ['release', 'patch', '--skip-publish', '--dry-run'], yard.env);
      expect([skipped.code, skipped.code === 0 ? '' : skipped.text]).toEqual([0, '']);
      expect(writes(yard)).toEqual([]);
      const { code, text } = await nx(folder, ['release', 'patch', '--yes'], yard.env);
      expect([code, code === 0 ? '' : text]).toEqual([0, '']);
      expect([...arrivals(yard)].sort()).toEqual(all);
      expect(git(folder, 'tag', '--points-at', 'HEAD')).toBe('v1.0.1\n');
      expect(writes(yard).some((line) => line.includes('/quay-bow/manifests/1.0.1 201'))).toBe(true);
    }, 300_000);

    it('publishes by groups: each unit once, in order; and tells by its exit code that one was refused', async () => {
      const groups = { rest: { projects: ['bow'] }, packs: { projects: ['aft'] } };
      const release = { groups, releaseTag: { pattern: 'v{version}' }, version: { versionActions } };
      const folder = ring(yard, { modules, nxJson: { release } });
      const refusal = yard.registries.fault({
        does: 'refuse',
        registry: 'npm',
        on: 'publish',
        path: '/quay-aft',
        status: 403,
        times: 'all',
      });
      const refused = await nx(folder, ['release', 'publish'], yard.env);
      expect(refused.code).not.toBe(0);
      expect(arrivals(yard)).toEqual(['helm:quay-bow', 'helm:quay-aft']);
      refusal();
      const { code, text } = await nx(folder, ['release', 'publish'], yard.env);
      expect([code, code === 0 ? '' : text]).toEqual([0, '']);
      expect(arrivals(yard)).toEqual(['helm:quay-bow', 'helm:quay-aft', 'npm:quay-aft', 'npm:quay-bow']);
    }, 300_000);
  });

  it('refuses words of nx release that it would not follow', async () => {
    const { code, text } = await nx(ring(yard), ['release', 'publish', '--tag=next', '--first-release'], yard.env);
    expect(code).not.toBe(0);
    expect(text).toContain('RELEASE_OPTION');
    expect(text).toContain('"tag" of nx release');
    expect(writes(yard)).toEqual([]);
  }, 300_000);
});
