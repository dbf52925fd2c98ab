import { existsSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { forBuilds } from './workshop-environment.ts';
import { pickersIn } from './trial-environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What would lead a child away: to the user's own registries, to files that CI reads of this job, or to a dry run. */
const leading =
  /^(?:CARGO_(?:HOME|REGISTR(?:Y|IES)_.*|SOURCE_.*)|PIP_(?:INDEX_URL|EXTRA_INDEX_URL|CONFIG_FILE|NO_INDEX)|UV_(?:(?:DEFAULT_|EXTRA_)?INDEX(?:_URL)?|INDEX_.*|PUBLISH_.*|CONFIG_FILE|OFFLINE|CACHE_DIR)|TWINE_.*|MATURIN_(?:REPOSITORY.*|PYPI_.*)|npm_config_(?:userconfig|registry|cache|.*:registry)|YARN_NPM_.*|BUN_CONFIG_.*|HELM_.*|CONVOY_.*|NX_.*|GITHUB_(?:OUTPUT|ENV|PATH|STEP_SUMMARY)|GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|PREFIX|CONFIG.*)|XDG_(?:CONFIG|CACHE|DATA|STATE)_HOME)$/i;

/**
 * What the children of a rehearsal find: the programs of this machine, a home that nobody has used, and of the user's credentials none
 * but those that are named.
 */
export function environmentIn(
  folder: string,
  user: Environment,
  lets: readonly string[],
): Readonly<Record<string, string>> {
  const kept = Object.entries(forBuilds(user, lets).env).filter(([name]) => lets.includes(name) || !leading.test(name));
  const [home, tmp] = [join(folder, 'home'), join(folder, 'tmp')];
  return {
    ...Object.fromEntries(kept),
    ...pickersIn(user),
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, 'AppData/Roaming'),
    LOCALAPPDATA: join(home, 'AppData/Local'),
    TMPDIR: tmp,
    TMP: tmp,
    TEMP: tmp,
    NO_PROXY: [...new Set([user.NO_PROXY ?? user.no_proxy ?? '', '127.0.0.1', 'localhost'])].filter(Boolean).join(','),
    // Yarn waits a day before it installs what is new.
    YARN_NPM_MINIMAL_AGE_GATE: '0',
    NX_DAEMON: 'false',
    NO_COLOR: '1',
  };
}

/** Of the clients' own folders, what is no setting of registries and no credential: plugins of docker, and mirrors of images. */
export async function furnishHome(folder: string, set: Environment): Promise<void> {
  for (const name of ['home', 'tmp']) await mkdir(join(folder, name), { recursive: true });
  const { DOCKER_CONFIG: docker, CONTAINERS_REGISTRIES_CONF: registries } = set;
  if (docker !== undefined) await dockerPlugins(docker);
  if (registries !== undefined) await mirrors(registries);
}

async function dockerPlugins(folder: string): Promise<void> {
  const users = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  for (const name of ['cli-plugins', 'contexts'])
    if (existsSync(join(users, name))) await symlink(join(users, name), join(folder, name)).catch(() => undefined);
}

/** Where base images come from is the user's to say: their tables are kept, with ours behind them. */
async function mirrors(file: string): Promise<void> {
  const places = [
    process.env.CONTAINERS_REGISTRIES_CONF,
    join(homedir(), '.config/containers/registries.conf'),
    '/etc/containers/registries.conf',
  ];
  const theirs = places.find((place) => place !== undefined && existsSync(place));
  const text = theirs === undefined ? '' : readFileSync(theirs, 'utf8');
  // The first version of this file has tables that cannot stand beside those of the second, and a list in one line has no end to add to.
  if (text === '' || /^\s*(?:\[registries\.|registry\s*=)/m.test(text)) return;
  await writeFile(file, `${text}\n${readFileSync(file, 'utf8')}`, { mode: 0o600 });
}
