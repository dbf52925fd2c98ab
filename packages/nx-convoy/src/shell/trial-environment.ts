import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withoutCredentials } from './secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a clean place has of the machine: where programs are, its language, its way out, whom it trusts. All that clients obey beside is the
 * user's own, and would make an install here say nothing about an install elsewhere.
 */
const ofTheMachine =
  /^(?:PATH|PATHEXT|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PROGRAM(?:DATA|FILES.*)|NUMBER_OF_PROCESSORS|PROCESSOR_.*|OS|LANG|LANGUAGE|LC_\w+|TZ|(?:HTTPS?|ALL|NO)_PROXY|NODE_USE_ENV_PROXY|SSL_CERT_(?:FILE|DIR)|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|PIP_CERT|CARGO_HTTP_CAINFO|CARGO_TARGET_\w+_LINKER|GIT_SSL_CAINFO|SDKROOT|DEVELOPER_DIR|LD_LIBRARY_PATH|NIX_\w+)$/i;

/** Programs that pick another one to run look for these below the home folder, which is not theirs here. */
const pickers: Readonly<Record<string, string>> = {
  RUSTUP_HOME: '.rustup',
  PYENV_ROOT: '.pyenv',
  VOLTA_HOME: '.volta',
  ASDF_DATA_DIR: '.asdf',
  MISE_DATA_DIR: '.local/share/mise',
};

const choices = /^(?:RUSTUP_TOOLCHAIN|RUSTUP_AUTO_INSTALL|PYENV_VERSION|ASDF_\w+_VERSION)$/;

/** The environment of clients in a clean place; `lets` are named by the user, and only those may open anything. */
export function forTrials(environment: Environment, lets: readonly string[]): Readonly<Record<string, string>> {
  const harmless = withoutCredentials(environment);
  const taken = Object.entries(harmless).filter(([name]) => ofTheMachine.test(name) || choices.test(name));
  return { ...pickersIn(environment), ...Object.fromEntries(taken), ...named(environment, lets) };
}

export const named = (environment: Environment, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

export function pickersIn(environment: Environment): Readonly<Record<string, string>> {
  const home = environment.HOME ?? homedir();
  return Object.fromEntries(
    Object.entries(pickers).flatMap(([name, folder]) => {
      const place = environment[name] ?? join(home, folder);
      return existsSync(place) ? [[name, place]] : [];
    }),
  );
}
