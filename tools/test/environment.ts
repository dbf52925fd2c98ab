import { devNull } from 'node:os';
import { recordFile } from '../toolchains/record.ts';

/** What every test sees, whoever runs it: no Nx service, no personal git configuration, one language. */
export function testEnvironment({ all }: { readonly all: boolean }): NodeJS.ProcessEnv {
  return {
    ...inherited(),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    LC_ALL: 'C.UTF-8',
    ...git,
    CONVOY_TOOLCHAINS_FILE: recordFile(),
    ...(all ? { CONVOY_ALL: '1' } : {}),
  };
}

/** A git hook or npm tells its children about the repository or package it runs in; a test has others. */
function inherited(): NodeJS.ProcessEnv {
  const foreign = /^(GIT_|NX_|npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

const git = {
  GIT_AUTHOR_NAME: 'Convoy Test',
  GIT_AUTHOR_EMAIL: 'test@convoy.invalid',
  GIT_COMMITTER_NAME: 'Convoy Test',
  GIT_COMMITTER_EMAIL: 'test@convoy.invalid',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'init.defaultBranch',
  GIT_CONFIG_VALUE_0: 'main',
  // Housekeeping in the background would race with the removal of a test's folder.
  GIT_CONFIG_KEY_1: 'gc.auto',
  GIT_CONFIG_VALUE_1: '0',
};
