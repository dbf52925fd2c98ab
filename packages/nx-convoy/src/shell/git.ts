import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { GitAnswer } from '../model/world.ts';

/** What the user's own git settings could change in an answer that is read by a machine. */
const plain = [
  '-c',
  'core.quotepath=off',
  '-c',
  'log.showSignature=false',
  '-c',
  'log.follow=false',
  '-c',
  'log.mailmap=true',
  '-c',
  'log.showRoot=true',
  '-c',
  'i18n.logOutputEncoding=UTF-8',
];

/** Asks git; a repository that it does not trust, or no git at all, is an answer with a complaint. */
export function askGit(
  root: string,
  args: readonly string[],
  tell: (text: string) => void,
  input?: string,
): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const child = spawn('git', ['-C', root, '--no-pager', ...plain, ...args], {
      stdio: 'pipe',
      // No lock is taken for a refresh of the index, nobody is asked for a password, and a commit is what its id says.
      env: {
        ...process.env,
        GIT_OPTIONAL_LOCKS: '0',
        GIT_TERMINAL_PROMPT: '0',
        GIT_NO_REPLACE_OBJECTS: '1',
        LC_ALL: 'C',
      },
    });
    // A git that ends early does not read to the end; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const decoder = new StringDecoder('utf8');
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => tell(decoder.write(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
    child.on('error', (error) => resolve({ code: -1, complaint: error.message }));
    child.on('close', (code) => {
      const last = decoder.end();
      if (last !== '') tell(last);
      resolve({ code: code ?? -1, complaint: complaint.trim() });
    });
  });
}
