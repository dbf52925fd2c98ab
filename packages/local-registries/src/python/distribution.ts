import { BadArchive, entriesOf } from '../archive/tar.ts';
import { Refused } from '../server/refusal.ts';
import { readFileName, type FileName } from './file-name.ts';
import { escaped, normalised, quoted } from './names.ts';
import { compareSpellings } from './version.ts';
import { BadZip, membersOf, unpacked, type Member, type Source } from './zip.ts';

const mostMetadata = 16 * 1024 * 1024;
const mostUnpacked = 4 * 1024 * 1024 * 1024;
/** From this size on a file that is mostly air is a bomb. */
const suspicious = 64 * 1024 * 1024;
const mostAir = 50;

/** The METADATA of a wheel or the PKG-INFO of a source distribution; what is neither is refused. */
export async function metadataIn(file: string, source: Source): Promise<Buffer> {
  const name = readFileName(file);
  try {
    if (file.endsWith('.tar.gz')) return await fromTar(source);
    const members = await membersOf(source);
    checkMembers(members, source.size);
    return name.kind === 'sdist' ? await fromZip(members, source) : await fromWheel(file, name, { members, source });
  } catch (error) {
    if (error instanceof BadZip || error instanceof BadArchive) throw noDistribution(error.message);
    throw error;
  }
}

function checkMembers(members: readonly Member[], size: number): void {
  if (members.some(({ method }) => method !== 0 && method !== 8)) throw noDistribution();
  const whole = members.reduce((sum, member) => sum + member.size, 0);
  if (whole > suspicious && whole / size > mostAir) throw noDistribution();
}

async function fromTar(source: Source): Promise<Buffer> {
  let found: Buffer | undefined;
  // To the end: a file that is cut off is no distribution, even where what is looked for stands before that.
  for await (const entry of entriesOf(await source.read(0, source.size), mostUnpacked)) {
    if (found !== undefined || !/^[^/]+\/PKG-INFO$/.test(entry.path) || entry.size > mostMetadata) continue;
    found = await entry.bytes();
  }
  if (found === undefined) throw noDistribution();
  return found;
}

async function fromZip(members: readonly Member[], source: Source): Promise<Buffer> {
  const info = members.find((member) => /^[^/]+\/PKG-INFO$/.test(member.name));
  if (info === undefined) throw noDistribution();
  return unpacked(source, info, mostMetadata);
}

interface Archive {
  readonly members: readonly Member[];
  readonly source: Source;
}

/** Backends do not agree on how they spell the folder; PyPI looks for the one that is called like the file. */
async function fromWheel(file: string, { name, version }: FileName, { members, source }: Archive): Promise<Buffer> {
  const find = (wanted: string): Member | undefined =>
    members.find((member) => {
      const [, folder = '', folderVersion = '', leaf] =
        /^([^/]+?)-([^/-]+)\.dist-info\/([^/]+)$/.exec(member.name) ?? [];
      const same = normalised(folder) === normalised(name) && compareSpellings(folderVersion, version) === 0;
      return same && leaf === wanted;
    });
  const metadata = find('METADATA');
  const missing = find('WHEEL') === undefined ? 'WHEEL' : metadata === undefined ? 'METADATA' : 'RECORD';
  if (metadata === undefined || missing !== 'RECORD' || find('RECORD') === undefined) {
    const place = `${escaped(name)}-${version}.dist-info/${missing}`;
    throw new Refused('invalid', `Wheel ${quoted(file)} does not contain the required ${missing} file: ${place}`);
  }
  return unpacked(source, metadata, mostMetadata);
}

const noDistribution = (why?: string): Refused =>
  new Refused('invalid', why === undefined ? 'Invalid distribution file.' : `Invalid distribution file. ${why}`);
