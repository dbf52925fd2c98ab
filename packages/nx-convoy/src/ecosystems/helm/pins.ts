import type { Packaging } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import type { Unit } from '../../model/unit.ts';
import { join } from '../../paths/inside.ts';
import { mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import type { Chart } from './chart.ts';
import { setValues } from './set-values.ts';
import { spellingsOf, type Mentioned } from './values.ts';

type Asked = Pick<Packaging, 'graph' | 'config' | 'repo' | 'recorded'>;

export interface Pinned {
  /** The values that name images of this repository, with the digests that were made from this commit. */
  readonly text?: string;
  readonly problems: readonly Problem[];
}

/** Names the images that a chart deploys as they were made: a digest does not exist before. The author's own file stays as it is. */
export function pinImages({ folder, name: chart = folder }: Pick<Chart, 'folder' | 'name'>, asked: Asked): Pinned {
  const file = join(folder, 'values.yaml');
  const text = asked.repo.text(file);
  const deployed = deployedBy(folder, asked);
  if (text?.ok !== true || deployed.length === 0) return { problems: [] };
  const yaml = readYaml(text.value, file);
  if (!yaml.ok) return { problems: [] };
  const problems = new Map<string, Problem>();
  const values: { path: Mentioned['path']; text: string }[] = [];
  const placed = new Set<string>();
  for (const { mention, images } of spellingsOf(yaml.value)) {
    const unit = deployed.find((one) => images.some((image) => one.images?.includes(image) === true));
    if (unit === undefined) continue;
    const made = madeOf(unit, asked);
    if (!('digest' in made)) {
      if (made.problem !== undefined) problems.set(unit.id, made.problem(file, chart));
      continue;
    }
    const set = settingsFor(mention, yaml.value.data, made);
    if (set.length > 0) placed.add(unit.id);
    else if (!placed.has(unit.id)) problems.set(unit.id, unplaced(unit, file, chart));
    values.push(...set);
  }
  for (const id of placed) problems.delete(id);
  const pinned = setValues(text.value, file, values);
  return {
    ...(pinned.text === text.value ? {} : { text: pinned.text }),
    problems: [...problems.values(), ...pinned.problems],
  };
}

/** What a chart deploys of this repository: images that a registry takes, for others nobody who installs it gets from there. */
export function deployedBy(folder: string, { graph }: Pick<Asked, 'graph'>): readonly Unit[] {
  const charts = graph.units
    .filter(({ ecosystem, root }) => ecosystem === 'helm' && root === folder)
    .map(({ id }) => id);
  const ids = new Set(
    graph.edges.flatMap(({ from, to, kind }) => (kind === 'deploys' && charts.includes(from) ? [to] : [])),
  );
  return graph.units.filter((unit) => ids.has(unit.id) && !unit.private && unit.images !== undefined);
}

interface MadeImage {
  readonly version: string;
  readonly digest: string;
}

/** What was packaged from this commit; else what the settings name in place of a build. */
function madeOf(
  unit: Unit,
  { recorded, config }: Asked,
): MadeImage | { readonly problem?: (file: string, chart: string) => Problem } {
  const made = recorded(unit.id);
  if (made?.image !== undefined) return { version: made.version, digest: made.image.digest };
  const given = /@(sha256:[0-9a-f]{64})$/.exec(config.units[unit.id]?.image ?? '')?.[1];
  if (given !== undefined && unit.version !== undefined) return { version: unit.version, digest: given };
  return {
    problem: (file, chart) =>
      unit.version === undefined ? unversioned(unit, file, chart) : notPackaged(unit, file, chart),
  };
}

/** `tag` and `digest` where there are both; one value that holds the two of them otherwise. */
function settingsFor(
  { path, reference, tag }: Mentioned,
  data: unknown,
  { version, digest }: MadeImage,
): readonly { path: Mentioned['path']; text: string }[] {
  const last = path.at(-1);
  const parent = mapOf(
    path.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], data),
  );
  if (last !== 'repository' && last !== 'name') {
    const bare = reference.replace(/@.*$/s, '').replace(/:[^:/]*$/, '');
    return [{ path, text: `${bare}:${version}@${digest}` }];
  }
  const around = path.slice(0, -1);
  const [hasTag, hasDigest] = [tag !== undefined || 'tag' in parent, 'digest' in parent];
  if (hasDigest)
    return [
      ...(hasTag ? [{ path: [...around, 'tag'], text: version }] : []),
      { path: [...around, 'digest'], text: digest },
    ];
  return hasTag ? [{ path: [...around, 'tag'], text: `${version}@${digest}` }] : [];
}

/** Whether what the values say of a deployed image is another version than it has. */
export function otherTags(text: string, file: string, folder: string, asked: Asked): readonly Problem[] {
  const yaml = readYaml(text, file);
  const deployed = deployedBy(folder, asked);
  if (!yaml.ok || deployed.length === 0) return [];
  return spellingsOf(yaml.value).flatMap(({ mention: { tag }, images }) => {
    const unit = deployed.find((one) => images.some((image) => one.images?.includes(image) === true));
    const wanted = unit === undefined ? undefined : (asked.recorded(unit.id)?.version ?? unit.version);
    const told = tag === undefined ? undefined : stringOf(tag.version.split('@')[0]);
    if (unit === undefined || wanted === undefined || told === undefined || told === wanted) return [];
    return [otherTag(unit, { told, wanted, file })];
  });
}

const notPackaged = (unit: Unit, file: string, chart: string): Problem => ({
  code: 'CHART_IMAGE_MISSING',
  severity: 'error',
  what: `${chart} deploys ${unit.name}, which is not packaged from this commit: nobody knows its digest.`,
  where: { file },
  fix: `Package it before, or with it: nx-convoy package --units=${unit.id}; or name one that is there: "units": { "${unit.id}": { "image": "…@sha256:…" } }.`,
});

const unversioned = (unit: Unit, file: string, chart: string): Problem => ({
  code: 'CHART_IMAGE_UNPINNED',
  severity: 'warning',
  what: `${chart} deploys ${unit.name}, whose version no file tells: values stay as they are.`,
  where: { file },
  fix: `Say its version where it is built: LABEL org.opencontainers.image.version=1.0.0 in ${unit.manifest}.`,
});

const unplaced = (unit: Unit, file: string, chart: string): Problem => ({
  code: 'CHART_IMAGE_UNPINNED',
  severity: 'warning',
  what: `${chart} deploys ${unit.name}, and its values have no place for a tag: which image it runs is up to its templates.`,
  where: { file },
  fix: 'Give it one, such as tag: "" beside repository, and let the template use it: "{{ .Values.image.repository }}:{{ .Values.image.tag }}".',
});

const otherTag = (unit: Unit, { told, wanted, file }: { told: string; wanted: string; file: string }): Problem => ({
  code: 'CHART_IMAGE_OTHER',
  severity: 'warning',
  what: `Values name ${told} of ${unit.name}, which is ${wanted}.`,
  where: { file },
  fix: 'Bring versions into step: nx-convoy sync --check tells where they differ.',
});
