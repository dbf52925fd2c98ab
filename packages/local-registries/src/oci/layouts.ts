import { createHash } from 'node:crypto';
import { at, listOf, plain, textOf } from '../reading.ts';
import type { PackageFile, PackagesFolder } from '../sources/folder.ts';
import { digestOf, isName, isTag, type Digest } from './grammar.ts';
import { descriptorOf, mediaTypeOf, mostManifest } from './manifest.ts';
import type { Source } from './source.ts';

/**
 * Image layouts (folders with `oci-layout`, as `skopeo copy … oci:library/alpine:3.20` writes them) in a folder of packages. The path is the
 * repository, the annotation of the index the tag; an annotation that is a whole reference, as containerd's, names both.
 */
export function layoutSource(folder: PackagesFolder): Source {
  const find = async (name: string): Promise<readonly Entry[]> =>
    (await entriesIn(folder)).filter((entry) => entry.name === name);
  const file = async (name: string, { algorithm, hex }: Digest): Promise<PackageFile | undefined> => {
    const homes = new Set((await find(name)).map(({ layout }) => `${layout}blobs/${algorithm}/${hex}`));
    return (await folder.files(hex)).find(({ path }) => homes.has(path));
  };
  return {
    async manifest(name, reference) {
      const digest = digestOf(reference) ?? (await find(name)).find(({ tag }) => tag === reference)?.digest;
      const found = digest && (await file(name, digest));
      if (digest === undefined || found === undefined || found.size > mostManifest) return undefined;
      const bytes = await folder.bytes(found);
      const mediaType = mediaTypeOf(bytes);
      const isWhole = createHash(digest.algorithm).update(bytes).digest('hex') === digest.hex;
      return mediaType === undefined || !isWhole ? undefined : { mediaType, digest: digest.text, bytes };
    },
    async blob(name, text) {
      const digest = digestOf(text);
      const found = digest && (await file(name, digest));
      return found && { size: found.size, open: () => folder.stream(found) };
    },
    async tags(name) {
      const entries = await find(name);
      return entries.length === 0 ? undefined : entries.flatMap(({ tag }) => tag ?? []);
    },
  };
}

interface Entry {
  /** The folder, with a slash at the end. */
  readonly layout: string;
  readonly name: string;
  readonly tag?: string;
  readonly digest: Digest;
}

async function entriesIn(folder: PackagesFolder): Promise<readonly Entry[]> {
  const layouts = (await folder.files('oci-layout')).filter(({ name }) => name === 'oci-layout');
  const indexes = await folder.files('index.json');
  const read = layouts.map(async ({ path }) => {
    const layout = path.slice(0, -'oci-layout'.length);
    const index = indexes.find((one) => one.path === `${layout}index.json`);
    return index === undefined ? [] : entriesOf(layout, await folder.bytes(index));
  });
  return (await Promise.all(read)).flat();
}

/** A layout that is broken is somebody else's: it is as if it were not there. */
function entriesOf(layout: string, index: Buffer): readonly Entry[] {
  return (listOf(at(parsed(index), 'manifests')) ?? []).flatMap((one) => {
    const descriptor = descriptorOf(plain(one));
    if (descriptor === undefined) return [];
    const annotations = plain(at(plain(one), 'annotations'));
    const said = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'].flatMap(
      (key) => textOf(at(annotations, key)) ?? [],
    );
    const home = layout.slice(0, -1);
    const named = said.map((text) => (isTag(text) ? { name: home, tag: text } : referenceOf(text)));
    const wanted = named.filter((entry) => entry !== undefined);
    return (wanted.length === 0 ? [{ name: home }] : wanted)
      .filter(({ name }) => isName(name))
      .map((entry) => ({ layout, digest: descriptor.digest, ...entry }));
  });
}

/** `docker.io/library/alpine:3.20`: a first part with a dot or a port is a host. */
export function referenceOf(text: string): { readonly name: string; readonly tag: string } | undefined {
  const [, host = '', rest = ''] = /^(?:([^/]*[.:][^/]*|localhost)\/)?(.+)$/.exec(text) ?? [];
  const [, name = '', tag = ''] = /^([^:@]+):([^:@/]+)$/.exec(host === '' ? text : rest) ?? [];
  return isName(name) && isTag(tag) ? { name, tag } : undefined;
}

function parsed(bytes: Buffer) {
  try {
    return plain(JSON.parse(bytes.toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
}
