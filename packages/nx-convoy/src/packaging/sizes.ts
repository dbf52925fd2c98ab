import type { SizeConfig } from '../model/config.ts';
import type { Opened } from '../model/packaging.ts';
import type { Problem } from '../model/problem.ts';
import type { Unit } from '../model/unit.ts';
import type { Manifest } from './manifest-schema.ts';
import { sizeOf } from './since.ts';

/** What a registry is known to take of one file. */
export interface FileLimit {
  readonly registry: string;
  readonly bytes: number;
  readonly per: string;
  readonly source: string;
}

export interface Bounds {
  readonly unit: Unit;
  readonly size?: SizeConfig;
  readonly limits: readonly FileLimit[];
  readonly since?: Manifest;
}

/** Files that are smaller or larger than they may be. What the user says of the most counts in place of what registries say: they raise it on request. */
export function sizes(files: readonly Opened[], bounds: Bounds): readonly Problem[] {
  return [...files.flatMap((file) => ofFile(file, bounds)), ...growth(files, bounds)];
}

function ofFile(file: Opened, { unit, size: { min = 0, max } = {}, limits }: Bounds): readonly Problem[] {
  const where = { file: unit.manifest };
  if (file.size < min) {
    const what = `${file.name} has ${shown(file.size)}, and ${unit.id} at least ${shown(min)}: something is not in it.`;
    return [
      {
        code: 'PACKAGE_TOO_SMALL',
        severity: 'error',
        what,
        where,
        fix: `See contents in an earlier manifest.json; if it is right: ${set(unit, 'min', file.size)}`,
      },
    ];
  }
  if (max !== undefined) {
    if (file.size <= max) return [];
    const what = `${file.name} has ${shown(file.size)}, and ${unit.id} at most ${shown(max)}. ${largest(file)}`;
    return [
      {
        code: 'PACKAGE_TOO_LARGE',
        severity: 'error',
        what,
        where,
        fix: `${lighten} If it is right: ${set(unit, 'max', file.size)}`,
      },
    ];
  }
  return limits
    .filter(({ bytes }) => file.size > bytes)
    .map(({ registry, bytes, per, source }) => ({
      code: 'PACKAGE_OVER_LIMIT',
      severity: 'error',
      what: `${file.name} has ${shown(file.size)}; ${registry} takes ${shown(bytes)} for each ${per} (${source}). ${largest(file)}`,
      where,
      fix: `${lighten} If ${registry} has raised the limit for you: ${set(unit, 'max', file.size)}`,
    }));
}

function growth(files: readonly Opened[], { unit, size, since }: Bounds): readonly Problem[] {
  if (size?.growth === undefined || since === undefined) return [];
  const [before, after] = [sizeOf(since.files), sizeOf(files)];
  const percent = before === 0 ? 0 : Math.round((after / before - 1) * 100);
  if (percent <= size.growth) return [];
  return [
    {
      code: 'PACKAGE_GROWN',
      severity: 'warning',
      what: `${unit.id} has ${shown(after)}, ${percent} % more than ${since.version} with ${shown(before)}.`,
      where: { file: unit.manifest },
      fix: `See what came in, below since in its manifest.json. If it is right: ${set(unit, 'growth', percent)}`,
    },
  ];
}

const lighten = 'Leave out what users do not need, as its client has it: exclude, files, .npmignore, .helmignore.';

const set = ({ id }: Unit, key: string, value: number): string =>
  `"units": { "${id}": { "size": { "${key}": ${value} } } }.`;

function largest({ entries }: Opened): string {
  if (entries.length === 0) return '';
  const first = [...entries].sort((a, b) => b.size - a.size).slice(0, 3);
  return `The largest files: ${first.map(({ path, size }) => `${path} (${shown(size)})`).join(', ')}.`;
}

function shown(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
