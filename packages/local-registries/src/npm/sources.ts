import type { Readable } from 'node:stream';
import { at, plain, textOf, type Plain } from '../reading.ts';
import { bytesOf } from '../server/body.ts';
import type { PackageFile, PackagesFolder } from '../sources/folder.ts';
import { parsed, type Upstream } from '../sources/upstream.ts';
import { fileName } from './names.ts';
import { fileUrl, newestOf, type Packument } from './packument.ts';
import { manifestIn } from './tarball.ts';
import { digestsOf } from './upload.ts';

/** Where packages come from that nobody published here. */
export interface Source {
  packument(name: string, origin: string): Promise<Packument | undefined>;
  /** By the name of the file, as our own addresses end with it. */
  download(name: string, file: string): Promise<Readable | undefined>;
}

/** A folder with files such as `npm pack` makes. */
export function folderSource(folder: PackagesFolder): Source {
  const read = new Map<string, Promise<Plain | undefined>>();
  const manifestOf = (file: PackageFile): Promise<Plain | undefined> => {
    const key = `${file.path} ${file.state}`;
    const known = read.get(key) ?? describe(folder, file);
    read.set(key, known);
    return known;
  };
  /** `@a/b` is packed as `a-b-1.0.0.tgz`, and served as `b-1.0.0.tgz`. */
  const packed = async (name: string) => {
    const beginnings = [name.replace(/^@/, '').replace('/', '-'), name.replace(/^@.*\//, '')];
    const files = (await folder.files('.tgz')).filter((file) =>
      beginnings.some((one) => file.name.startsWith(`${one}-`)),
    );
    const all = await Promise.all(files.map(async (file) => ({ file, manifest: await manifestOf(file) })));
    return all.flatMap(({ file, manifest }) => (manifest?.name === name ? [{ file, manifest }] : []));
  };
  return {
    async packument(name, origin) {
      const found = (await packed(name)).map(({ manifest }) => {
        const version = textOf(at(manifest, 'version')) ?? '';
        return [
          version,
          { ...manifest, dist: { ...plain(manifest.dist), tarball: fileUrl(origin, name, version) } },
        ] as const;
      });
      if (found.length === 0) return undefined;
      const versions: Packument['versions'] = Object.fromEntries(found);
      return { name, 'dist-tags': { latest: newestOf(versions) ?? '' }, versions, time: {} };
    },
    async download(name, file) {
      const found = (await packed(name)).find(
        ({ manifest }) => fileName(name, textOf(manifest.version) ?? '') === file,
      );
      return found === undefined ? undefined : folder.stream(found.file);
    },
  };
}

async function describe(folder: PackagesFolder, file: PackageFile): Promise<Plain | undefined> {
  const bytes = await folder.bytes(file);
  const manifest = await manifestIn(bytes);
  return manifest === undefined ? undefined : { ...manifest, dist: digestsOf(bytes) };
}

/** Another registry, by its address. Its files are fetched through us, so that clients know one place only. */
export function upstreamSource(upstream: Upstream): Source {
  const ask = async (name: string): Promise<Plain | undefined> => {
    const passed = await upstream.get(`/${name.replace('/', '%2f')}`, { headers: { accept: 'application/json' } });
    return passed === undefined ? undefined : plain(parsed(upstream, (await bytesOf(passed.body)).toString('utf8')));
  };
  const versionsOf = (said: Plain | undefined): Readonly<Record<string, Plain>> =>
    Object.fromEntries(
      Object.entries(plain(at(said, 'versions')) ?? {}).map(([version, one]) => [version, plain(one) ?? {}]),
    );
  return {
    async packument(name, origin) {
      const said = await ask(name);
      if (said === undefined) return undefined;
      const ours = Object.entries(versionsOf(said)).map(([version, manifest]) => {
        const dist = { ...plain(at(manifest, 'dist')), tarball: fileUrl(origin, name, version) };
        return [version, { ...manifest, dist }] as const;
      });
      const tags = (plain(at(said, 'dist-tags')) ?? {}) as Packument['dist-tags'];
      const time = (plain(at(said, 'time')) ?? {}) as Packument['time'];
      return { ...said, name, 'dist-tags': tags, versions: Object.fromEntries(ours), time };
    },
    async download(name, file) {
      const found = Object.entries(versionsOf(await ask(name))).find(([version]) => fileName(name, version) === file);
      const url = textOf(at(plain(at(found?.[1], 'dist')), 'tarball'));
      return url === undefined ? undefined : (await upstream.get(url))?.body;
    },
  };
}
