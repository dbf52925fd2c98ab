import { createHash } from 'node:crypto';
import { at, plain, textOf, type Plain } from '../reading.ts';
import { Refused } from '../server/refusal.ts';
import { isVersion } from '../versions.ts';
import { badName, isTag } from './names.ts';
import type { Upload } from './package.ts';
import { manifestIn } from './tarball.ts';

/** Checks the body of a publish before anything of it is kept. */
export async function readUpload(name: string, body: Plain): Promise<Upload> {
  const bad = badName(name);
  if (bad !== undefined) throw wrong(bad);
  if ((textOf(at(body, '_id')) ?? textOf(at(body, 'name'))) !== name)
    throw wrong('the name in the body is not that in the address');
  const [[version, value] = ['', undefined], ...more] = Object.entries(plain(at(body, 'versions')) ?? {});
  const manifest = plain(value);
  if (manifest === undefined || more.length > 0) throw wrong('exactly one version can be published at a time');
  if (!isVersion(version) || textOf(at(manifest, 'version')) !== version) throw wrong(`invalid version: ${version}`);
  if (textOf(at(manifest, 'name')) !== name) throw wrong(`the manifest is not about ${name}`);
  const attached = Object.entries(plain(at(body, '_attachments')) ?? {});
  const file = fileOf(attached.find(([title]) => title.endsWith('.tgz'))?.[1]);
  checkDigests(plain(at(manifest, 'dist')), file);
  await checkInside(file, name, version);
  return {
    name,
    version,
    manifest,
    tags: tagsOf(plain(at(body, 'dist-tags')), version),
    readme: textOf(at(body, 'readme')) ?? textOf(at(manifest, 'readme')) ?? '',
    file,
    attestations: attached.flatMap(([title, one]) => (title.endsWith('.sigstore') ? [statement(one)] : [])),
  };
}

function fileOf(attachment: unknown): Buffer {
  const described = plain(attachment);
  const data = textOf(at(described, 'data'));
  if (data === undefined || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) throw wrong('the package has no attachment');
  const file = Buffer.from(data, 'base64');
  const length = at(described, 'length');
  if (length !== undefined && length !== file.length) {
    throw wrong(`the attachment is ${file.length} bytes long, not ${JSON.stringify(length)}`);
  }
  return file;
}

/** What the client calculated must be what arrived. */
function checkDigests(dist: Plain | undefined, file: Buffer): void {
  const { shasum, integrity } = digestsOf(file);
  const told = { shasum: textOf(at(dist, 'shasum')), integrity: textOf(at(dist, 'integrity')) };
  if (told.shasum !== undefined && told.shasum !== shasum) throw wrong(`the shasum is ${shasum}, not ${told.shasum}`);
  if (told.integrity !== undefined && !told.integrity.split(/\s+/).includes(integrity)) {
    throw wrong(`the integrity is ${integrity}, not ${told.integrity}`);
  }
}

export function digestsOf(file: Uint8Array): { readonly shasum: string; readonly integrity: string } {
  const digest = (algorithm: string, encoding: 'hex' | 'base64'): string =>
    createHash(algorithm).update(file).digest(encoding);
  return { shasum: digest('sha1', 'hex'), integrity: `sha512-${digest('sha512', 'base64')}` };
}

async function checkInside(file: Buffer, name: string, version: string): Promise<void> {
  const inside = await manifestIn(file);
  if (inside === undefined) throw wrong('the attachment is no package');
  for (const [field, expected] of [
    ['name', name],
    ['version', version],
  ] as const) {
    if (at(inside, field) !== expected) throw wrong(`the package.json inside has another ${field} than ${expected}`);
  }
}

function tagsOf(tags: Plain | undefined, version: string): readonly string[] {
  const names = Object.entries(tags ?? {}).flatMap(([tag, told]) => (told === version ? [tag] : []));
  const strange = names.find((tag) => !isTag(tag));
  if (strange !== undefined) throw wrong(`${strange} is not a valid dist-tag`);
  return names;
}

function statement(attachment: unknown): unknown {
  try {
    return JSON.parse(textOf(at(plain(attachment), 'data')) ?? '') as unknown;
  } catch {
    throw wrong('the attestation is no JSON');
  }
}

const wrong = (message: string): Refused => new Refused('invalid', message);
