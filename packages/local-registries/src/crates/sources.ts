import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { bytesOf } from '../server/body.ts';
import { at, plain, textOf } from '../reading.ts';
import type { PackageFile, PackagesFolder } from '../sources/folder.ts';
import { parsed, type Upstream } from '../sources/upstream.ts';
import type { IndexEntry } from './entry.ts';
import { entryFrom } from './manifest.ts';
import { canonical, indexPath } from './names.ts';
import { manifestOf } from './package.ts';

/** Where crates come from that nobody published here. */
export interface Source {
  entries(name: string): Promise<readonly IndexEntry[]>;
  download(entry: IndexEntry): Promise<Readable | undefined>;
}

/** A folder with `.crate` files, such as cargo's own `registry/cache`. */
export function folderSource(folder: PackagesFolder): Source {
  const read = new Map<string, Promise<IndexEntry | undefined>>();
  const files = async (name: string): Promise<readonly PackageFile[]> =>
    (await folder.files('.crate')).filter((file) => canonical(file.name).startsWith(`${canonical(name)}-`));
  const entryOf = (file: PackageFile): Promise<IndexEntry | undefined> => {
    const key = `${file.path} ${file.state}`;
    const known = read.get(key) ?? entryIn(folder, file);
    read.set(key, known);
    return known;
  };
  return {
    async entries(name) {
      const found = await Promise.all((await files(name)).map(entryOf));
      return found
        .filter((entry) => entry !== undefined)
        .filter((entry) => entry.name.toLowerCase() === name.toLowerCase());
    },
    async download({ name, vers }) {
      const file = (await files(name)).find((one) => one.name === `${name}-${vers}.crate`);
      return file === undefined ? undefined : folder.stream(file);
    },
  };
}

/** A file that is no crate is somebody else's, and none of our business. */
async function entryIn(folder: PackagesFolder, file: PackageFile): Promise<IndexEntry | undefined> {
  const [, name = '', version = ''] = /^(.+?)-(\d+\.\d+\.\d+.*)\.crate$/.exec(file.name) ?? [];
  const bytes = await folder.bytes(file);
  const manifest = await manifestOf(bytes, name, version).catch(() => undefined);
  return manifest === undefined ? undefined : entryFrom(manifest, createHash('sha256').update(bytes).digest('hex'));
}

/** Another sparse index, by its address. */
export function upstreamSource(upstream: Upstream): Source {
  let config: Promise<string> | undefined;
  const downloads = (): Promise<string> => {
    config ??= upstream.get('/config.json').then(async (passed) => {
      const said = passed === undefined ? '{}' : (await bytesOf(passed.body)).toString('utf8');
      return textOf(at(plain(parsed(upstream, said)), 'dl')) ?? '';
    });
    // A failure is not for ever.
    config.catch(() => (config = undefined));
    return config;
  };
  return {
    async entries(name) {
      const passed = await upstream.get(`/${indexPath(name)}`);
      if (passed === undefined) return [];
      const lines = (await bytesOf(passed.body)).toString('utf8').split('\n');
      return lines.filter((line) => line.trim() !== '').map((line) => parsed(upstream, line) as IndexEntry);
    },
    async download(entry) {
      return (await upstream.get(downloadUrl(await downloads(), entry)))?.body;
    },
  };
}

/** `dl` of an index's config.json is an address with marks in it, or the beginning of one. */
export function downloadUrl(template: string, { name, vers, cksum }: IndexEntry): string {
  const prefix = indexPath(name).split('/').slice(0, -1).join('/');
  const marks: Readonly<Record<string, string>> = {
    '{crate}': name,
    '{version}': vers,
    // The prefix of a name with capitals keeps them, unlike the lower one.
    '{prefix}': name.length > 3 ? `${name.slice(0, 2)}/${name.slice(2, 4)}` : prefix,
    '{lowerprefix}': prefix,
    '{sha256-checksum}': cksum,
  };
  const filled = Object.entries(marks).reduce((url, [mark, value]) => url.replaceAll(mark, value), template);
  return filled === template ? `${template}/${name}/${vers}/download` : filled;
}
