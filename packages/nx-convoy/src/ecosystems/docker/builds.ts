import type { ImageConfig } from '../../model/config.ts';
import type { Packaging } from '../../model/packaging.ts';
import type { Unit } from '../../model/unit.ts';
import { parseReference } from '../../text/dockerfile/reference.ts';
import { readStages, type Dockerfile } from '../../text/dockerfile/stages.ts';
import type { Args } from './build.ts';
import { collect } from './collect.ts';
import { contextsIn } from './context.ts';
import { declaredImages } from './declarations/index.ts';
import type { NamedContext } from './declarations/declaration.ts';
import { imagesOf } from './images.ts';
import { treeOf } from './tree.ts';

/** How one image is built, as its declarations say, or as its Dockerfile lets one see. Paths are those of the workspace. */
export interface ImageBuild {
  readonly unit: Unit;
  readonly file: Dockerfile;
  readonly context: string;
  readonly target?: string;
  readonly args: Args;
  /** Empty for that of the machine. */
  readonly platforms: readonly string[];
  readonly contexts: Readonly<Record<string, NamedContext>>;
  /** Images that are not built by this file, as it writes them. */
  readonly bases: readonly string[];
  readonly settings: Settings;
}

type Settings = Partial<ImageConfig>;

/** Undefined where nothing declares the unit, or its file cannot be read: its survey has told why. */
export function buildsIn(asked: Pick<Packaging, 'repo' | 'config'>): (unit: Unit) => ImageBuild | undefined {
  const { repo, config } = asked;
  const tree = treeOf(repo.files);
  const { declarations } = declaredImages(repo, config, tree);
  const contextFor = contextsIn(repo.files, tree);
  return (unit) => {
    const text = repo.text(unit.manifest);
    if (text?.ok !== true) return undefined;
    const file = readStages(text.value);
    const declared = declarations.filter(({ dockerfile }) => dockerfile === unit.manifest);
    const build = imagesOf(unit.manifest, declared).find(({ key }) => key === unit.key)?.builds[0];
    const args = build?.args ?? {};
    const collected = collect(file, args, build?.target);
    const sources = collected.copies.map(({ source }) => source);
    const settings: Settings = config.images.find((image) => isOf(image, unit)) ?? {};
    return {
      unit,
      file,
      context: build?.context ?? contextFor(unit.manifest, sources),
      ...(build?.target === undefined ? {} : { target: build.target }),
      args,
      platforms: settings.platforms ?? build?.platforms ?? [],
      contexts: { ...build?.contexts, ...settings.contexts },
      bases: [...new Set(collected.images.map(({ reference }) => reference))],
      settings,
    };
  };
}

const isOf = ({ name, dockerfile }: ImageConfig, unit: Unit): boolean =>
  dockerfile.replace(/^\.\//, '') === unit.manifest && parseReference(name)?.name === unit.name;
