import { createHash } from 'node:crypto';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import { bundleSchema, type Bundle } from './bundle-schema.ts';

/** The file that makes a folder a bundle. */
export const bundleFile = 'bundle.json';

/** Below which its files are. */
export const bundleFiles = 'files';

export const bundleText = (bundle: Bundle): string => `${JSON.stringify(bundle, undefined, 2)}\n`;

export const textDigest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a machine says that it made: nothing of it is believed, but what it says must be read. */
export function readBundle(text: string, folder: string): Result<Bundle> {
  const data = parsed(text);
  if (
    typeof data === 'object' &&
    data !== null &&
    'schema' in data &&
    typeof data.schema === 'number' &&
    data.schema > 1
  )
    return fail(newer(folder, data.schema));
  const bundle = bundleSchema.safeParse(data);
  return bundle.success ? ok(bundle.data) : fail(unreadable(folder));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const newer = (folder: string, schema: number): Problem => ({
  code: 'BUNDLE_NEWER',
  severity: 'error',
  what: `${folder} is a bundle of schema ${schema}, and this version of nx-convoy knows schema 1.`,
  fix: 'Let all machines of a release use one version: npm ci, in each job.',
});

export const unreadable = (folder: string): Problem => ({
  code: 'BUNDLE_UNREADABLE',
  severity: 'error',
  what: `${folder} has no ${bundleFile} that can be read.`,
  fix: 'Hand on folders as nx-convoy package --bundle and package-test leave them, and nothing else beside them; or run that job again.',
});
