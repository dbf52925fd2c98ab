import type { Credential, Entry, Pockets } from '../model/credential.ts';
import { join } from '../paths/inside.ts';
import { mapOf, stringOf } from '../text/yaml/read.ts';
import { hostOf } from './address.ts';
import type { Clients } from './clients-files.ts';
import { asFound, setIn, type Keeper } from './finding.ts';
import { expanded, type Settings } from './npmrc.ts';
import { basicFrom, decodedFrom, tokenFrom } from './secret.ts';

/** npm's settings, from variables and files, for the address and every folder above it; Yarn's; what CI calls the token of npmjs.com. */
export const npm: Keeper = {
  told(entry, pockets) {
    const found = credentialIn(variables(pockets), entry, pockets, (key) => `npm_config_${key}`);
    return asFound(found ?? byService(entry, pockets));
  },
  kept(entry, pockets, files) {
    for (const file of filesOf(entry, pockets)) {
      const found = file.endsWith('.yml')
        ? inYarn(file, entry, pockets, files)
        : credentialIn(files.settings(file), entry, pockets, () => file);
      if (found !== undefined) return asFound(found);
    }
    return undefined;
  },
  advice(entry, pockets, files) {
    const { registry } = entry;
    const open = filesOf(entry, pockets).flatMap((file) => unsetIn(files.settings(file), entry, pockets));
    if (open[0] !== undefined) return `Set ${open[0]}, which .npmrc names for it.`;
    return `Run: npm login --registry=${registry.url}; in CI write ${keysOf(registry.url)[0] ?? ''}:_authToken=\${NPM_TOKEN} into .npmrc, and set NPM_TOKEN.`;
  },
};

/** `//host/path/`, then what is above: as npm looks for them. */
function keysOf(address: string): readonly string[] {
  const { host, pathname } = new URL(address);
  const parts = pathname.split('/').filter((part) => part !== '');
  return parts
    .map((_, at) => parts.slice(0, parts.length - at))
    .map((some) => `//${host}/${some.join('/')}/`)
    .concat(`//${host}/`);
}

/** Both with and without a slash in the end stand in real files. */
const valueOf = (settings: Settings, key: string, what: string): string | undefined =>
  settings[`${key}:${what}`] ?? settings[`${key.replace(/\/$/, '')}:${what}`];

function credentialIn(
  settings: Settings,
  { registry }: Entry,
  pockets: Pockets,
  nameOf: (key: string) => string,
): Credential | undefined {
  for (const key of keysOf(registry.url)) {
    const value = (what: string): string | undefined => expanded(valueOf(settings, key, what), pockets);
    const from = (what: string): string => `${key}:${what} in ${nameOf(`${key}:${what}`)}`;
    const password = value('_password');
    const found =
      tokenOf(value('_authToken'), from('_authToken')) ??
      decodedFrom(value('_auth'), from('_auth')) ??
      basicFrom(
        value('username'),
        password === undefined ? undefined : Buffer.from(password, 'base64').toString('utf8'),
        from('_password'),
      );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** actions/setup-node sets this where it is told no token: it is none. */
const placeholder = /^X+(?:-X+)*$/;
const tokenOf = (value: string | undefined, from: string): Credential | undefined =>
  placeholder.test(value ?? '') ? undefined : tokenFrom(value, from);

/** npm reads settings of any spelling from its variables; addresses keep theirs. */
function variables({ env }: Pockets): Settings {
  const before = found.get(env);
  if (before !== undefined) return before;
  const settings = Object.fromEntries(
    Object.entries(env).flatMap(([name, value = '']) =>
      /^npm_config_\/\//i.test(name) && value !== '' ? [[name.slice('npm_config_'.length), value]] : [],
    ),
  );
  found.set(env, settings);
  return settings;
}

const found = new WeakMap<Pockets['env'], Settings>();

const npmjs = new Set(['registry.npmjs.org', 'registry.yarnpkg.com']);

function byService({ registry }: Entry, pockets: Pockets): Credential | undefined {
  if (!npmjs.has(hostOf(registry.url))) return undefined;
  for (const name of ['NODE_AUTH_TOKEN', 'NPM_TOKEN', 'YARN_NPM_AUTH_TOKEN']) {
    const found = tokenOf(setIn(pockets, name), name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function filesOf({ root = '.' }: Entry, pockets: Pockets): readonly string[] {
  const told = (name: string): string | undefined =>
    setIn(pockets, `npm_config_${name}`) ?? setIn(pockets, `NPM_CONFIG_${name.toUpperCase()}`);
  const prefix = told('prefix') ?? setIn(pockets, 'PREFIX');
  const global = told('globalconfig') ?? (prefix === undefined ? '/usr/local/etc/npmrc' : `${prefix}/etc/npmrc`);
  const own = [...new Set([root, '.'])];
  return [
    ...own.flatMap((folder) => [join(folder, '.npmrc'), join(folder, '.yarnrc.yml')]),
    ...[told('userconfig') ?? '~/.npmrc', '~/.yarnrc.yml', global],
  ];
}

/** Variables that a file names for this place, and that nobody has set. */
function unsetIn(settings: Settings, { registry }: Entry, { env }: Pockets): readonly string[] {
  return keysOf(registry.url)
    .flatMap((key) => ['_authToken', '_auth', '_password'].map((what) => valueOf(settings, key, what) ?? ''))
    .flatMap((value) => [...value.matchAll(/\$\{([^${}?]+)\??\}/g)].map(([, name = '']) => name))
    .filter((name) => (env[name] ?? '') === '' || placeholder.test(env[name] ?? ''));
}

function inYarn(file: string, { registry, name }: Entry, pockets: Pockets, files: Clients): Credential | undefined {
  const settings = mapOf(files.yaml(file));
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  const ofScope = scope === undefined ? {} : mapOf(mapOf(settings.npmScopes)[scope]);
  const isHere = (address: unknown): boolean => hostOf(stringOf(address) ?? '') === hostOf(registry.url);
  const own = Object.entries(mapOf(settings.npmRegistries)).filter(([at]) =>
    isHere(at.startsWith('//') ? `https:${at}` : at),
  );
  const places = [
    ...own.map(([, value]) => mapOf(value)),
    ...(isHere(ofScope.npmPublishRegistry ?? ofScope.npmRegistryServer) ? [ofScope] : []),
    ...(isHere(settings.npmPublishRegistry ?? settings.npmRegistryServer ?? 'https://registry.yarnpkg.com')
      ? [settings]
      : []),
  ];
  for (const place of places) {
    const ident = expanded(stringOf(place.npmAuthIdent), pockets) ?? '';
    const found =
      tokenOf(expanded(stringOf(place.npmAuthToken), pockets), `npmAuthToken in ${file}`) ??
      // As user:password, or that in base64.
      (ident.includes(':')
        ? decodedFrom(Buffer.from(ident).toString('base64'), `npmAuthIdent in ${file}`)
        : decodedFrom(ident, `npmAuthIdent in ${file}`));
    if (found !== undefined) return found;
  }
  return undefined;
}
