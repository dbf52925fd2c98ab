import type { ClientSettings, TrialSource } from '../../model/trial.ts';
import { readCfg } from '../../text/cfg/read.ts';

const pypi = 'https://pypi.org/simple';

/**
 * Where pip looks: in the unit's own index, and for all else where the user's pip does. Folders of wheels that a user keeps at hand are not
 * looked into, for what is tried has to come from its index.
 */
export function indexVariables(source: TrialSource, settings: ClientSettings): Readonly<Record<string, string>> {
  const said = (key: string): readonly string[] => saidBy(settings, key);
  const [usual = pypi] = said('index-url');
  const own = source.is === 'registry' ? source.released.registry.url : pypi;
  const index = own === pypi ? usual : own;
  const more = [...(isSame(index, usual) ? [] : [usual]), ...said('extra-index-url')];
  const trusted = [...said('trusted-host'), ...(index.startsWith('http:') ? [new URL(index).hostname] : [])];
  return {
    PIP_INDEX_URL: `${index.replace(/\/$/, '')}/`,
    ...(more.length === 0 ? {} : { PIP_EXTRA_INDEX_URL: more.join(' ') }),
    ...(trusted.length === 0 ? {} : { PIP_TRUSTED_HOST: trusted.join(' ') }),
    ...Object.fromEntries(
      ['cert', 'proxy'].flatMap((key) => said(key).map((value) => [`PIP_${key.toUpperCase()}`, value])),
    ),
  };
}

const isSame = (a: string, b: string): boolean => a.replace(/\/$/, '') === b.replace(/\/$/, '');

/** As pip reads them: a variable before files, the user's own file before older places. What has a password in it is kept back. */
export function saidBy(settings: ClientSettings, key: string): readonly string[] {
  const variable = settings.variable(`PIP_${key.toUpperCase().replaceAll('-', '_')}`);
  if (variable !== undefined) return words(variable);
  const named = settings.variable('PIP_CONFIG_FILE');
  for (const file of [...(named === undefined ? [] : [named]), ...places]) {
    const text = settings.file(file);
    const cfg = text === undefined ? undefined : readCfg(text, file);
    const value = cfg?.ok === true ? (cfg.value.value('install', key) ?? cfg.value.value('global', key)) : undefined;
    if (value !== undefined) return words(value.text);
  }
  return [];
}

const places = [
  '~/.config/pip/pip.conf',
  '~/.pip/pip.conf',
  '~/Library/Application Support/pip/pip.conf',
  '~/AppData/Roaming/pip/pip.ini',
  '/etc/pip.conf',
];

const words = (text: string): readonly string[] =>
  text.split(/\s+/).filter((word) => word !== '' && !/:\/\/[^/\s@]+@/.test(word));
