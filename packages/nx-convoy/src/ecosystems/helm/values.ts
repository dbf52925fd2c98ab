import type { Claim, Pin } from '../../model/claim.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { join } from '../../paths/inside.ts';
import { parseReference } from '../../text/dockerfile/reference.ts';
import { mapOf, readYaml, stringOf, type Yaml } from '../../text/yaml/read.ts';
import type { Chart } from './chart.ts';

type Path = readonly (string | number)[];
export interface Mentioned {
  readonly reference: string;
  readonly path: Path;
  /** Where its tag is written, and the value that holds it. */
  readonly tag?: { readonly path: Path; readonly text: string; readonly version: string };
}

/** The images that a chart's values name: what it runs, unless whoever installs it says otherwise. */
export function deployments(chart: Chart, repo: Snapshot): readonly Claim[] {
  const file = join(chart.folder, 'values.yaml');
  const text = repo.text(file);
  if (text?.ok !== true || !/image|repository/i.test(text.value)) return [];
  const yaml = readYaml(text.value, file);
  // Values that cannot be read are told by whoever installs the chart; they hide nothing of the graph but its images.
  if (!yaml.ok) return [];
  const appVersion = appVersionOf(chart);
  return spellingsOf(yaml.value).flatMap(({ mention: { path, tag }, images }) =>
    images.map((image): Claim => {
      const at = { file, line: yaml.value.line(...path) };
      const pins = [
        ...(tag === undefined
          ? []
          : [{ at: { file, line: yaml.value.line(...tag.path) }, text: tag.text, version: tag.version }]),
        ...appVersion,
      ];
      return { from: chart.file, kind: 'deploys', to: { image }, at, ...(pins.length === 0 ? {} : { pins }) };
    }),
  );
}

/** Every image that values name, with the spellings that it may mean: only one that is built here is one of ours. */
export function spellingsOf(
  yaml: Yaml,
): readonly { readonly mention: Mentioned; readonly images: readonly string[] }[] {
  const shared = sharedRegistry(yaml);
  return imagesIn(yaml.data).map((mention) => ({
    mention,
    images: [mention.reference, ...(shared === undefined ? [] : [`${shared}/${mention.reference}`])].flatMap(
      (spelled) => parseReference(spelled)?.image ?? [],
    ),
  }));
}

/** What a chart says it is the chart of: templates fall back to it for a tag. */
function appVersionOf({ content, file }: Chart): readonly Pin[] {
  const text = stringOf(mapOf(content.data).appVersion);
  return text === undefined
    ? []
    : [{ at: { file, line: content.line('appVersion') }, text, version: text, isShared: true }];
}

/** A registry that many charts put before each image that names none. */
function sharedRegistry({ data }: Yaml): string | undefined {
  const { global, image, imageRegistry } = mapOf(data);
  const shared = mapOf(global);
  const places = [
    shared.imageRegistry,
    shared.registry,
    mapOf(shared.image).registry,
    imageRegistry,
    mapOf(image).registry,
  ];
  return places
    .map(stringOf)
    .find((registry) => registry !== undefined)
    ?.replace(/\/+$/, '');
}

/** More images than these are no chart's own. */
const most = 2000;

function imagesIn(data: unknown): readonly Mentioned[] {
  const found: Mentioned[] = [];
  const open: { value: unknown; path: Path }[] = [{ value: data, path: [] }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined && found.length < most && seen < 200_000; next = open.pop()) {
    seen += 1;
    const { value, path } = next;
    if (typeof value === 'string') found.push(...written(value, path));
    else if (Array.isArray(value))
      value.forEach((item: unknown, index) => open.push({ value: item, path: [...path, index] }));
    else {
      const map = mapOf(value);
      found.push(...described(map, path));
      for (const [key, item] of Object.entries(map)) open.push({ value: item, path: [...path, key] });
    }
  }
  return found;
}

/** `image: ghcr.io/acme/api:1`, `imageName: …`, `initImage: …`. */
const written = (text: string, path: Path): readonly Mentioned[] =>
  /image(name)?$/i.test(String(path.at(-1) ?? '')) ? [{ reference: text, path, ...tagIn(text, path) }] : [];

/** A reference with a digest is that image for ever, whatever its tag says. */
function tagIn(text: string, path: Path): Pick<Mentioned, 'tag'> {
  const version = text.includes('@') ? undefined : /:([^:/\s]+)$/.exec(text)?.[1];
  return version === undefined ? {} : { tag: { path, text, version } };
}

/**
 * `{ registry, repository, tag }`; some charts put the last part in `name`, or all of it there beside a tag. The spellings are
 * candidates: only one that is the name of an image built here makes an edge.
 */
function described(map: Readonly<Record<string, unknown>>, path: Path): readonly Mentioned[] {
  const [repository, registry] = [stringOf(map.repository), stringOf(map.registry)];
  const isImage = /image/i.test(String(path.at(-1) ?? '')) || 'tag' in map || 'digest' in map;
  const name = isImage ? stringOf(map.name) : undefined;
  const key = repository !== undefined ? 'repository' : 'name';
  const references = [
    repository ?? name,
    repository !== undefined && name !== undefined ? `${repository}/${name}` : undefined,
  ];
  const tag = stringOf(map.tag);
  return references
    .filter((reference) => reference !== undefined)
    .map((reference) => ({
      ...(tag === undefined ? {} : { tag: { path: [...path, 'tag'], text: tag, version: tag } }),
      reference: registry === undefined ? reference : `${registry.replace(/\/+$/, '')}/${reference}`,
      path: [...path, key],
    }));
}
