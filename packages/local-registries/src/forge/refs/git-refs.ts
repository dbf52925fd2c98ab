import type { GitFolder, GitRef } from '../../sources/git.ts';
import { isRefName, isSha, type Commit, type Moved, type Person, type Ref, type Refs, type Tag } from './refs.ts';

/** Refs of a real repository; every question is asked of git. */
export function gitRefs(git: GitFolder): Refs {
  const get = async (ref: string): Promise<Ref | undefined> => {
    if (!isRefName(ref)) return undefined;
    return (await git.refs(ref)).map(typed).find((one) => one.ref === ref);
  };
  const put = async (ref: string, sha: string, before: string): Promise<Moved> => {
    const type = await git.typeOf(sha);
    // A branch can only stand at a commit.
    if (type === undefined || (ref.startsWith('refs/heads/') && type !== 'commit')) return 'no-object';
    return (await git.move(ref, sha, before)) ? typed({ ref, sha, type }) : 'there';
  };
  const commit = async (sha: string): Promise<Commit | undefined> => {
    const text = await git.read(sha);
    return text === undefined ? undefined : commitOf(sha, text);
  };
  return {
    list: async (prefix) => (await git.refs(prefix)).map(typed),
    get,
    create: async (ref, sha) => ((await get(ref)) === undefined ? put(ref, sha, '') : 'there'),
    async move(ref, sha, force) {
      const before = await get(ref);
      if (before === undefined) return 'no-ref';
      if ((await git.typeOf(sha)) === undefined) return 'no-object';
      if (!force && !(await git.isAncestor(before.sha, sha))) return 'not-forward';
      return put(ref, sha, before.sha);
    },
    remove: async (ref) => isRefName(ref) && git.remove(ref),
    async tag(sha) {
      const text = (await git.typeOf(sha)) === 'tag' ? await git.read(sha) : undefined;
      return text === undefined ? undefined : tagOf(sha, text);
    },
    async makeTag(tag) {
      const type = await git.typeOf(tag.object.sha);
      if (type === undefined) return 'no-object';
      const seconds = Math.floor(Date.parse(tag.tagger.date) / 1000);
      const clean = (text: string): string => text.replace(/[\p{Cc}<>]/gu, ' ').trim();
      const head = [
        `object ${tag.object.sha}`,
        `type ${type}`,
        `tag ${tag.tag}`,
        `tagger ${clean(tag.tagger.name)} <${clean(tag.tagger.email)}> ${seconds} +0000`,
      ];
      const sha = await git.makeTag(`${head.join('\n')}\n\n${tag.message.replace(/\n*$/, '\n')}`);
      return sha === undefined ? 'no-object' : { ...tag, object: { ...tag.object, type }, sha };
    },
    commit,
    async resolve(name) {
      for (const ref of [name, `refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`]) {
        if (isRefName(ref)) {
          const found = await git.find(`${ref}^{commit}`);
          if (found !== undefined) return found;
        }
      }
      return isSha(name) ? git.find(`${name}^{commit}`) : undefined;
    },
    log: (to, most, from) => git.log(from === undefined ? [to] : [to, `^${from}`], most),
    changes: (from, to) => git.changes(from, to),
    async merge({ base, head, how, message }) {
      if (how === 'rebase') return (await git.isAncestor(base, head)) ? head : undefined;
      const tree = await git.mergeTree(base, head);
      return tree === undefined ? undefined : git.commit(tree, how === 'merge' ? [base, head] : [base], message);
    },
  };
}

const types: ReadonlySet<string> = new Set<Ref['type']>(['commit', 'tag', 'tree', 'blob']);
const isType = (type: string): type is Ref['type'] => types.has(type);
const typed = ({ ref, sha, type }: GitRef): Ref => ({ ref, sha, type: isType(type) ? type : 'commit' });

interface Parts {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly message: string;
}

function partsOf(text: string): Parts {
  const end = text.indexOf('\n\n');
  const head = end === -1 ? text : text.slice(0, end);
  const headers = head.split('\n').flatMap((line) => {
    const [, name, value] = /^(\S+) (.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { headers, message: end === -1 ? '' : text.slice(end + 2) };
}

const first = ({ headers }: Parts, name: string): string => headers.find(([one]) => one === name)?.[1] ?? '';

function personOf(line: string): Person {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<([^>]*)> (-?\d+)/.exec(line) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}

function commitOf(sha: string, text: string): Commit {
  const parts = partsOf(text);
  const parents = parts.headers.flatMap(([name, value]) => (name === 'parent' ? [value] : []));
  const [author, committer] = [personOf(first(parts, 'author')), personOf(first(parts, 'committer'))];
  return { sha, tree: first(parts, 'tree'), parents, author, committer, message: parts.message };
}

function tagOf(sha: string, text: string): Tag {
  const parts = partsOf(text);
  const object = { sha: first(parts, 'object'), type: first(parts, 'type') };
  return { sha, tag: first(parts, 'tag'), message: parts.message, tagger: personOf(first(parts, 'tagger')), object };
}
