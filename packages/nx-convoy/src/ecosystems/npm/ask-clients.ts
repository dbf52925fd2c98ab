import type { Judgement, Question, Said } from '../../model/proof.ts';
import { folderOf } from '../../paths/inside.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { readJsonc } from '../../text/json/read.ts';
import { besides, complaintIn, inFolder, proven, refuted, unproven } from '../asking.ts';

/** A package manager that is a shim must not fetch the real one, and the real one not another version of itself. */
const asItIs = {
  COREPACK_ENABLE_NETWORK: '0',
  COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
  npm_config_manage_package_manager_versions: 'false',
  npm_config_package_manager_strict: 'false',
  pnpm_config_pm_on_fail: 'ignore',
  NO_COLOR: '1',
};

/** npm takes stale entries of members silently, so it is asked what it would write itself. */
export function askNpm(lock: string, text: string): Question {
  const version = /"lockfileVersion": *(\d)/.exec(text)?.[1];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
  const same = version === undefined ? [] : [`--lockfile-version=${version}`];
  return {
    lock,
    client: 'npm',
    argv: ['npm', 'install', '--package-lock-only', '--offline', ...quiet, ...same],
    cwd: folderOf(lock),
    env: asItIs,
    command: inFolder(folderOf(lock), 'npm install --package-lock-only --ignore-scripts && git diff --exit-code'),
    judge: (said) => judgeWritten(said, text, lock, 'npm'),
  };
}

export function askBun(lock: string, text: string): Question {
  return {
    lock,
    client: 'bun',
    argv: ['bun', 'install', '--lockfile-only', '--offline', '--ignore-scripts'],
    cwd: folderOf(lock),
    env: asItIs,
    command: inFolder(folderOf(lock), 'bun install --frozen-lockfile --ignore-scripts'),
    judge: (said) => judgeWritten(said, text, lock, 'bun'),
  };
}

function judgeWritten({ code, text, lock: after }: Said, before: string, lock: string, client: string): Judgement {
  if (code !== 0) return unproven(text);
  if (after === before) return proven;
  // Of what is not ours another version of the client may say more, or less.
  const [was, is] = [membersIn(before, lock), membersIn(after ?? '', lock)];
  const differing = [...new Set([...was.keys(), ...is.keys()])].find((key) => was.get(key) !== is.get(key));
  if (differing === undefined && was.size > 0) return proven;
  return refuted(`${client} would write ${differing === undefined ? 'another lock' : `"${differing}" otherwise`}`);
}

/** What a lock says of the packages of the repository, by their folders. */
function membersIn(text: string, file: string): ReadonlyMap<string, string> {
  const json = readJsonc(text, file);
  const { packages, workspaces } = objectOf(json.ok ? json.value.data : undefined);
  const members = workspaces === undefined ? objectOf(packages) : objectOf(workspaces);
  return new Map(
    Object.entries(members).flatMap(([folder, entry]) => {
      if (/(^|\/)node_modules\//.test(folder)) return [];
      const { version, name, ...rest } = objectOf(entry);
      const needs = Object.entries(rest).filter(([key]) => /ependencies$/.test(key));
      return [[folder, JSON.stringify([name, version, needs.map(([key, value]) => [key, objectOf(value)]).sort()])]];
    }),
  );
}

export function askPnpm(lock: string, _: string, files: ReadonlyMap<string, string>): Question {
  // They are packages whose hooks pnpm runs before it looks at anything.
  const hasHooks = /^configDependencies:/m.test(files.get(besides(lock, 'pnpm-workspace.yaml')) ?? '');
  return {
    lock,
    client: 'pnpm',
    argv: [
      'pnpm',
      'install',
      '--frozen-lockfile',
      '--lockfile-only',
      '--offline',
      '--ignore-scripts',
      '--ignore-pnpmfile',
    ],
    cwd: folderOf(lock),
    env: asItIs,
    command: inFolder(folderOf(lock), 'pnpm install --frozen-lockfile --lockfile-only --ignore-scripts'),
    refuses: () => (hasHooks ? 'its configDependencies are programs, and none is run here' : undefined),
    judge: ({ code, text }) => {
      if (code === 0) return proven;
      return /ERR_PNPM_OUTDATED_LOCKFILE/.test(text)
        ? refuted(
            text
              .split('\n')
              .findLast((line) => /^\s*- /.test(line))
              ?.trim() ?? complaintIn(text),
          )
        : unproven(text);
    },
  };
}

/** Both kinds compare the lock before they fetch: what fails later has been proven already. The cache is one that has nothing. */
export function askYarn(lock: string, text: string): Question {
  const isClassic = !/^__metadata:/m.test(text);
  const shared = { lock, client: 'yarn', cwd: folderOf(lock) };
  const cache = `.yarn-cache-of-nx-convoy`;
  if (isClassic) {
    const argv = [
      'yarn',
      'install',
      '--frozen-lockfile',
      '--offline',
      '--ignore-scripts',
      '--non-interactive',
      '--no-progress',
    ];
    return {
      ...shared,
      argv: [...argv, '--cache-folder', cache],
      env: { ...asItIs, YARN_IGNORE_PATH: '1' },
      command: inFolder(folderOf(lock), 'yarn install --frozen-lockfile --ignore-scripts'),
      refuses: (version) => (version.startsWith('1.') ? undefined : 'the lock is of Yarn 1, and this is a newer one'),
      judge: (said) => judgeYarn(said, /\[2\/\d\]/, /needs to be updated|Couldn't find any versions/),
    };
  }
  return {
    ...shared,
    argv: ['yarn', 'install', '--immutable', '--mode=skip-build'],
    env: {
      ...asItIs,
      YARN_IGNORE_PATH: '1',
      YARN_ENABLE_NETWORK: '0',
      YARN_ENABLE_TELEMETRY: '0',
      YARN_ENABLE_SCRIPTS: '0',
      YARN_ENABLE_GLOBAL_CACHE: '0',
      YARN_ENABLE_COLORS: '0',
      YARN_CACHE_FOLDER: cache,
    },
    command: inFolder(folderOf(lock), 'yarn install --immutable --mode=skip-build'),
    refuses: (version) => (version.startsWith('1.') ? 'the lock is of Yarn 2 or later, and this is Yarn 1' : undefined),
    judge: (said) => judgeYarn(said, /Fetch step/, /YN0028/),
  };
}

function judgeYarn({ code, text }: Said, fetches: RegExp, refusal: RegExp): Judgement {
  if (code === 0 || fetches.test(text)) return proven;
  const line = text.split('\n').find((each) => refusal.test(each) && /[\w"]/.test(each));
  return line === undefined ? unproven(text) : refuted(line.replace(/^➤ YN0028: │\s*/, '').trim());
}
