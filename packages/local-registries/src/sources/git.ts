import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** What git keeps under a name, such as `refs/tags/v1`. */
export interface GitRef {
  readonly ref: string;
  readonly sha: string;
  readonly type: string;
}

/** A repository of git in a folder, bare or not. */
export interface GitFolder {
  /** The branch that HEAD names. */
  defaultBranch(): Promise<string | undefined>;
  /** Those whose names begin so. */
  refs(prefix: string): Promise<readonly GitRef[]>;
  typeOf(sha: string): Promise<string | undefined>;
  /** What an expression such as `v1^{commit}` names. */
  find(expression: string): Promise<string | undefined>;
  /** The text of a commit or a tag. */
  read(sha: string): Promise<string | undefined>;
  /** Moves a name, only where it stands at `before`: empty for a name that must not be there. */
  move(ref: string, sha: string, before: string): Promise<boolean>;
  remove(ref: string): Promise<boolean>;
  isAncestor(older: string, newer: string): Promise<boolean>;
  /** Commits, newest first. */
  log(range: readonly string[], most: number): Promise<readonly string[]>;
  /** Status and path of what differs. */
  changes(from: string, to: string): Promise<readonly (readonly [status: string, path: string])[]>;
  /** The tree of a merge, unless both sides changed the same lines. */
  mergeTree(base: string, head: string): Promise<string | undefined>;
  commit(tree: string, parents: readonly string[], message: string): Promise<string>;
  makeTag(text: string): Promise<string | undefined>;
}

export function gitFolder(path: string): GitFolder {
  const git = (args: readonly string[], input = ''): Promise<Said> => run(resolve(path), args, input);
  const word = async (...args: readonly string[]): Promise<string | undefined> => {
    const { ok, text } = await git(args);
    return ok && text.trim() !== '' ? text.trim() : undefined;
  };
  return {
    defaultBranch: () => word('symbolic-ref', '--quiet', '--short', 'HEAD'),
    async refs(prefix) {
      const { text } = await git(['for-each-ref', '--format=%(refname)%00%(objectname)%00%(objecttype)']);
      return lines(text).flatMap((line) => {
        const [ref = '', sha = '', type = ''] = line.split('\0');
        return ref.startsWith(prefix) ? [{ ref, sha, type }] : [];
      });
    },
    typeOf: async (sha) => (isObject(sha) ? word('cat-file', '-t', sha) : undefined),
    find: (expression) => word('rev-parse', '--verify', '--quiet', '--end-of-options', expression),
    read: async (sha) => (isObject(sha) ? word('cat-file', '-p', sha) : undefined),
    move: async (ref, sha, before) =>
      (await git(['update-ref', '--no-deref', ref, sha, before === '' ? '0'.repeat(sha.length) : before])).ok,
    async remove(ref) {
      const sha = await word('rev-parse', '--verify', '--quiet', '--end-of-options', ref);
      return sha !== undefined && (await git(['update-ref', '--no-deref', '-d', ref, sha])).ok;
    },
    isAncestor: async (older, newer) => (await git(['merge-base', '--is-ancestor', older, newer])).ok,
    log: async (range, most) => lines((await git(['rev-list', `--max-count=${most}`, ...range, '--'])).text),
    async changes(from, to) {
      const { text } = await git(['diff', '--name-status', '--no-renames', '-z', `${from}...${to}`, '--']);
      const parts = text.split('\0');
      return parts.flatMap((status, at) =>
        at % 2 === 0 && status !== '' ? [[status, parts[at + 1] ?? ''] as const] : [],
      );
    },
    async mergeTree(base, head) {
      const { ok, text } = await git(['merge-tree', '--write-tree', base, head]);
      return ok ? text.trim() : undefined;
    },
    async commit(tree, parents, message) {
      const { ok, text, said } = await git(['commit-tree', tree, ...parents.flatMap((one) => ['-p', one])], message);
      if (!ok) throw new Error(`git made no commit: ${said}`);
      return text.trim();
    },
    async makeTag(tag) {
      const { ok, text } = await git(['mktag'], tag);
      return ok ? text.trim() : undefined;
    },
  };
}

export const isObject = (sha: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(sha);

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

interface Said {
  readonly ok: boolean;
  readonly text: string;
  readonly said: string;
}

/** A list of arguments and no shell: what a client sends stays an argument. Neither hooks nor a stranger's settings have a say. */
function run(folder: string, args: readonly string[], input: string): Promise<Said> {
  const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];
  return new Promise((done, failed) => {
    const child = spawn('git', ['-C', folder, ...settings, ...args], { env: environment() });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', failed);
    child.on('close', (code) =>
      done({
        ok: code === 0,
        text: Buffer.concat(out).toString('utf8'),
        said: Buffer.concat(err).toString('utf8').trim(),
      }),
    );
    // Git may end without reading what it is given.
    child.stdin.on('error', () => undefined).end(input);
  });
}

/** Whoever started us may be in a hook of another repository. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const who = { NAME: 'local', EMAIL: 'local@localhost' };
  const person = Object.entries(who).flatMap(([part, value]) =>
    ['AUTHOR', 'COMMITTER'].map((role) => [`GIT_${role}_${part}`, value] as const),
  );
  return { ...Object.fromEntries([...own, ...person]), GIT_TERMINAL_PROMPT: '0' };
}
