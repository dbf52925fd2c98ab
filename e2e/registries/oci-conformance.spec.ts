import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRegistries, type Options } from '../../packages/local-registries/src/index.ts';
import { describeWhere } from '../../tools/toolchains/require.ts';
import { tempFolder } from '../world/folder.ts';

/** The specification's own suite, built by `go build` in its folder `conformance`. No package registry has it. */
const program = process.env.OCI_CONFORMANCE ?? '';

describeWhere(
  program !== '',
  'OCI_CONFORMANCE names no program: build opencontainers/distribution-spec/conformance',
  () => {
    it.each<[string, Options<'oci'>]>([
      ['by token', {}],
      ['by token only', { isPrivate: true }],
      ['by name and password, kept', { isPrivate: true, login: 'basic', keepIn: join(tempFolder(), 'kept') }],
    ])(
      'passes all workflows of the specification, %s',
      async (_, options) => {
        const registries = await startRegistries({ ...options, registries: ['oci'] });
        const results = tempFolder();
        const env = {
          PATH: process.env.PATH,
          OCI_REGISTRY: new URL(registries.urls.oci).host,
          OCI_TLS: 'disabled',
          OCI_USERNAME: 'local',
          OCI_PASSWORD: registries.tokens.oci,
          OCI_VERSION: 'dev',
          OCI_RESULTS_DIR: results,
          OCI_API_BLOBS_DIGEST_HEADER: 'true',
          OCI_API_BLOBS_UPLOAD_CANCEL: 'true',
          OCI_API_MANIFESTS_DIGEST_HEADER: 'true',
          OCI_API_MANIFESTS_TAG_PARAM: 'true',
        };
        const { stdout } = await promisify(execFile)(program, [], { env, cwd: results, maxBuffer: 1 << 26 }).finally(
          () => registries.close(),
        );
        const count = (word: string): number => Number(new RegExp(`${word}\\.*:\\s+(\\d+)`).exec(stdout)?.[1]);
        expect({ failed: count('FAIL'), broken: count('Error'), skipped: count('Skip') }).toEqual({
          failed: 0,
          broken: 0,
          skipped: 0,
        });
        expect(count('Pass')).toBe(count('Total'));
        expect(count('Total')).toBeGreaterThan(900);
        expect(readFileSync(join(results, 'junit.xml'), 'utf8')).toContain('failures="0"');
      },
      60_000,
    );
  },
);
