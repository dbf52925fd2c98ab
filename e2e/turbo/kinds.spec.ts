import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callable } from '../../tools/toolchains/callable.ts';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { release, remoteOf, verb } from '../publish/chain.ts';
import { openDockyard, uploads, type Dockyard } from '../publish/dockyard.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';
import { run, turboHarbor } from './workspaces.ts';

interface Dry {
  readonly tasks: readonly { readonly taskId: string; readonly dependencies: readonly string[] }[];
}

describeWithAll(
  ['cargo', 'python', 'uv', 'maturin', 'buildah', 'skopeo', 'helm', 'npm', 'turbo'],
  ({ cargo, python, uv, maturin, buildah, skopeo, helm, npm, turbo }) => {
    let yard: Dockyard;
    let env: NodeJS.ProcessEnv;
    beforeAll(async () => {
      yard = await openDockyard(callable([cargo, python, uv, maturin, buildah, skopeo, helm, npm]));
      env = { ...yard.env, ...imageStorage(join(tempFolder(), 'images')) };
    });
    afterAll(() => yard.close());

    it('a workspace with a crate, wheels, an image, charts and a package is planned and published by Turborepo', async () => {
      const folder = turboHarbor(yard);
      remoteOf(folder);
      await verb(folder, env, 'turbo', '--shims');
      commitAll(folder, 'chore: tasks');
      commitAll(write(folder, { 'crates/core/src/more.rs': '// More.\n' }), 'feat: more of the core');

      const planned = await run(turbo, folder, ['release-plan', '--', '--format=json', '--out=plan.json'], env);
      expect([planned.code, planned.code === 0 ? '' : planned.text]).toEqual([0, '']);
      const { units } = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as {
        readonly units: readonly { readonly ecosystem: string }[];
      };
      expect(new Set(units.map(({ ecosystem }) => ecosystem))).toEqual(
        new Set(['cargo', 'python', 'docker', 'helm', 'npm']),
      );
      git(folder, 'clean', '--quiet', '--force', 'plan.json');

      const dry = JSON.parse((await run(turbo, folder, ['publish', '--dry=json'], env)).stdout) as Dry;
      const needs = new Map(dry.tasks.map(({ taskId, dependencies }) => [taskId, dependencies]));
      expect(needs.get('harbor-helm#publish')).toEqual(['harbor-api#publish']);
      expect(needs.get('harbor-api#publish')).toEqual(['api#publish']);
      expect(needs.get('harbor-cli#publish')).toEqual(['harbor-core#publish']);
      expect(needs.get('//#publish')).toHaveLength(8);

      await release(folder, env);
      const { code, text } = await run(turbo, folder, ['publish', '--', '--yes'], env);
      expect([code, code === 0 ? '' : text]).toEqual([0, '']);
      const sent = uploads(yard);
      const at = (path: RegExp): number => sent.findIndex((line) => path.test(line));
      expect(at(/POST \/legacy/)).toBeLessThan(at(/PUT .*harbor\/api\/manifests\/\d/));
      expect(at(/PUT .*harbor\/api\/manifests\/\d/)).toBeLessThan(at(/PUT .*harbor-api\/manifests/));
      expect(at(/PUT .*harbor-api\/manifests/)).toBeLessThan(at(/PUT .*charts\/harbor\/manifests/));
      expect(sent.filter((line) => /crates\/new/.test(line))).toHaveLength(2);
      const whole = sent.filter((line) => /PUT .*\/manifests\/\d/.test(line));
      expect(whole).toEqual([...new Set(whole)]);

      const again = await run(turbo, folder, ['publish', '--', '--yes'], env);
      expect([again.code, again.code === 0 ? '' : again.text]).toEqual([0, '']);
      expect(uploads(yard)).toEqual(sent);
      expect(git(folder, 'status', '--porcelain')).toBe('');
    }, 240_000);
  },
);
