import { randomUUID } from 'node:crypto';
import type { House } from '../protocol.ts';
import type { Draft } from '../storage/blobs.ts';
import { queue } from '../storage/queue.ts';
import type { Algorithm, Digest } from './grammar.ts';
import type { Library } from './library.ts';
import { problem } from './problem.ts';

/** An upload on its way, perhaps through several requests. */
export interface Upload {
  readonly id: string;
  readonly size: number;
}

type Bytes = AsyncIterable<Uint8Array>;

export interface Uploads {
  begin(name: string, algorithm?: Algorithm): Promise<Upload>;
  find(name: string, id: string): Upload;
  /** Adds a chunk, if it is the next one. */
  append(name: string, id: string, chunk: Chunk): Promise<Upload>;
  /** Adds the last chunk, checks all of it, and puts it into the repository. */
  finish(name: string, id: string, digest: Digest, chunk: Chunk): Promise<void>;
  cancel(name: string, id: string): Promise<void>;
}

export interface Chunk {
  /** Where it says that it begins. */
  readonly start?: number;
  readonly body: Bytes;
}

interface Session {
  readonly id: string;
  readonly name: string;
  draft: Draft;
  algorithms: readonly Algorithm[];
  touched: number;
}

/** Whoever has not been heard of for so long has gone away. */
const idleMs = 60 * 60_000;
/** Each keeps a file open. */
const most = 1000;

export function uploadsOf({ blobs, clock }: Pick<House, 'blobs' | 'clock'>, library: Library): Uploads {
  const sessions = new Map<string, Session>();
  // Two requests for one upload would mix their bytes.
  const inTurn = queue();
  const sessionOf = (name: string, id: string): Session => {
    const session = sessions.get(id);
    if (session?.name !== name) throw problem(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry', { id });
    session.touched = clock.now();
    return session;
  };
  const drop = async (session: Session): Promise<void> => {
    sessions.delete(session.id);
    await session.draft.drop();
  };
  const add = async (session: Session, { start, body }: Chunk): Promise<void> => {
    if (start !== undefined && start !== session.draft.size) throw outOfOrder(session.name, uploadIn(session));
    await session.draft.append(body);
    session.touched = clock.now();
  };
  return {
    async begin(name, algorithm = 'sha256') {
      for (const session of sessions.values()) {
        if (session.touched + idleMs < clock.now()) await drop(session);
      }
      if (sessions.size >= most) throw problem(429, 'TOOMANYREQUESTS', `more than ${most} uploads are on their way`);
      const draft = await blobs.begin([algorithm]);
      const session = { id: randomUUID(), name, draft, algorithms: [algorithm], touched: clock.now() };
      sessions.set(session.id, session);
      return uploadIn(session);
    },
    find: (name, id) => uploadIn(sessionOf(name, id)),
    append: (name, id, chunk) =>
      inTurn(id, async () => {
        const session = sessionOf(name, id);
        await add(session, chunk);
        return uploadIn(session);
      }),
    finish: (name, id, digest, chunk) =>
      inTurn(id, async () => {
        const session = sessionOf(name, id);
        if (session.draft.size === 0 && !session.algorithms.includes(digest.algorithm)) {
          await session.draft.drop();
          session.draft = await blobs.begin([digest.algorithm]);
          session.algorithms = [digest.algorithm];
        }
        await add(session, chunk);
        const { draft, algorithms } = session;
        const knows = digest.algorithm === 'sha256' || algorithms.includes(digest.algorithm);
        const hex = knows ? draft.digest(digest.algorithm).toString('hex') : await draft.digestAgain(digest.algorithm);
        if (hex !== digest.hex) {
          await drop(session);
          throw problem(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', {
            digest: digest.text,
            uploaded: `${digest.algorithm}:${hex}`,
          });
        }
        sessions.delete(id);
        await library.keep(name, digest.text, draft);
      }),
    cancel: (name, id) => inTurn(id, () => drop(sessionOf(name, id))),
  };
}

const uploadIn = ({ id, draft: { size } }: Session): Upload => ({ id, size });

export const locationOf = (name: string, id: string): string => `/v2/${name}/blobs/uploads/${id}`;

/** Where the upload is, and how far; a client that fell out of step goes on from there. */
export const progress = (name: string, { id, size }: Upload): Readonly<Record<string, string>> => ({
  location: locationOf(name, id),
  range: `0-${Math.max(0, size - 1)}`,
  'docker-upload-uuid': id,
});

const outOfOrder = (name: string, upload: Upload) =>
  problem(
    416,
    'BLOB_UPLOAD_INVALID',
    `the next chunk begins at ${upload.size}`,
    { size: upload.size },
    progress(name, upload),
  );
