import type { Problem } from '../../../model/problem.ts';
import type { Place } from '../../../model/problem.ts';
import { folderOf, inside, join } from '../../../paths/inside.ts';
import { isKnown } from '../../../text/dockerfile/expand.ts';
import { parseReference, type Reference } from '../../../text/dockerfile/reference.ts';
import type { Args } from '../build.ts';
import type { Tree } from '../tree.ts';

/** What a file says about how an image is built and called. */
export interface Declaration {
  /** What knows best comes first: see `ranks`. */
  readonly by: 'config' | 'chartpress' | 'bake' | 'workflow' | 'compose';
  readonly at: Place;
  readonly dockerfile: string;
  readonly context: string;
  readonly target?: string;
  readonly platforms?: readonly string[];
  readonly args: Args;
  readonly references: readonly Reference[];
  /** By what other declarations of the same file call it. */
  readonly label: string;
  /** Names in FROM and COPY --from that stand for something else than an image of that name. */
  readonly contexts: Readonly<Record<string, NamedContext>>;
  /** Ids of units and names of projects, said by the user. */
  readonly contains: readonly string[];
}

export type NamedContext =
  | { readonly label: string }
  | { readonly image: string }
  | { readonly folder: string }
  /** The packaged files of a unit, by its id: what a registry will hold, and not what it is made from. */
  | { readonly unit: string };

/** The Dockerfile in a context, or where `file` says, from the context; undefined where there is none. */
export function dockerfileAt(tree: Tree, context: string, file: string | undefined): string | undefined {
  const candidates =
    file === undefined ? [join(context, 'Dockerfile'), join(context, 'Containerfile')] : [inside(context, file)];
  return candidates.find((path) => path !== undefined && tree.isFile(path));
}

export const referencesIn = (texts: readonly string[]): readonly Reference[] =>
  texts.map(parseReference).filter((reference) => reference !== undefined);

/** Drops arguments without a value: those come from whoever builds. */
export const knownArgs = (args: Readonly<Record<string, string | undefined>>): Args =>
  Object.fromEntries(
    Object.entries(args).filter((entry): entry is [string, string] => entry[1] !== undefined && isKnown(entry[1])),
  );

export const isRemote = (context: string): boolean => /^[a-z][a-z+]*:\/\/|^git@|^github\.com\//i.test(context);

/** What a named context stands for: something built beside it, an image, or a folder. */
export function namedContext(text: string, file: string, prefix: string): NamedContext | undefined {
  if (text.startsWith(prefix)) return { label: `${file} ${text.slice(prefix.length)}` };
  if (text.startsWith('docker-image://')) return { image: text.slice('docker-image://'.length) };
  const folder = isRemote(text) ? undefined : inside(folderOf(file), text);
  return folder === undefined ? undefined : { folder };
}

/** What a file or the configuration declares, and what of it cannot be read. */
export interface Declared {
  readonly declarations: readonly Declaration[];
  readonly problems: readonly Problem[];
}
