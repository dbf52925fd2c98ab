import type { ClientSettings, TrialSource } from '../../model/trial.ts';
import { settingsIn } from './locate.ts';

const usual = 'https://registry.npmjs.org';

/**
 * Where npm looks. A scope has a registry of its own, and all else comes from where the user lets it come from; a name without a scope shares
 * its registry with all that it needs, for npm knows no other way.
 */
export function npmrc(source: TrialSource, name: string, settings: ClientSettings): string {
  const users = usersSettings(settings);
  const scope = /^(@[^/]+)\//.exec(name)?.[1];
  const own = source.is === 'registry' ? source.released.registry.url : usual;
  const said = own === usual ? {} : { [scope === undefined ? 'registry' : `${scope}:registry`]: `${own}/` };
  return Object.entries({ ...users, ...said })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

const harmless = /^(?:registry|@[^:]+:registry|cafile|proxy|https-proxy|noproxy|strict-ssl)$/;

export function usersSettings(settings: ClientSettings): Readonly<Record<string, string>> {
  const file = settings.file(settings.variable('npm_config_userconfig') ?? '~/.npmrc');
  const registry = settings.variable('npm_config_registry') ?? settings.variable('NPM_CONFIG_REGISTRY');
  const all = { ...settingsIn(file ?? ''), ...(registry === undefined ? {} : { registry }) };
  // An address with a password, and one that a variable completes, open something.
  return Object.fromEntries(
    Object.entries(all).filter(([key, value]) => harmless.test(key) && !/:\/\/[^/\s@]+@|\$\{/.test(value)),
  );
}
