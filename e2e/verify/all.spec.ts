import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wheelName, wheelOf } from '../../packages/local-registries/src/python/write-wheel.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { git, tempFolder, write } from '../world/folder.ts';
import { crateManifest, harbour, released, settings } from './harbour.ts';

describeWithAll(
  ['cargo', 'python', 'twine', 'npm', 'buildah', 'skopeo', 'helm'],
  ({ cargo, python, twine, npm, buildah, skopeo, helm }) => {
    it('installs one of each from its registry, where nobody has been before', async () => {
      const here = await harbour([cargo, python, npm, skopeo, helm], ['crates', 'python', 'npm', 'oci']);
      const { registries, publish, verify } = here;
      const oci = new URL(registries.urls.oci).host;
      const folder = released(
        {
          'convoy.json': settings(registries, {
            images: [{ name: 'quay/app', dockerfile: 'app/Dockerfile' }],
            units: {
              'docker:quay/app': { registries: [`http://${oci}`] },
              'helm:pier': { registries: [`oci://${oci}/charts`] },
            },
          }),
          'Cargo.toml': '[workspace]\nmembers = ["rope", "ship"]\nresolver = "2"\n',
          'rope/Cargo.toml': crateManifest('quay-rope', '1.0.0'),
          'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
          'ship/Cargo.toml': crateManifest(
            'quay-ship',
            '1.0.0',
            '[dependencies]\nquay-rope = { path = "../rope", version = "1.0.0", registry = "local" }\n',
          ),
          'ship/src/main.rs': 'fn main() { println!("quay-ship {}", quay_rope::knot()); }\n',
          '.cargo/config.toml': `[registries.local]\nindex = "sparse+${registries.urls.crates}/index/"\n`,
          'sail/pyproject.toml':
            '[project]\nname = "quay-sail"\nversion = "1.0.0"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
          'web/package.json': JSON.stringify({ name: 'quay-web', version: '1.0.0', main: 'index.js' }),
          'web/index.js': 'module.exports = 7;\n',
          'app/Dockerfile': 'FROM scratch\nCOPY hello /hello\n',
          'app/hello': 'hello\n',
          'pier/Chart.yaml': 'apiVersion: v2\nname: pier\nversion: 1.0.0\nappVersion: 1.0.0\n',
          'pier/values.yaml': 'name: pier\n',
          'pier/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n',
          'inner/package.json': JSON.stringify({ name: 'inner', version: '1.0.0', private: true }),
        },
        {
          'cargo:quay-rope': '1.0.0',
          'cargo:quay-ship': '1.0.0',
          'python:quay-sail': '1.0.0',
          'npm:quay-web': '1.0.0',
          'docker:quay/app': '1.0.0',
          'helm:pier': '1.0.0',
          'npm:inner': '1.0.0',
        },
      );
      const commit = git(folder, 'rev-parse', 'HEAD').trim();
      const made = tempFolder();
      const wheel = { name: 'quay-sail', version: '1.0.0' };
      write(made, { 'import.py': '' });
      writeFileSync(join(made, wheelName(wheel)), wheelOf(wheel));
      await publish(cargo, folder, 'publish', '--workspace', '--registry', 'local', '--no-verify');
      await Promise.all([
        publish(twine, made, 'upload', wheelName(wheel)),
        publish(npm, join(folder, 'web'), 'publish'),
        publish(
          buildah,
          join(folder, 'app'),
          ...['build', '-q', '-t', `${oci}/quay/app:1.0.0`],
          ...['--label', `org.opencontainers.image.revision=${commit}`, '.'],
        ).then(() => publish(buildah, made, 'push', '-q', '--tls-verify=false', `${oci}/quay/app:1.0.0`)),
        publish(helm, made, 'package', join(folder, 'pier')).then(() =>
          publish(helm, made, 'push', 'pier-1.0.0.tgz', `oci://${oci}/charts`, '--plain-http'),
        ),
      ]);

      const { told, code } = await verify(folder, '--wait=0', '--parallel=3');
      expect(told.problems).toEqual([]);
      expect(told.units.map(({ unit, verdict, because }) => `${unit}: ${verdict}, ${because}`).sort()).toEqual([
        'cargo:quay-rope: verified, fetched, the bytes that its registry tells',
        'cargo:quay-ship: verified, fetched, works, the bytes that its registry tells',
        'docker:quay/app: verified, fetched, the bytes that its registry tells',
        'helm:pier: verified, fetched, works, the bytes that its registry tells',
        'npm:inner: skipped, "private": true',
        'npm:quay-web: verified, fetched, works, the bytes that its registry tells',
        'python:quay-sail: verified, fetched, works, the bytes that its registry tells',
      ]);
      expect([told.ok, code]).toEqual([true, 0]);
      expect(JSON.parse(readFileSync(join(folder, 'dist/release/verify.json'), 'utf8'))).toMatchObject({
        schema: 1,
        kind: 'verification',
        commit,
        units: told.units.map(({ unit, fetched }) => ({ unit, fetched })),
      });
    }, 60_000);
  },
);
