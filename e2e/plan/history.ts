import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../tools/root.ts';
import { convoy } from '../world/bin.ts';
import { tempFolder } from '../world/folder.ts';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';

/**
 * Makes a repository from a few words, a line each:
 *
 *     crate a 1.2.0               a crate in the folder of its name
 *     write path text             a file; \n in the text begins a line
 *     copy harbor                 a workspace of e2e/workspaces
 *     commit feat: x @ a b/c.rs   a change of these folders and files, and all that was written; \r, \n, \xe9 are bytes
 *     tag NAME…   note NAME       lightweight, annotated
 *     on BRANCH   to REF          begins a branch, goes to something
 *     merge REF   squash REF: …   with a commit of its own
 *     in FOLDER                   the workspace from now on
 *     clone ARGS…  worktree REF   a second place, where it goes on
 *     git ARGS…                   anything else
 *
 * Returns the folder where it ended.
 */
export function history(script: string): string {
  let at: Place = { top: tempFolder(), below: '.' };
  git(at.top, ['init', '--quiet', '--initial-branch=main']);
  for (const line of script.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [word = '', ...rest] = line.split(' ');
    const act = words[word];
    if (act === undefined) throw new Error(`No such word: ${line}`);
    at = act(at, rest.join(' ')) ?? at;
  }
  return join(at.top, at.below);
}

interface Place {
  readonly top: string;
  readonly below: string;
}

const words: Readonly<Record<string, (at: Place, rest: string) => Place | undefined>> = {
  crate({ top, below }, rest) {
    const [name = '', version = ''] = rest.split(' ');
    put(
      top,
      join(below, name, 'Cargo.toml'),
      `[package]\nname = "${name.split('/').at(-1) ?? ''}"\nversion = "${version}"\n`,
    );
    return undefined;
  },
  write({ top }, rest) {
    const [path = '', ...text] = rest.split(' ');
    put(top, path, text.join(' ').replaceAll('\\n', '\n'));
    return undefined;
  },
  copy({ top, below }, rest) {
    cpSync(join(root, 'e2e/workspaces', rest), join(top, below), { recursive: true });
    return undefined;
  },
  commit({ top }, rest) {
    const [message = '', paths = ''] = rest.split(' @ ');
    for (const path of paths.split(' ').filter((one) => one !== '')) touch(top, path.replaceAll('\\n', '\n'));
    git(top, ['add', '--all', '--sparse']);
    git(top, ['commit', '--quiet', '--allow-empty', '--cleanup=verbatim', '--file=-'], bytes(message));
    return undefined;
  },
  tag({ top }, rest) {
    for (const name of rest.split(' ')) git(top, ['tag', name]);
    return undefined;
  },
  note: ({ top }, rest) => void git(top, ['tag', '--annotate', '--message=released', rest]),
  on: ({ top }, rest) => void git(top, ['checkout', '--quiet', '-b', rest]),
  to: ({ top }, rest) => void git(top, ['checkout', '--quiet', rest]),
  merge: ({ top }, rest) => void git(top, ['merge', '--quiet', '--no-ff', `--message=Merge branch '${rest}'`, rest]),
  squash({ top }, rest) {
    const [ref = '', message = ''] = rest.split(/: (.*)/s);
    git(top, ['merge', '--quiet', '--squash', ref]);
    git(top, ['commit', '--quiet', '--file=-'], bytes(message));
    return undefined;
  },
  in: ({ top }, rest) => ({ top, below: rest }),
  clone({ top, below }, rest) {
    const second = join(tempFolder(), 'clone');
    git(top, ['clone', '--quiet', ...split(rest), `file://${top}`, second]);
    return { top: second, below };
  },
  worktree({ top, below }, rest) {
    const second = join(tempFolder(), 'tree');
    git(top, ['worktree', 'add', '--quiet', '--detach', second, rest]);
    return { top: second, below };
  },
  git: ({ top }, rest) => void git(top, split(rest)),
};

const split = (text: string): readonly string[] => text.split(' ').filter((one) => one !== '');

function put(top: string, path: string, text: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
}

function touch(top: string, path: string): void {
  const file = /\.\w+$/.test(path) ? path : join(path, 'src/lib.rs');
  mkdirSync(dirname(join(top, file)), { recursive: true });
  const sign = /\.(ya?ml|toml|py)$/.test(file) ? '#' : '//';
  appendFileSync(join(top, file), `${sign} ${existsSync(join(top, file)) ? 'more' : 'one'}\n`);
}

/** A message byte by byte, for messages that are no UTF-8. */
function bytes(message: string): Buffer {
  const escape = /\\(?:([rn])|x([0-9a-f]{2}))/g;
  const parts: Buffer[] = [];
  let from = 0;
  for (const found of message.matchAll(escape)) {
    const [whole, letter, code] = found;
    const byte = letter === 'r' ? 13 : letter === 'n' ? 10 : Number.parseInt(code ?? '', 16);
    parts.push(Buffer.from(message.slice(from, found.index)), Buffer.from([byte]));
    from = found.index + whole.length;
  }
  return Buffer.concat([...parts, Buffer.from(message.slice(from))]);
}

/** Nobody's own settings, and a time that stands still: the same words make the same commits. */
const settled = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ann Author',
  GIT_AUTHOR_EMAIL: 'ann@example.com',
  GIT_COMMITTER_NAME: 'Ann Author',
  GIT_COMMITTER_EMAIL: 'ann@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

export function git(folder: string, args: readonly string[], input: string | Buffer = ''): string {
  const env = { ...process.env, ...settled };
  return execFileSync('git', ['-C', folder, '-c', 'protocol.file.allow=always', '-c', 'tag.gpgSign=false', ...args], {
    encoding: 'utf8',
    input,
    env,
  });
}

export type Options = Parameters<typeof convoy>[2];

export function planOf(folder: string, args: readonly string[] = [], options: Options = {}): Plan {
  const { stdout, stderr } = convoy(folder, ['plan', '--format=json', ...args], options);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Plan;
}

/** `a 1.2.0 > 1.2.1, b > 0.1.0`, and the codes of the problems behind it. */
export function told({ units, problems }: Plan): string {
  const versions = units.map(
    ({ name, version: { from, to } }) => `${name}${from === undefined ? '' : ` ${from}`} > ${to}`,
  );
  return [versions.join(', '), ...new Set(problems.map(({ code }) => code))].filter((part) => part !== '').join(' ! ');
}
