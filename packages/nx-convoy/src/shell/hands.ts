import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { dryRunVariables, type Hands, type Transaction } from '../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../model/problem.ts';
import { diskDepot } from './depot.ts';
import { openDock } from './dock.ts';
import { askGit } from './git.ts';
import { clientSettings } from './client-settings.ts';
import { openPockets } from './credentials.ts';
import { runProcess } from './process.ts';
import { theatreAt } from './rehearsal.ts';
import { makeScratch } from './scratch.ts';
import { withoutSecrets } from './secrets.ts';
import { begin, resume, type Ground } from './transaction.ts';
import { openTrialRoom } from './trial-room.ts';
import { openWorkshop } from './workshop.ts';
import { diskFiles, type FileOperations } from './transaction-files.ts';

export function diskHands(root: string, files: FileOperations = diskFiles): Hands {
  const withGround = async <T>(act: (ground: Ground) => Promise<Result<T>>): Promise<Result<T>> => {
    const common = await commonFolder(root);
    if (common === undefined) return fail(noCheckout);
    return act({ root: await realpath(root), store: join(common, 'nx-convoy'), files });
  };
  return {
    git: (args, input) =>
      runProcess(['git', '--no-pager', ...args], {
        cwd: root,
        // Hooks see this as well: their characters stay what they are, only git's own words are English, which is read here. Only a
        // person at a terminal can be asked for a password.
        env: { LANGUAGE: 'en', ...(hasPerson() ? {} : { GIT_TERMINAL_PROMPT: '0' }) },
        ...(input === undefined ? {} : { input }),
      }),
    async run(argv, env) {
      const { code, answer, complaint } = await runProcess(argv, {
        cwd: root,
        env,
        timeoutMs: 3_600_000,
        mostBytes: 64 * 1024,
      });
      return { code, text: withoutSecrets(`${answer}\n${complaint}`, process.env) };
    },
    begin: (name, rewritten, memo) => withGround<Transaction>((ground) => begin(ground, name, rewritten, memo)),
    resume: (which) => withGround((ground) => resume(ground, which)),
    scratch: makeScratch,
    async dock(out) {
      const common = await commonFolder(root);
      return common === undefined ? fail(noCheckout) : ok(await openDock({ root, out, common, files }));
    },
    isDryRun: dryRunVariables.some((name) => isOn(process.env[name])),
    depot: diskDepot(root),
    workshop: (rules) => openWorkshop(root, rules),
    trialRoom: openTrialRoom,
    theatre: theatreAt(root),
    clients: clientSettings(root),
    pockets: openPockets(root),
    exists: (path) => existsSync(resolve(root, path)),
    read: (path) => readFile(resolve(root, path), 'utf8').catch(() => undefined),
    ...(hasPerson() ? { ask } : {}),
  };
}

const isOn = (value = ''): boolean => !['', 'false', '0'].includes(value);

const hasPerson = (): boolean =>
  process.stdin.isTTY && process.stdout.isTTY && ['', 'false', '0'].includes(process.env.CI ?? '');

async function ask(shown: string, question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    process.stdout.write(shown);
    return /^\s*y(es)?\s*$/i.test(await lines.question(`${question} [y/N] `));
  } finally {
    lines.close();
  }
}

async function commonFolder(root: string): Promise<string | undefined> {
  let answer = '';
  const { code } = await askGit(root, ['rev-parse', '--path-format=absolute', '--git-common-dir'], (text) => {
    answer += text;
  });
  return code === 0 ? answer.replace(/\n$/, '') : undefined;
}

const noCheckout: Problem = {
  code: 'NO_CHECKOUT',
  severity: 'error',
  what: 'This folder is no git checkout: nothing can be applied, for a release is a commit with tags.',
  fix: 'Make it one: git init && git add --all && git commit --message "chore: begin".',
};
