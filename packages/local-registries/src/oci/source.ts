import type { Served, ServedBlob } from './shelf.ts';

/** Where images and charts come from that nobody pushed here. */
export interface Source {
  manifest(name: string, reference: string): Promise<Served | undefined>;
  blob(name: string, digest: string): Promise<ServedBlob | undefined>;
  tags(name: string): Promise<readonly string[] | undefined>;
}
