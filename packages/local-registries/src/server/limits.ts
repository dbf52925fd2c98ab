export interface Limits {
  /** Of a body that is kept in memory, such as JSON. */
  readonly memoryBytes: number;
  /** Of a body that is streamed to a file. */
  readonly fileBytes: number;
  readonly headerBytes: number;
  /** Of a multipart body. */
  readonly parts: number;
  /** What is read and thrown away after a refusal, so that the client gets to read the answer. */
  readonly drainBytes: number;
}

const mib = 1024 * 1024;

export const defaultLimits: Limits = {
  memoryBytes: 16 * mib,
  fileBytes: 16 * 1024 * mib,
  headerBytes: 32 * 1024,
  parts: 1000,
  drainBytes: 64 * mib,
};
