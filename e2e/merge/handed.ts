import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Matrix } from '../../packages/nx-convoy/src/model/matrix.ts';
import type { Bundle } from '../../packages/nx-convoy/src/packaging/bundle-schema.ts';
import type { Manifest } from '../../packages/nx-convoy/src/packaging/manifest-schema.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { merge } from '../../packages/nx-convoy/src/verbs/merge/verb.ts';
import type { Merged } from '../../packages/nx-convoy/src/verbs/merge/report.ts';
import { reportIn } from '../plan/in-process.ts';
import { git } from '../world/folder.ts';

export type Files = Readonly<Record<string, Uint8Array>>;

const sha = (by: string, bytes: Uint8Array): string => createHash(by).update(bytes).digest('hex');

/** A plan for the commit that is checked out, where others find it; and its jobs. */
export async function planned(folder: string, file: string): Promise<{ readonly id: string; readonly matrix: Matrix }> {
  const plan = await reportIn(folder, ['--format=json', '--first-release', `--out=${file}`]);
  const { text } = await reportIn(folder, ['--format=matrix', '--first-release']);
  return { id: plan.value.id ?? '', matrix: JSON.parse(text) as Matrix };
}

export interface Handed {
  readonly job: string;
  readonly files: Files;
  /** Another than the job's own. */
  readonly bundle?: Partial<Bundle>;
  readonly manifest?: Partial<Manifest>;
}

interface Around {
  readonly folder: string;
  readonly plan: string;
  readonly matrix: Matrix;
}

/** What a machine that is not here would have left, in a folder of that name. */
export function handOver(
  to: string,
  { job: id, files, bundle, manifest }: Handed,
  { folder, plan, matrix }: Around,
): void {
  const job = matrix.build.include.find((one) => one.id === id);
  const { unit = '', version = '', platform = '', ecosystem = '' } = job ?? {};
  const commit = git(folder, 'rev-parse', 'HEAD').trim();
  const told = Object.entries(files).map(([name, bytes]) => ({
    ...{ name, size: bytes.length, sha256: sha('sha256', bytes), sha512: sha('sha512', bytes) },
  }));
  const image = told.find(({ name }) => name.includes('.oci/'))?.name.split('/')[0];
  const none = { mediaType: '', digest: '', size: 0 };
  const text = JSON.stringify({
    ...{ schema: 1, unit, ecosystem, name: unit.split(':')[1], version, source: { commit, date: '' } },
    ...{ identity: { by: 'content', why: 'a test made it' }, tools: { rustc: '1.90.0' }, files: told },
    environment: { os: platform.includes('windows') ? 'win32' : 'linux', arch: 'x64', variables: {} },
    ...(image === undefined ? {} : { image: { name: image, ...none, platforms: [] } }),
    ...manifest,
  });
  const said: Bundle = {
    ...{ schema: 1, kind: 'bundle', job: id, plan, commit, unit, version, platform, tool: '1.0.0' },
    ...{ machine: { os: 'linux', arch: 'x64' }, tools: {} },
    files: [
      ...told.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
      { name: 'manifest.json', size: text.length, sha256: sha('sha256', Buffer.from(text)) },
    ],
    ...bundle,
  };
  put(to, { 'bundle.json': Buffer.from(JSON.stringify(said)), 'files/manifest.json': Buffer.from(text) });
  put(join(to, 'files'), files);
}

export function put(folder: string, files: Files): void {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** What the verb says, from the sources and without a process of its own. */
export async function mergedIn(folder: string, bundles: string, plan: string, more: object = {}): Promise<Merged> {
  const { value } = await merge.run(merge.options.parse({ bundles, plan, ...more }), diskWorld(folder));
  return value;
}

export const codesOf = ({ problems }: Merged): readonly string[] =>
  problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);

const some = z.looseObject({});
export const jsonOf = (file: string): z.infer<typeof some> => some.parse(JSON.parse(readFileSync(file, 'utf8')));
