import { at, listOf, plain, textOf, textsOf, type Plain } from '../reading.ts';
import { bytesOf, limited } from '../server/body.ts';
import { Refused } from '../server/refusal.ts';
import type { PackageFile, PackagesFolder } from '../sources/folder.ts';
import type { Upstream } from '../sources/upstream.ts';
import type { Opened } from './catalogue.ts';
import { fileOf, identify, readChart, type Release } from './chart.ts';

/** Where charts come from that nobody uploaded here. */
export interface Source {
  releases(): Promise<readonly Release[]>;
  open(archive: string, isSignature: boolean): Promise<Opened | undefined>;
}

const mostRead = 20 * 1024 * 1024;

/** A folder with archives of charts, their signatures beside them. */
export function folderSource(folder: PackagesFolder): Source {
  const read = new Map<string, Promise<Release | undefined>>();
  const releaseIn = (file: PackageFile): Promise<Release | undefined> => {
    const key = `${file.path} ${file.state}`;
    const known = read.get(key) ?? releaseOf(folder, file);
    read.set(key, known);
    return known;
  };
  const files = async () =>
    Promise.all((await folder.files('.tgz')).map(async (file) => ({ file, release: await releaseIn(file) })));
  return {
    releases: async () => (await files()).flatMap(({ release }) => release ?? []),
    async open(archive, isSignature) {
      const found = (await files()).find(({ release }) => release !== undefined && fileOf(release) === archive);
      if (found === undefined) return undefined;
      const { path } = found.file;
      const wanted = isSignature
        ? (await folder.files('.prov')).find((one) => one.path === `${path}.prov`)
        : found.file;
      return wanted && { stream: await folder.stream(wanted), size: wanted.size };
    },
  };
}

/** npm packs into the same ending: what is no chart is none of our business. */
async function releaseOf(folder: PackagesFolder, file: PackageFile): Promise<Release | undefined> {
  if (file.size > mostRead) return undefined;
  const created = new Date(Number(file.state.split(' ')[1])).toISOString();
  return readChart(await folder.bytes(file), created).catch(() => undefined);
}

/** Another chart repository, by its address. */
export function upstreamSource(upstream: Upstream): Source {
  const releases = async (): Promise<readonly Release[]> => {
    const passed = await upstream.get('/index.yaml');
    if (passed === undefined) return [];
    const bytes = await bytesOf(limited(passed.body, mostRead * 5, () => undefined));
    return releasesIn(await parsed(bytes, upstream.url));
  };
  return {
    releases,
    async open(archive, isSignature) {
      const found = (await releases()).find((one) => fileOf(one) === archive);
      if (found?.url === undefined) return undefined;
      // Most repositories tell where a chart is from where their index is.
      const url = new URL(found.url, `${upstream.url}/`);
      if (isSignature) url.pathname += '.prov';
      const passed = await upstream.get(url.href);
      if (passed === undefined) return undefined;
      const length = passed.headers.get('content-length');
      // A body that is packed on its way has another length here.
      const size = length === null || passed.headers.has('content-encoding') ? {} : { size: Number(length) };
      return { stream: passed.body, ...size };
    },
  };
}

async function parsed(bytes: Buffer, url: string): Promise<Plain> {
  const { parse } = await import('yaml');
  try {
    const index = plain(parse(bytes.toString('utf8'), { logLevel: 'error' }) as unknown);
    if (index !== undefined) return index;
  } catch {
    // Said below.
  }
  throw new Refused('unavailable', `The index of ${url} is not the YAML of a chart repository.`);
}

/** What a repository adds to Chart.yaml. */
const ours: ReadonlySet<string> = new Set(['urls', 'digest', 'created']);

/** What is not as helm writes it is left out, as helm does. */
function releasesIn(index: Plain): readonly Release[] {
  const entries = Object.values(plain(at(index, 'entries')) ?? {}).flatMap((list) => listOf(list) ?? []);
  return entries.flatMap((one) => {
    const entry = plain(one) ?? {};
    const url = textsOf(at(entry, 'urls'))?.[0];
    try {
      const named = identify(entry);
      const metadata = Object.fromEntries(Object.entries(entry).filter(([key]) => !ours.has(key)));
      const digest = textOf(at(entry, 'digest')) ?? '';
      const created = textOf(at(entry, 'created')) ?? '';
      return url === undefined ? [] : [{ ...named, metadata, digest, created, url }];
    } catch {
      return [];
    }
  });
}
