import { parse } from 'smol-toml';
import { BadArchive, entriesOf } from '../archive/tar.ts';
import { at, plain, textOf, type Plain } from '../reading.ts';
import { Refused } from '../server/refusal.ts';
import { wordsOf } from '../words.ts';

/** As much as crates.io unpacks. */
const mostUnpacked = 512 * 1024 * 1024;
const mostManifest = 4 * 1024 * 1024;

/** The manifest inside of a `.crate`, after a look at everything else that lies there. */
export async function manifestOf(crate: Uint8Array, name: string, version: string): Promise<Plain> {
  const top = `${name}-${version}`;
  let manifest: string | undefined;
  try {
    for await (const entry of entriesOf(crate, mostUnpacked)) {
      if (entry.type === 'link') throw wrong(`unexpected symlink or hard link found: ${entry.path}`);
      const [first = '', ...rest] = entry.path.replace(/\/$/, '').split('/');
      if (first !== top || rest.some((part) => part === '..' || part === ''))
        throw wrong(`invalid path found: ${entry.path}`);
      if (entry.path !== `${top}/Cargo.toml`) continue;
      if (entry.size > mostManifest) throw wrong('the `Cargo.toml` manifest file is too large');
      manifest = (await entry.bytes()).toString('utf8');
    }
  } catch (error) {
    if (error instanceof BadArchive) {
      throw wrong(`uploaded tarball is malformed or too large when decompressed: ${error.message}`);
    }
    throw error;
  }
  if (manifest === undefined) throw wrong('uploaded tarball is missing a `Cargo.toml` manifest file');
  return toml(manifest);
}

/** The manifest must be about the crate that was announced. */
export function checkManifest(manifest: Plain, name: string, version: string): void {
  const told = plain(at(manifest, 'package'));
  for (const [field, expected] of [
    ['name', name],
    ['version', version],
  ] as const) {
    const found = textOf(at(told, field));
    if (found !== expected)
      throw wrong(`metadata ${field} \`${expected}\` does not match manifest ${field} \`${found ?? ''}\``);
  }
}

function toml(text: string): Plain {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    throw wrong(`failed to parse \`Cargo.toml\` manifest file\n\n${wordsOf(error)}`);
  }
}

const wrong = (message: string): Refused => new Refused('invalid', message);
