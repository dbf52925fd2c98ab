import type { Body } from '../../model/http.ts';
import type { Parcel } from '../../model/registry.ts';
import { fail, type Problem, type Result } from '../../model/problem.ts';

/** Bytes that manifests name by their digest: a layer, a configuration, a chart. */
export interface Blob {
  readonly digest: string;
  readonly size: number;
  /** From a byte on, up to and without another. */
  part(from: number, to: number): Body;
  /** Repositories of the same registry that likely hold it: it need not be sent again. */
  readonly sources: readonly string[];
}

export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** What is sent to a registry: what is named before what names it, and last what the tag will stand at. */
export interface Consignment {
  readonly blobs: readonly Blob[];
  readonly manifests: readonly Manifest[];
  readonly top: Manifest;
}

export const bytesBlob = (digest: string, bytes: Uint8Array): Blob => ({
  digest,
  size: bytes.length,
  part: (from, to) => bytes.subarray(from, to),
  sources: [],
});

export const fileBlob = (digest: string, size: number, file: string, sources: readonly string[] = []): Blob => ({
  digest,
  size,
  part: (from, to) => [{ file, from, to }],
  sources,
});

/** What was packaged is not what can be sent: it was altered, or only half of it is there. */
export const unsendable = ({ artifact, path }: Parcel, why: string): Result<never> => {
  const problem: Problem = {
    code: 'PACKAGE_UNSENDABLE',
    severity: 'error',
    what: `${artifact.name} cannot be sent from ${path}: ${why}.`,
    fix: `Package it again: npx nx-convoy package --units=${artifact.unit} --clean`,
  };
  return fail(problem);
};
