import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import type { Present } from '../../tools/toolchains/client.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWith, describeWithAll } from '../../tools/toolchains/require.ts';
import { git, tempFolder } from '../world/folder.ts';
import { installNx, ownModules } from '../world/nx.ts';
import { openDockyard, publish, uploads, type Dockyard } from './dockyard.ts';
import { harbor } from './fleet.ts';
import { nx } from './nx-fleet.ts';

/** Uploads by the clients that people would use, where that is wanted: two for Python. */
const byClients = {
  publish: { client: ['uv', 'helm', 'npm'] },
  units: { 'python:harbor-sdk': { client: 'twine' } },
};

function onEachNx(tests: (modules: string) => void): void {
  describe('nx of this checkout', () => tests(ownModules));
  if (process.env.CONVOY_ALL === undefined) return;
  const older = ({ paths }: Present): void => tests(paths.modules ?? ownModules);
  describe('nx 22.7', () => describeWith('nx@22', older));
  describe('nx 23.2', () => describeWith('nx@23', older));
}

describeWithAll(
  ['cargo', 'python', 'uv', 'twine', 'maturin', 'buildah', 'helm', 'npm'],
  ({ cargo, python, uv, twine, maturin, buildah, helm, npm }) => {
    onEachNx((modules) => {
      let yard: Dockyard;
      beforeAll(async () => {
        yard = await openDockyard(callable([cargo, python, uv, twine, maturin, buildah, helm, npm]));
      });
      afterAll(() => yard.close());

      it('publishes every kind through Nx, by the clients that are chosen', async () => {
        const folder = installNx(harbor(yard, byClients), modules);
        const env = { ...yard.env, ...imageStorage(join(tempFolder(), 'images')) };
        // Out of its branch, only what a tag or a release commit names is due.
        const { code, text } = await nx(folder, ['run-many', '-t', 'publish', '--yes', '--unreleased'], env);
        expect([code, code === 0 ? '' : text]).toEqual([0, '']);
        const log = readFileSync(join(folder, 'dist/release/publish.log'), 'utf8');
        for (const client of ['uv publish', 'twine upload', 'helm push', 'npm publish', 'cargo publish'])
          expect(log).toContain(client);
        for (const token of Object.values(yard.registries.tokens)) expect(log).not.toContain(token);

        const sent = uploads(yard);
        const again = await publish(folder, ['--yes', '--unreleased'], env);
        expect([again.code, again.end.units.filter(({ is }) => is !== 'published' && is !== 'skipped')]).toEqual([
          0,
          [],
        ]);
        expect(uploads(yard)).toEqual(sent);
        expect(git(folder, 'status', '--porcelain')).toBe('');
      }, 240_000);
    });
  },
);
