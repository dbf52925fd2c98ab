import type { House } from '../protocol.ts';
import { at } from '../reading.ts';
import type { Draft } from '../storage/blobs.ts';
import { queue } from '../storage/queue.ts';
import { latest, type View } from '../storage/view.ts';
import type { Digest } from './grammar.ts';
import type { Summary } from './manifest.ts';
import { problem } from './problem.ts';

/** Bytes that a repository holds, and under which name they are stored. */
export interface Held {
  readonly sha256: string;
  readonly size: number;
}

export interface HeldManifest extends Held, Summary {}

export interface Repository {
  /** Digests by tag. */
  readonly tags: Readonly<Record<string, string>>;
  /** By digest. */
  readonly manifests: Readonly<Record<string, HeldManifest>>;
}

/** What was pushed here. The same bytes are stored once, however many repositories hold them. */
export interface Library {
  names(): readonly string[];
  repository(name: string, view?: View): Repository | undefined;
  blob(name: string, digest: string): Held | undefined;
  /** Repositories that hold these bytes. */
  holders(digest: string): readonly string[];
  /** Stores what came in and puts it into a repository. */
  keep(name: string, digest: string, draft: Draft): Promise<void>;
  /** Stores a whole stream likewise. */
  take(name: string, digest: Digest, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** Puts what another repository holds into this one; says no where it is gone meanwhile. */
  link(name: string, digest: string, held: Held): Promise<boolean>;
  keepManifest(name: string, manifest: NewManifest): Promise<void>;
  removeBlob(name: string, digest: string): Promise<boolean>;
  removeTag(name: string, tag: string): Promise<boolean>;
  /** Its tags go with it. */
  removeManifest(name: string, digest: string): Promise<boolean>;
}

export interface NewManifest {
  readonly digest: Digest;
  readonly draft: Draft;
  readonly summary: Summary;
  readonly tags: readonly string[];
}

const empty: Repository = { tags: {}, manifests: {} };
const keyOf = (name: string, digest: string): string => `${name}@${digest}`;

export async function libraryOf(house: House): Promise<Library> {
  const repositories = await house.table<Repository>('repositories');
  const held = await house.table<Held>('holdings');
  // Whoever stores bytes and whoever removes them take turns, or the one could remove what the other has just found there.
  const inTurn = queue();
  const isHeld = (sha256: string): boolean =>
    held.keys().some((key) => held.get(key)?.sha256 === sha256) ||
    repositories
      .keys()
      .some((name) => Object.values(repositories.get(name)?.manifests ?? {}).some((one) => one.sha256 === sha256));
  const release = (sha256: string): Promise<void> =>
    inTurn(sha256, async () => {
      if (!isHeld(sha256)) await house.blobs.remove(sha256);
    });
  const keep: Library['keep'] = async (name, digest, draft) => {
    await inTurn(draft.digest().toString('hex'), async () => {
      const stored = await draft.keep();
      await held.update(keyOf(name, digest), () => stored);
    });
    await open(name);
  };
  const open = (name: string) => repositories.update(name, (before) => before ?? empty);
  return {
    names: () => repositories.keys(),
    repository: (name, view = latest) => repositories.seen(name, view),
    blob: (name, digest) => held.get(keyOf(name, digest)),
    holders: (digest) =>
      held.keys().flatMap((key) => (key.endsWith(`@${digest}`) ? [key.slice(0, -digest.length - 1)] : [])),
    keep,
    async take(name, digest, source) {
      const draft = await house.blobs.begin([digest.algorithm]);
      try {
        await draft.append(source);
        if (draft.digest(digest.algorithm).toString('hex') !== digest.hex) {
          throw problem(502, 'DIGEST_INVALID', 'the registry behind this one sent other bytes', {
            digest: digest.text,
          });
        }
        await keep(name, digest.text, draft);
      } catch (error) {
        await draft.drop();
        throw error;
      }
    },
    async link(name, digest, { sha256, size }) {
      const done = await inTurn(sha256, async () => {
        if (!house.blobs.has(sha256)) return false;
        await held.update(keyOf(name, digest), () => ({ sha256, size }));
        return true;
      });
      if (done) await open(name);
      return done;
    },
    keepManifest: (name, { digest, draft, summary, tags }) =>
      inTurn(draft.digest().toString('hex'), async () => {
        const stored = { ...summary, ...(await draft.keep()) };
        await repositories.update(name, (before = empty) => ({
          tags: { ...before.tags, ...Object.fromEntries(tags.map((tag) => [tag, digest.text])) },
          manifests: { ...before.manifests, [digest.text]: stored },
        }));
      }),
    async removeBlob(name, digest) {
      const key = keyOf(name, digest);
      const before = held.get(key);
      if (before === undefined) return false;
      await held.update(key, () => undefined);
      await release(before.sha256);
      return true;
    },
    async removeTag(name, tag) {
      let found = false;
      await change(name, (before) => {
        found = Object.hasOwn(before.tags, tag);
        return found ? { ...before, tags: without(before.tags, (one) => one === tag) } : before;
      });
      return found;
    },
    async removeManifest(name, digest) {
      let gone: HeldManifest | undefined;
      await change(name, (before) => {
        gone = manifestIn(before, digest);
        if (gone === undefined) return before;
        return {
          tags: without(before.tags, (_, pointsAt) => pointsAt === digest),
          manifests: without(before.manifests, (one) => one === digest),
        };
      });
      if (gone === undefined) return false;
      await release(gone.sha256);
      return true;
    },
  };

  function change(name: string, act: (before: Repository) => Repository) {
    return repositories.update(name, (before) => (before === undefined ? undefined : act(before)));
  }
}

/** Tags may be called like anything that objects have by nature, so only what was put there counts. */
export const tagIn = ({ tags }: Repository, tag: string): string | undefined => at(tags, tag) as string | undefined;

export const manifestIn = ({ manifests }: Repository, digest: string): HeldManifest | undefined =>
  at(manifests, digest) as HeldManifest | undefined;

const without = <T>(from: Readonly<Record<string, T>>, drop: (key: string, value: T) => boolean) =>
  Object.fromEntries(Object.entries(from).filter(([key, value]) => !drop(key, value)));
