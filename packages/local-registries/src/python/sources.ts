import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PackageFile, PackagesFolder } from '../sources/folder.ts';
import type { Opened } from './catalogue.ts';
import { metadataIn } from './distribution.ts';
import { readFileName } from './file-name.ts';
import { first, readMetadata } from './metadata.ts';
import { normalised } from './names.ts';
import type { Distribution } from './project.ts';
import { spelled, versionOf } from './version.ts';
import { bytesAsSource } from './zip.ts';

/** Where files come from that nobody published here. */
export interface Source {
  /** Of one project, by its normalised name. */
  find(project: string): Promise<readonly Distribution[]>;
  names(): Promise<readonly string[]>;
  open(project: string, file: string, what: 'file' | 'metadata'): Promise<Opened | undefined>;
}

interface Read {
  readonly distribution: Distribution;
  readonly metadata: Buffer;
}

/** A folder with wheels and source distributions, as `pip download` fills it and `--find-links` reads it. */
export function folderSource(folder: PackagesFolder): Source {
  const read = new Map<string, Promise<Read | undefined>>();
  const all = async (): Promise<readonly PackageFile[]> =>
    (await Promise.all(['.whl', '.tar.gz'].map((ending) => folder.files(ending)))).flat();
  const projectOf = ({ name }: PackageFile): string | undefined => {
    try {
      return normalised(readFileName(name).name);
    } catch {
      // Other archives are somebody else's, and none of our business.
      return undefined;
    }
  };
  const ofProject = async (project: string): Promise<readonly (Read & { readonly file: PackageFile })[]> => {
    const files = (await all()).filter((file) => projectOf(file) === project);
    const found = await Promise.all(
      files.map(async (file) => {
        const key = `${file.path} ${file.state}`;
        const known = read.get(key) ?? readIn(folder, file);
        read.set(key, known);
        const one = await known;
        return one === undefined ? [] : [{ ...one, file }];
      }),
    );
    return found.flat();
  };
  return {
    find: async (project) => (await ofProject(project)).map(({ distribution }) => distribution),
    names: async () => (await all()).flatMap((file) => projectOf(file) ?? []),
    async open(project, name, what) {
      const found = (await ofProject(project)).find(({ distribution }) => distribution.file === name);
      if (found === undefined || (what === 'metadata' && found.distribution.metadata === undefined)) return undefined;
      const { file, metadata, distribution } = found;
      if (what === 'metadata')
        return { size: metadata.length, stream: () => Promise.resolve(Readable.from([metadata])) };
      const { sha256 = '' } = distribution.hashes;
      return { size: file.size, sha256, stream: (range) => folder.stream(file, range) };
    },
  };
}

async function readIn(folder: PackagesFolder, file: PackageFile): Promise<Read | undefined> {
  const bytes = await folder.bytes(file);
  const metadata = await metadataIn(file.name, bytesAsSource(bytes)).catch(() => undefined);
  if (metadata === undefined) return undefined;
  const { kind, version, python } = readFileName(file.name);
  const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
  const requiresPython = first(readMetadata(metadata.toString('utf8')), 'requires-python');
  const known = versionOf(version);
  const distribution: Distribution = {
    file: file.name,
    version: known === undefined ? version : spelled(known),
    kind,
    python,
    size: file.size,
    hashes: { sha256: sha256(bytes) },
    ...(kind === 'bdist_wheel' ? { metadata: sha256(metadata) } : {}),
    ...(requiresPython === undefined ? {} : { requiresPython }),
  };
  return { distribution, metadata };
}
