import { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';
import { Refused } from '../server/refusal.ts';
import type { Grant } from '../trust/trust.ts';
import { withoutBuild } from '../versions.ts';
import type { Catalogue, Crate } from './catalogue.ts';
import type { IndexEntry } from './entry.ts';
import { readMetadata, type Metadata } from './metadata.ts';
import { canonical } from './names.ts';
import { checkManifest, manifestOf } from './package.ts';

/** As much as crates.io takes in one upload. */
export const mostUploaded = 10 * 1024 * 1024;

/** `PUT /api/v1/crates/new`: all is checked before anything is kept. */
export async function publish(house: House, known: Catalogue, ask: Ask): Promise<Answer> {
  const { metadata, crate } = frame(await upload(ask));
  const data = readMetadata(metadata);
  const { name, vers } = data.entry;
  checkManifest(await manifestOf(crate, name, vers), name, vers);
  await checkDependencies(known, data);
  const user = ask.caller.is === 'known' ? ask.caller.user : '';
  const grant = house.trust.grantOf(ask.caller);
  const elsewhere = await known.find(name);
  await known.own.update(canonical(name), async (before) => {
    mayPublish(before, elsewhere?.entries ?? [], { name, vers, user, grant });
    const { sha256 } = await house.blobs.take(Readable.from([crate]));
    const pubtime = new Date(house.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const entry: IndexEntry = { ...data.entry, cksum: sha256, yanked: false, pubtime };
    const { description, keywords } = data;
    const { owners = [user], entries = [] } = before ?? {};
    return { name, description, keywords, owners, entries: [...entries, entry] };
  });
  return json({ warnings: { invalid_categories: [], invalid_badges: [], other: [] } });
}

async function upload(ask: Ask): Promise<Buffer> {
  try {
    return await ask.bytes(mostUploaded);
  } catch (error) {
    if (error instanceof Refused && error.refusal.why === 'too-large') {
      throw new Refused('too-large', `max upload size is: ${mostUploaded}`);
    }
    throw error;
  }
}

/** A length and JSON, a length and the tarball; lengths are 32 bits, the lowest byte first. */
function frame(body: Buffer): { readonly metadata: string; readonly crate: Buffer } {
  const part = (from: number, what: string): Buffer => {
    if (body.length < from + 4) throw new Refused('invalid', `invalid ${what} length`);
    const size = body.readUInt32LE(from);
    if (size > body.length - from - 4) throw new Refused('invalid', `invalid ${what} length: ${size}`);
    return body.subarray(from + 4, from + 4 + size);
  };
  const metadata = part(0, 'metadata');
  const crate = part(metadata.length + 4, 'crate');
  if (metadata.length + crate.length + 8 !== body.length) throw new Refused('invalid', 'invalid crate length');
  return { metadata: metadata.toString('utf8'), crate };
}

/** Dependencies on this registry must be there already; those that name another one are that one's business. */
async function checkDependencies(known: Catalogue, { entry }: Metadata): Promise<void> {
  for (const { name, package: original = name, registry } of entry.deps) {
    // The crate itself may be its own development dependency.
    if (registry !== undefined || canonical(original) === canonical(entry.name)) continue;
    const found = await known.find(original);
    if (found?.name !== original) throw new Refused('invalid', `no known crate named \`${original}\``);
  }
}

interface Publishing {
  readonly name: string;
  readonly vers: string;
  readonly user: string;
  readonly grant: Grant | undefined;
}

function mayPublish(
  before: Crate | undefined,
  elsewhere: readonly IndexEntry[],
  { name, vers, user, grant }: Publishing,
): void {
  if (before !== undefined && before.name !== name)
    throw new Refused('invalid', `crate was previously named \`${before.name}\``);
  if (grant !== undefined) mayJob(before, name, grant);
  else if (before !== undefined && !before.owners.includes(user)) {
    throw new Refused(
      'forbidden',
      "this crate exists but you don't seem to be an owner. If you believe this is a mistake, perhaps you need to accept an invitation to be an owner before publishing.",
    );
  }
  const taken = [...(before?.entries ?? []), ...elsewhere].some((one) => withoutBuild(one.vers) === withoutBuild(vers));
  if (taken) throw new Refused('invalid', `crate version \`${withoutBuild(vers)}\` is already uploaded`);
}

function mayJob(before: Crate | undefined, name: string, { publishers }: Grant): void {
  if (before === undefined) {
    throw new Refused(
      'forbidden',
      'Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first',
    );
  }
  if (!publishers.some((publisher) => canonical(publisher.package) === canonical(name)))
    throw new Refused('forbidden', `The provided access token is not valid for crate \`${name}\``);
}
