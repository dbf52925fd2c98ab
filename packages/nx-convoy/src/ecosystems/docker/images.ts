import { folderOf, nameOf } from '../../paths/inside.ts';
import type { Reference } from '../../text/dockerfile/reference.ts';
import type { Declaration } from './declarations/declaration.ts';
import { suffixOf } from './files.ts';

/** One image that a Dockerfile is built into. */
export interface Image {
  readonly key: string;
  readonly name: string;
  readonly dockerfile: string;
  readonly registries: readonly string[];
  readonly images: readonly string[];
  readonly why?: string;
  /** Every way it is built, by those that know best; empty where nothing says one. */
  readonly builds: readonly Declaration[];
  /** All that speak of it, to find it by their labels. */
  readonly labels: readonly string[];
  readonly contains: readonly string[];
}

const ranks: readonly Declaration['by'][] = ['config', 'chartpress', 'bake', 'workflow', 'compose'];

/**
 * The images of one Dockerfile. Declarations that give one name, or build the same stage with the same arguments, speak of one
 * image; others of images of their own.
 */
export function imagesOf(dockerfile: string, declarations: readonly Declaration[]): readonly Image[] {
  const ranked = [...declarations].sort((a, b) => ranks.indexOf(a.by) - ranks.indexOf(b.by));
  const groups: Declaration[][] = [];
  // Who names a registry comes first: a name of one machine joins what is built the same way, or becomes an image of its own.
  for (const isNamed of [hasRegistry, hasLocalName, hasNoName]) {
    for (const declaration of ranked.filter(isNamed)) {
      const group =
        groups.find((other) => other.some((one) => isSame(one, declaration))) ??
        (hasNoName(declaration) ? groups[0] : undefined);
      if (group === undefined) groups.push([declaration]);
      else group.push(declaration);
    }
  }
  if (groups.length === 0) return [imageOf(dockerfile, [], true)];
  return groups.map((group) => imageOf(dockerfile, group, groups.length === 1));
}

const hasRegistry = ({ references }: Declaration): boolean => references.some(({ registry }) => registry !== undefined);
const hasNoName = ({ references }: Declaration): boolean => references.length === 0;
const hasLocalName = (declaration: Declaration): boolean => !hasRegistry(declaration) && !hasNoName(declaration);

const isSame = (a: Declaration, b: Declaration): boolean =>
  a.references.some(({ name }) => b.references.some((other) => other.name === name)) ||
  (a.target === b.target &&
    JSON.stringify(Object.entries(a.args).sort()) === JSON.stringify(Object.entries(b.args).sort()));

function imageOf(dockerfile: string, group: readonly Declaration[], isOnly: boolean): Image {
  const references = group.flatMap((declaration) => declaration.references);
  const published = references.filter(({ registry }) => registry !== undefined);
  const named = published[0] ?? references[0];
  const name = named?.name ?? nameByFile(dockerfile);
  const [best] = [...group].sort((a, b) => ranks.indexOf(a.by) - ranks.indexOf(b.by));
  const why = reasonForPrivate(published[0], named);
  return {
    key: isOnly ? dockerfile : `${dockerfile}#${name}`,
    name,
    dockerfile,
    registries: unique(published.flatMap(({ registry }) => registry ?? [])),
    images: unique(references.flatMap(spellings)),
    ...(why === undefined ? {} : { why }),
    builds: group.filter(({ by }) => by === best?.by),
    labels: group.map(({ label }) => label),
    contains: unique(group.flatMap(({ contains }) => contains)),
  };
}

/** A name on Docker Hub is written with and without its host. */
const spellings = ({ registry, name, image }: Reference): readonly string[] =>
  registry === 'docker.io' ? [name, image] : [image];

function reasonForPrivate(published: Reference | undefined, named: Reference | undefined): string | undefined {
  if (published !== undefined) return undefined;
  return named === undefined
    ? 'no registry is configured or written for this image'
    : `its name ${named.image} says no registry that others can reach`;
}

/** `services/api`, `docker/worker` for docker/Dockerfile.worker, `.` for the workspace's own. */
function nameByFile(dockerfile: string): string {
  const suffix = suffixOf(dockerfile);
  const folder = folderOf(dockerfile);
  return suffix === undefined || nameOf(folder) === suffix ? folder : `${folder}/${suffix}`;
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
