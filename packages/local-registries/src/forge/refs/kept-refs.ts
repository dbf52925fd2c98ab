import { createHash } from 'node:crypto';
import type { House } from '../../protocol.ts';
import { at } from '../../reading.ts';
import { drawer } from '../drawer.ts';
import { isSha, type Commit, type Moved, type Person, type Ref, type Refs, type Tag } from './refs.ts';

interface Kept {
  /** Absent before the first change: then there is only the default branch. */
  readonly refs?: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, Tag>>;
}

/** Where a name goes, or why it does not. */
type Next = { readonly to: string | undefined } | 'no-ref' | 'no-object' | 'there';

export type KeptRefs = (repository: string, defaultBranch: string) => Refs;

/** Refs of a repository whose objects nobody has: every name of an object is believed, and history is not known. */
export async function keptRefs(house: House): Promise<KeptRefs> {
  const kept = await drawer<Kept>(house, 'refs', { tags: {} });
  return (repository, defaultBranch) => {
    const first = { [`refs/heads/${defaultBranch}`]: made('commit', repository) };
    const now = (): Required<Kept> => ({ refs: first, ...kept.read(repository) });
    const typeOf = (sha: string): Ref['type'] => (at(now().tags, sha) === undefined ? 'commit' : 'tag');
    const get = (ref: string): Ref | undefined => {
      const sha = at(now().refs, ref);
      return typeof sha === 'string' ? { ref, sha, type: typeOf(sha) } : undefined;
    };
    const commitOf = (sha: string): string => {
      const tag = now().tags[sha];
      return tag === undefined ? sha : commitOf(tag.object.sha);
    };
    const change = async (ref: string, next: (isThere: boolean) => Next): Promise<Moved> => {
      let said: Moved = 'no-ref';
      await kept.change(repository, (before) => {
        const refs = before.refs ?? first;
        const found = next(Object.hasOwn(refs, ref));
        if (typeof found === 'string') {
          said = found;
          return before;
        }
        const { to } = found;
        const others = Object.entries(refs).filter(([name]) => name !== ref);
        said = to === undefined ? 'there' : { ref, sha: to, type: typeOf(to) };
        return { ...before, refs: Object.fromEntries(to === undefined ? others : [...others, [ref, to]]) };
      });
      return said;
    };
    return {
      list: (prefix) =>
        Promise.resolve(
          Object.keys(now().refs)
            .filter((ref) => ref.startsWith(prefix))
            .sort()
            .flatMap((ref) => get(ref) ?? []),
        ),
      get: (ref) => Promise.resolve(get(ref)),
      create: (ref, sha) => change(ref, (isThere) => (!isSha(sha) ? 'no-object' : isThere ? 'there' : { to: sha })),
      move: (ref, sha) => change(ref, (isThere) => (!isSha(sha) ? 'no-object' : isThere ? { to: sha } : 'no-ref')),
      remove: async (ref) => (await change(ref, (isThere) => (isThere ? { to: undefined } : 'no-ref'))) === 'there',
      tag: (sha) => Promise.resolve(Object.hasOwn(now().tags, sha) ? now().tags[sha] : undefined),
      async makeTag(told) {
        if (!isSha(told.object.sha)) return 'no-object';
        const tag = { ...told, sha: made('tag', JSON.stringify(told)) };
        await kept.change(repository, (before) => ({ ...before, tags: { ...before.tags, [tag.sha]: tag } }));
        return tag;
      },
      commit: (sha) => Promise.resolve(isSha(sha) ? unknownCommit(commitOf(sha)) : undefined),
      resolve: (name) => {
        const found = [name, `refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`].flatMap(
          (ref) => get(ref) ?? [],
        )[0];
        if (found !== undefined) return Promise.resolve(commitOf(found.sha));
        return Promise.resolve(isSha(name) ? commitOf(name) : undefined);
      },
      log: (to) => Promise.resolve([to]),
      changes: () => Promise.resolve([]),
      merge: ({ base, head, how, message }) => Promise.resolve(made('commit', [base, head, how, message].join('\0'))),
    };
  };
}

const made = (type: string, from: string): string => createHash('sha1').update(`${type}\0${from}`).digest('hex');

/** Nobody told us more than its name. */
function unknownCommit(sha: string): Commit {
  const nobody: Person = { name: 'local', email: 'local@localhost', date: '1970-01-01T00:00:00Z' };
  return { sha, tree: made('tree', sha), parents: [], author: nobody, committer: nobody, message: '' };
}
