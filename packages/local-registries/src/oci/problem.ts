import { json, type Answer } from '../server/answer.ts';

/** The codes of the distribution specification, and those of the server that it grew out of. */
export type Code =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'UNAUTHORIZED'
  | 'DENIED'
  | 'UNSUPPORTED'
  | 'TOOMANYREQUESTS'
  | 'PAGINATION_NUMBER_INVALID'
  | 'TAG_INVALID'
  | 'UNAVAILABLE'
  | 'UNKNOWN';

export interface Complaint {
  readonly code: Code;
  readonly message: string;
  readonly detail?: unknown;
}

type Headers = Readonly<Record<string, string>>;

/** Thrown by routes; whoever guards them answers with it. */
export class Problem extends Error {
  readonly status: number;
  readonly complaints: readonly Complaint[];
  readonly headers: Headers;

  constructor(status: number, complaints: Complaint | readonly Complaint[], headers: Headers = {}) {
    const list = [complaints].flat();
    super(list.map(({ message }) => message).join('; '));
    this.status = status;
    this.complaints = list;
    this.headers = headers;
  }
}

export function complain(status: number, complaints: readonly Complaint[], headers: Headers = {}): Answer {
  return json({ errors: complaints }, status, headers);
}

export const problem = (
  status: number,
  code: Code,
  message: string,
  detail?: unknown,
  headers: Headers = {},
): Problem => new Problem(status, { code, message, ...(detail === undefined ? {} : { detail }) }, headers);

export const badName = (name: string): Problem => problem(400, 'NAME_INVALID', 'invalid repository name', { name });
export const badDigest = (digest: string | null): Problem =>
  problem(400, 'DIGEST_INVALID', 'invalid digest, or one of an unsupported algorithm', { digest });
export const noBlob = (digest: string): Problem => problem(404, 'BLOB_UNKNOWN', 'blob unknown to registry', { digest });
export const noManifest = (name: string, reference: string): Problem =>
  problem(404, 'MANIFEST_UNKNOWN', 'manifest unknown to registry', { name, reference });
export const noRepository = (name: string): Problem =>
  problem(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name });
