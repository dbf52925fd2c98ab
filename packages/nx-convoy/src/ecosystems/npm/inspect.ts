import type { Made } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { readJson } from '../../text/json/read.ts';
import { inspectNeeds } from './inspect-needs.ts';
import { inspectTargets } from './inspect-targets.ts';
import type { Tarball } from './tarball.ts';

export function inspectPackages(made: Made): readonly Problem[] {
  const [first, ...more] = made.files;
  // What is no archive is told by whoever opened it.
  if (first === undefined) return [];
  if (more.length > 0) return [several(made)];
  // npm calls the folder at the top `package`, but takes any: what is inside counts.
  const tops = new Set(first.entries.map(({ path }) => path.split('/')[0] ?? ''));
  const [top = ''] = tops;
  const bytes = tops.size === 1 ? first.bytes(`${top}/package.json`) : undefined;
  const json = bytes === undefined ? undefined : readJson(new TextDecoder().decode(bytes), made.unit.manifest);
  if (json?.ok !== true) return [other(`${first.name} has no package.json that can be read`, made)];
  const paths = first.entries.filter(({ kind }) => kind === 'file').map(({ path }) => path.slice(top.length + 1));
  const tarball = { file: first, manifest: objectOf(json.value.data), paths, made };
  return [...identity(tarball), ...inspectNeeds(tarball), ...inspectTargets(tarball)];
}

function identity({ file, manifest, made }: Tarball): readonly Problem[] {
  const { unit, version } = made;
  return Object.entries({ name: unit.name, version }).flatMap(([key, wanted]) => {
    const told = stringOf(manifest[key]);
    return told === wanted
      ? []
      : [other(`${file.name} says ${key} ${told ?? 'nothing'}, and ${unit.manifest} ${wanted}`, made)];
  });
}

const other = (what: string, { unit }: Made): Problem => ({
  code: 'PACKAGE_OTHER',
  severity: 'error',
  what: `${what}.`,
  where: { file: unit.manifest },
  fix: 'Bring manifests and versions into step: nx-convoy sync --check. A package.json that a build writes must take both from the one that is committed.',
});

const several = ({ unit, files }: Made): Problem => ({
  code: 'PACKAGE_OTHER',
  severity: 'error',
  what: `${unit.id}: npm takes one tarball for a version, and there are ${files.length}: ${files.map(({ name }) => name).join(', ')}.`,
  where: { file: unit.manifest },
  fix: `Name the tarball alone: "units": { "${unit.id}": { "package": { "outputs": ["*.tgz"] } } }.`,
});
