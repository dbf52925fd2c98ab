import { createHash } from 'node:crypto';
import { BadArchive, entriesOf } from '../archive/tar.ts';
import { at, plain, textOf, type Plain } from '../reading.ts';
import { Refused } from '../server/refusal.ts';
import { isChartVersion } from './order.ts';

/** What helm needs to know of a chart: its Chart.yaml, and the digest of its archive. */
export interface Release {
  readonly name: string;
  readonly version: string;
  /** All of Chart.yaml. */
  readonly metadata: Plain;
  readonly digest: string;
  readonly created: string;
  /** Where the archive is, where that is another registry. */
  readonly url?: string;
}

const mostUnpacked = 200 * 1024 * 1024;
const mostDescribed = 1024 * 1024;

/** Reads an archive as `helm package` writes it; says what is wrong where it is none. */
export async function readChart(archive: Uint8Array, created: string): Promise<Release> {
  const metadata = await read(await describing(archive));
  const named = identify(metadata);
  const digest = createHash('sha256').update(archive).digest('hex');
  return { ...named, metadata, digest, created };
}

async function describing(archive: Uint8Array): Promise<Buffer> {
  try {
    for await (const entry of entriesOf(archive, mostUnpacked)) {
      if (entry.type !== 'file' || !/^[^/]+\/Chart\.yaml$/.test(entry.path)) continue;
      if (entry.size > mostDescribed) throw new Refused('invalid', 'Chart.yaml is too large');
      return await entry.bytes();
    }
  } catch (error) {
    if (error instanceof BadArchive) throw new Refused('invalid', `chart archive cannot be read: ${error.message}`);
    throw error;
  }
  throw new Refused('invalid', 'Chart.yaml file is missing');
}

async function read(bytes: Buffer): Promise<Plain> {
  // Loaded when the first chart comes: starting must not wait for it.
  const { parse } = await import('yaml');
  try {
    const metadata = plain(parse(bytes.toString('utf8'), { logLevel: 'error' }) as unknown);
    // What is no JSON (a set, a number that is none) is no metadata either.
    if (metadata !== undefined) return JSON.parse(JSON.stringify(metadata)) as Plain;
  } catch {
    // Said below.
  }
  throw new Refused('invalid', 'Chart.yaml is not the YAML of a chart');
}

export function identify(metadata: Plain): Pick<Release, 'name' | 'version'> {
  const apiVersion = textOf(at(metadata, 'apiVersion'));
  const name = textOf(at(metadata, 'name')) ?? '';
  const version = textOf(at(metadata, 'version')) ?? '';
  if (apiVersion !== 'v1' && apiVersion !== 'v2')
    throw new Refused('invalid', 'chart.metadata.apiVersion is not v1 or v2');
  if (!isChartName(name)) throw new Refused('invalid', `chart.metadata.name ${JSON.stringify(name)} is invalid`);
  if (!isChartVersion(version))
    throw new Refused('invalid', `chart.metadata.version ${JSON.stringify(version)} is invalid`);
  return { name, version };
}

export const isChartName = (text: string): boolean => /^[a-zA-Z0-9._-]{1,250}$/.test(text) && !/^\.+$/.test(text);

export const fileOf = ({ name, version }: Pick<Release, 'name' | 'version'>): string => `${name}-${version}.tgz`;
