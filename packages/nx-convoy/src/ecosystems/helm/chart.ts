import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { join } from '../../paths/inside.ts';
import { isTemplate } from '../../text/placeholder.ts';
import { listOf, mapOf, readYaml, stringOf, type Yaml } from '../../text/yaml/read.ts';
import type { Read } from '../reading.ts';

/** One entry of `dependencies`, as written. */
export interface Requirement {
  readonly name: string;
  readonly version?: string;
  /** `file://`, `https://`, `oci://`, `@alias`, or nothing for a chart that lies in `charts/`. */
  readonly repository?: string;
  readonly file: string;
  readonly line: number;
  /** Where `version` stands. */
  readonly rangeLine: number;
}

export interface Chart extends Read<Yaml> {
  readonly name?: string;
  readonly version?: string;
  readonly requirements: readonly Requirement[];
}

export function chartOf(read: Read<Yaml>, repo: Snapshot): { chart: Chart; problems: readonly Problem[] } {
  const data = mapOf(read.content.data);
  const [name, version] = [stringOf(data.name), stringOf(data.version)];
  const { requirements, problems } = requirementsOf(read, repo);
  return {
    chart: {
      ...read,
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
      requirements,
    },
    problems,
  };
}

/** A chart that an engine or `helm create` has still to fill in. */
export function isPlaceholder(chart: Chart): boolean {
  const { name, version } = mapOf(chart.content.data);
  // To YAML `name: {{ .name }}` is a map with a map for a key, of which nothing is left.
  const isHole = (value: unknown): boolean =>
    typeof value === 'object' && !Array.isArray(value) && Object.keys(mapOf(value)).length === 0;
  if (isHole(name) || isHole(version)) return true;
  return isTemplate(chart.name ?? '') || /[<>${}%]|^@.*@$/.test(chart.name ?? '');
}

/**
 * What a chart depends on. Where there is a requirements.yaml that has dependencies, helm takes those, whatever the chart's apiVersion
 * says; it only warns that the file is of the old kind.
 */
function requirementsOf(
  read: Read<Yaml>,
  repo: Snapshot,
): { requirements: readonly Requirement[]; problems: readonly Problem[] } {
  const file = join(read.folder, 'requirements.yaml');
  const text = repo.text(file);
  if (text === undefined) return { requirements: listed(read.content, read.file), problems: [] };
  const yaml = text.ok ? readYaml(text.value, file) : text;
  if (!yaml.ok) return { requirements: listed(read.content, read.file), problems: yaml.problems };
  const isOld = Object.hasOwn(mapOf(yaml.value.data), 'dependencies');
  return { requirements: isOld ? listed(yaml.value, file) : listed(read.content, read.file), problems: [] };
}

function listed(yaml: Yaml, file: string): readonly Requirement[] {
  return listOf(mapOf(yaml.data).dependencies).flatMap((entry, index) => {
    const { name, version, repository } = mapOf(entry);
    const named = stringOf(name);
    if (named === undefined) return [];
    const [range, source] = [stringOf(version), stringOf(repository)];
    return [
      {
        name: named,
        ...(range === undefined ? {} : { version: range }),
        ...(source === undefined ? {} : { repository: source }),
        file,
        line: yaml.line('dependencies', index),
        rangeLine: yaml.line('dependencies', index, 'version'),
      },
    ];
  });
}

export const isRemote = ({ repository = '' }: Requirement): boolean =>
  repository !== '' && !repository.startsWith('file:');

/** What `home` and `sources` name. */
export function linksOf(chart: Chart): readonly string[] {
  const { home, sources } = mapOf(chart.content.data);
  return [home, ...listOf(sources)].map(stringOf).filter((link) => link !== undefined);
}
