import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { release, remoteOf, shallowClone, verb } from './chain.ts';
import { fatesOf, openDockyard, publish, uploads, type Dockyard } from './dockyard.ts';
import { harbor } from './fleet.ts';

describeWithAll(
  ['cargo', 'python', 'uv', 'maturin', 'buildah', 'skopeo', 'helm', 'npm'],
  ({ cargo, python, uv, maturin, buildah, skopeo, helm, npm }) => {
    let yard: Dockyard;
    let env: NodeJS.ProcessEnv;
    beforeAll(async () => {
      yard = await openDockyard(callable([cargo, python, uv, maturin, buildah, skopeo, helm, npm]));
      env = { ...yard.env, ...imageStorage(join(tempFolder(), 'images')) };
    });
    afterAll(() => yard.close());

    it('a release goes all the way, and works where it arrived', async () => {
      const folder = harbor(yard);
      const remote = remoteOf(folder);
      commitAll(write(folder, { 'crates/core/src/more.rs': '// More.\n' }), 'feat: more of the core');
      await release(folder, env);
      await verb(folder, env, 'package');
      await verb(folder, env, 'package-test');
      const told = await publish(folder, ['--yes'], env);
      expect(told.end.problems).toEqual([]);
      expect(new Set(fatesOf(told).map((fate) => fate.split(' ').at(-1)))).toEqual(new Set(['published']));
      const sent = uploads(yard);
      const at = (path: RegExp): number => sent.findIndex((line) => path.test(line));
      // The wheel before the image that holds it, the image before the chart that runs it, that before the one around it.
      expect(at(/^PUT .*harbor%2fclient /)).toBeGreaterThanOrEqual(0);
      expect(at(/POST \/legacy/)).toBeLessThan(at(/PUT .*harbor\/api\/manifests\/\d/));
      expect(at(/PUT .*harbor\/api\/manifests\/\d/)).toBeLessThan(at(/PUT .*harbor-api\/manifests/));
      expect(at(/PUT .*harbor-api\/manifests/)).toBeLessThan(at(/PUT .*charts\/harbor\/manifests/));
      expect(at(/PUT .*harbor\/api\/manifests\/\d/)).toBeLessThan(at(/PUT .*harbor\/api\/manifests\/latest/));

      const verified = JSON.parse(await verb(folder, env, 'verify', '--format=json')) as {
        readonly units: readonly { readonly unit: string; readonly verdict: string }[];
      };
      expect(verified.units.map(({ unit, verdict }) => `${unit} ${verdict}`).sort()).toEqual(
        [...told.end.units.slice(0, 8).map(({ unit }) => `${unit} verified`), 'cargo:harbor-python skipped'].sort(),
      );

      const clone = shallowClone(remote);
      const again = await publish(clone, ['--yes'], env);
      expect([again.code, ...new Set(again.end.units.map(({ is }) => is))]).toEqual([0, 'skipped']);
      expect(again.end.units).toHaveLength(8);
      expect(uploads(yard)).toEqual(sent);
      expect(git(clone, 'status', '--porcelain')).toBe('');
    }, 240_000);
  },
);
