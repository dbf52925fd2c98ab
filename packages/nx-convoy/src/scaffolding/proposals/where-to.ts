import type { Config } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';
import type { Forge, Repository } from '../../planning/changelog/repository.ts';

/** Where images or charts go, and what speaks for it. */
export interface WhereTo {
  readonly word: string;
  readonly why: string;
}

export interface Asked {
  readonly units: readonly Unit[];
  readonly config: Config;
  readonly home: Repository | undefined;
  /** As the user says. */
  readonly registry: string | undefined;
  readonly charts: string | undefined;
}

/** The registry that a forge has beside the repositories of an owner; one that runs elsewhere may have none. */
const beside: Readonly<Record<Forge, (host: string, path: readonly string[]) => string | undefined>> = {
  github: (host, [owner = '']) => (host === 'github.com' ? `ghcr.io/${owner}` : undefined),
  gitlab: (host, path) => (host === 'gitlab.com' ? ['registry.gitlab.com', ...path].join('/') : undefined),
  gitea: (host, [owner = '']) => `${host}/${owner}`,
  bitbucket: () => undefined,
};

/** Names of images are in small letters, whatever the owner writes. */
export function forgeRegistry({ url, forge }: Repository): string | undefined {
  const [host = '', ...path] = url.replace(/^https?:\/\//, '').split('/');
  return beside[forge](host, path)?.toLowerCase();
}

/** As asked; else where the others go; else beside the repository. */
export function whereImagesGo({ registry, home, units }: Asked): WhereTo | undefined {
  if (registry !== undefined) return { word: bare(registry), why: 'asked for by --registry' };
  const other = mostCommon(
    units.filter(({ ecosystem, private: isPrivate }) => ecosystem === 'docker' && !isPrivate),
    ({ registries: [first], name }) => first && placeOf(first, name),
  );
  return other ?? besideThe(home);
}

export function whereChartsGo(asked: Asked): WhereTo | undefined {
  const { charts, units } = asked;
  if (charts !== undefined)
    return { word: /^[a-z+]+:\/\/|^@/.test(charts) ? charts : `oci://${charts}`, why: 'asked for by --charts' };
  const other = mostCommon(
    units.filter(({ ecosystem }) => ecosystem === 'helm'),
    ({ registries: [first] }) => first,
  );
  if (other !== undefined) return other;
  const images = whereImagesGo(asked);
  return images && { word: `oci://${images.word}/charts`, why: `beside the images: ${images.why}` };
}

const bare = (registry: string): string => registry.replace(/^(?:oci|docker|https?):\/\//, '').replace(/\/+$/, '');

/** `ghcr.io` and `acme/api` are the image `api` at `ghcr.io/acme`. */
const placeOf = (registry: string, name: string): string => [bare(registry), ...name.split('/').slice(0, -1)].join('/');

function mostCommon(units: readonly Unit[], wordOf: (unit: Unit) => string | undefined): WhereTo | undefined {
  const by = new Map<string, string[]>();
  for (const unit of units) {
    const word = wordOf(unit);
    if (word !== undefined) by.set(word, [...(by.get(word) ?? []), unit.id]);
  }
  const [most] = [...by].sort(([, a], [, b]) => b.length - a.length);
  return most && { word: most[0], why: `where ${most[1].join(', ')} ${most[1].length === 1 ? 'goes' : 'go'}` };
}

function besideThe(home: Repository | undefined): WhereTo | undefined {
  const word = home === undefined ? undefined : forgeRegistry(home);
  return word === undefined ? undefined : { word, why: `the registry of ${home?.url ?? ''}` };
}
