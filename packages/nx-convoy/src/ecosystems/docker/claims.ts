import type { Claim, Mention } from '../../model/claim.ts';
import { inside } from '../../paths/inside.ts';
import type { Dockerfile } from '../../text/dockerfile/stages.ts';
import { collect, imageOf, type Collected } from './collect.ts';
import type { ContextFor } from './context.ts';
import type { Declaration, NamedContext } from './declarations/declaration.ts';
import type { Ignored } from './dockerignore.ts';
import type { Image } from './images.ts';
import { isGlob, matches, type Tree } from './tree.ts';

export interface Around {
  readonly tree: Tree;
  readonly ignoredIn: Ignored;
  readonly contextFor: ContextFor;
  readonly isForeign: (path: string) => boolean;
  /** Keys of images by what declarations call them. */
  readonly labelled: ReadonlyMap<string, string>;
}

export interface Content {
  readonly claims: readonly Claim[];
  readonly label?: Collected['label'];
}

/** What an image needs of this repository, over all ways in which it is built. */
export function contentOf(image: Image, file: Dockerfile, around: Around): Content {
  const builds: readonly (Declaration | undefined)[] = image.builds.length === 0 ? [undefined] : image.builds;
  const read = builds.map((build) => {
    const collected = collect(file, build?.args ?? {}, build?.target);
    return { collected, claims: claimsOf(image, build, collected, around) };
  });
  const said = image.contains.map((id): Claim => ({
    from: image.key,
    kind: 'embeds',
    to: { id },
    at: { file: image.dockerfile, line: 1 },
  }));
  const label = read.find(({ collected }) => collected.label !== undefined)?.collected.label;
  return {
    claims: distinct([...said, ...read.flatMap(({ claims }) => claims)]),
    ...(label === undefined ? {} : { label }),
  };
}

function claimsOf(
  image: Image,
  build: Declaration | undefined,
  collected: Collected,
  around: Around,
): readonly Claim[] {
  const { tree, ignoredIn, contextFor, isForeign } = around;
  const sources = collected.copies.map(({ source }) => source);
  const context = build?.context ?? contextFor(image.dockerfile, sources);
  const without = collected.copies.length === 0 ? [] : ignoredIn(context, image.dockerfile);
  const mentions = collected.mentions.flatMap((mention): readonly Mention[] => {
    if (!('inContext' in mention)) return [mention];
    const path = inside(context, mention.inContext);
    return path === undefined ? [] : [{ path }];
  });
  const claim = (kind: Claim['kind'], to: Claim['to'], line: number): Claim => ({
    from: image.key,
    kind,
    to,
    at: { file: image.dockerfile, line },
  });
  const filesAt = (folder: string, source: string): readonly string[] => {
    if (isGlob(source)) return matches(tree, folder, source);
    const path = inside(folder, source);
    return path === undefined ? [] : [path];
  };
  const narrowed = {
    ...(without.length === 0 ? {} : { without }),
    ...(mentions.length === 0 ? {} : { mentions: distinct(mentions) }),
  };
  const copied = collected.copies.flatMap(({ source, line }) =>
    filesAt(context, source)
      .filter((files) => !isForeign(files))
      .map((files) => claim('embeds', { files, ...narrowed }, line)),
  );
  const built = collected.built.flatMap(({ inContext, ecosystem, line }) => {
    const path = inside(context, inContext);
    return path === undefined ? [] : [claim('embeds', { path, ecosystem }, line)];
  });
  const taken = collected.images.flatMap(({ reference, line, isFinal }) => {
    const to = targetOf(reference, build?.contexts ?? {}, around);
    if (to === undefined) return [];
    const taking = claim(isFinal || 'id' in to ? 'embeds' : 'build', to, line);
    return ['id' in to ? { ...taking, isMade: true } : taking];
  });
  const installed = collected.installs.map(({ ecosystem, name, range, line, rangeLine }) => ({
    ...claim('installs', { registered: name, ecosystem }, line),
    ...(range === undefined ? {} : { range }),
    ...(range === undefined || rangeLine === line ? {} : { rangeAt: { file: image.dockerfile, line: rangeLine } }),
  }));
  return [...copied, ...built, ...taken, ...installed];
}

/** A name that the declaration gives to something else hides the image of that name. */
function targetOf(reference: string, contexts: Declaration['contexts'], { labelled }: Around): Claim['to'] | undefined {
  const name = reference.toLowerCase();
  const context: NamedContext | undefined = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (context !== undefined && 'folder' in context) return { files: context.folder };
  if (context !== undefined && 'unit' in context) return { id: context.unit };
  if (context !== undefined && 'label' in context) {
    const key = labelled.get(context.label);
    return key === undefined ? undefined : { key };
  }
  const image = imageOf(context?.image ?? reference);
  return image === undefined ? undefined : { image };
}

/** The first of those that are equal but for their place. */
function distinct<T extends object>(items: readonly T[]): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = JSON.stringify({ ...item, at: undefined });
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}
