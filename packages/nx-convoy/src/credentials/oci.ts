import type { Credential, Entry, Pockets } from '../model/credential.ts';
import { fieldsIn } from '../text/json/lenient.ts';
import { objectOf, stringOf } from '../text/json/narrow.ts';
import { hostOf } from './address.ts';
import { variablesFor } from './by-host.ts';
import { asFound, setIn, type Found, type Keeper } from './finding.ts';
import { basicFrom, decodedFrom, tokenFrom } from './secret.ts';

/** What docker, podman, buildah, skopeo, oras and helm keep: one format, in several places, and helpers that have it instead. */
export const oci: Keeper = {
  told(entry, pockets, files) {
    const { env } = pockets;
    const inline = setIn(pockets, 'DOCKER_AUTH_CONFIG');
    const found =
      inline === undefined
        ? undefined
        : foundIn(files.jsonIn(inline, 'DOCKER_AUTH_CONFIG'), entry, 'DOCKER_AUTH_CONFIG');
    if (found !== undefined) return found;
    // GitLab tells every job of its own registry.
    const isOfJob = setIn(pockets, 'CI_REGISTRY')?.toLowerCase() === hostOf(entry.registry.url);
    return isOfJob
      ? asFound(basicFrom(env.CI_REGISTRY_USER, env.CI_REGISTRY_PASSWORD, 'CI_REGISTRY_USER and CI_REGISTRY_PASSWORD'))
      : undefined;
  },
  kept: (entry, pockets, files) => filesOf(pockets).flatMap((file) => foundIn(files.json(file), entry, file) ?? []),
  advice({ registry }) {
    const host = nameOf(registry.url);
    const { user, password } = variablesFor(registry.url);
    return `Run: docker login ${host} (or buildah login, helm registry login); in CI set ${user} and ${password}.`;
  },
};

const hub = 'registry-1.docker.io';

/** As people and clients call it. */
const nameOf = (url: string): string => (hostOf(url) === hub ? 'docker.io' : hostOf(url));

/** What is named explicitly goes first; then, as all of containers' tools do, their own file before docker's. */
function filesOf(pockets: Pockets): readonly string[] {
  const set = (name: string): string | undefined => setIn(pockets, name);
  const runtime = set('XDG_RUNTIME_DIR');
  const settings = set('XDG_CONFIG_HOME') ?? '~/.config';
  const named = [set('REGISTRY_AUTH_FILE'), set('HELM_REGISTRY_CONFIG')].filter((file) => file !== undefined);
  const docker = set('DOCKER_CONFIG');
  return [
    ...named,
    ...(docker === undefined ? [] : [`${docker}/config.json`]),
    ...(runtime === undefined ? [] : [`${runtime}/containers/auth.json`]),
    `${settings}/containers/auth.json`,
    `${helmHome(pockets)}/registry/config.json`,
    '~/.docker/config.json',
  ];
}

/** Where helm has its settings, by system. */
export function helmHome(pockets: Pockets): string {
  const told = setIn(pockets, 'HELM_CONFIG_HOME');
  const xdg = setIn(pockets, 'XDG_CONFIG_HOME');
  if (told !== undefined) return told;
  if (xdg !== undefined) return `${xdg}/helm`;
  if (pockets.system === 'macos') return '~/Library/Preferences/helm';
  return pockets.system === 'windows' ? `${setIn(pockets, 'APPDATA') ?? '~/AppData/Roaming'}/helm` : '~/.config/helm';
}

function foundIn(data: unknown, entry: Entry, file: string): Found | undefined {
  const { auths, credHelpers, credsStore } = objectOf(data);
  const keys = keysOf(entry);
  const hosts = keys.filter((key) => !key.includes('/') || key.includes('://'));
  const special = hosts.map((host) => stringOf(objectOf(credHelpers)[host])).find((helper) => helper !== undefined);
  if (special !== undefined) return helperOf(special, entry, file);
  const kept = Object.entries(objectOf(auths));
  for (const key of keys) {
    const [, own] = kept.find(([name]) => name === key || addressOf(name) === key) ?? [];
    const found = credentialOf(objectOf(own), `${key} in ${file}`);
    if (found !== undefined) return asFound(found);
  }
  // A store that has nothing for a host says so itself; docker leaves an empty entry for each that it has.
  const store = stringOf(credsStore) ?? '';
  return store === '' ? undefined : helperOf(store, entry, file);
}

/** A helper's name becomes that of a program: nothing else may stand in it. */
function helperOf(name: string, { registry }: Entry, file: string): Found | undefined {
  if (!/^[a-z0-9][\w.-]*$/i.test(name)) return undefined;
  const host = hostOf(registry.url) === hub ? hubServer : hostOf(registry.url);
  return {
    is: 'helper',
    helper: `docker-credential-${name}`,
    host,
    from: `docker-credential-${name}, as ${file} says`,
  };
}

const hubServer = 'https://index.docker.io/v1/';

/** The narrowest first: containers' tools keep credentials for single repositories too. */
function keysOf({ registry, name }: Entry): readonly string[] {
  const host = hostOf(registry.url);
  const hosts = host === hub ? ['docker.io', 'index.docker.io', 'registry-1.docker.io'] : [host];
  const parts = name.split('/');
  const paths = parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
  return [
    ...hosts.flatMap((one) => paths.map((path) => `${one}/${path}`)),
    ...(host === hub ? [hubServer] : []),
    ...hosts,
  ];
}

/** Old clients wrote whole addresses: `https://host/v1/`. */
const addressOf = (key: string): string => key.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');

function credentialOf(own: Readonly<Record<string, unknown>>, from: string): Credential | undefined {
  const { auth, identitytoken, username, password } = own;
  return (
    // What `docker login` keeps in place of the password, which then stands nowhere.
    tokenFrom(stringOf(identitytoken), from) ??
    decodedFrom(stringOf(auth), from) ??
    basicFrom(stringOf(username), stringOf(password), from)
  );
}

/** What a helper answers: a user, and a password; the user `<token>` where that is an identity token. */
export function answered(text: string, from: string): Credential | undefined {
  const { Username, Secret } = fieldsIn(text);
  return stringOf(Username) === '<token>'
    ? tokenFrom(stringOf(Secret), from)
    : basicFrom(stringOf(Username), stringOf(Secret), from);
}
