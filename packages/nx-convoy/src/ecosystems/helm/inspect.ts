import type { Made, Opened } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import { join } from '../../paths/inside.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { otherTags } from './pins.ts';

export const inspectChart = (made: Made): readonly Problem[] => made.files.flatMap((file) => inspectOne(file, made));

function inspectOne(file: Opened, { unit, version, repo, asked }: Made): readonly Problem[] {
  const bytes = file.bytes(`${unit.name}/Chart.yaml`);
  const packed = bytes === undefined ? undefined : dataOf(new TextDecoder().decode(bytes), unit.manifest);
  if (packed === undefined) return [other(`${file.name} has no ${unit.name}/Chart.yaml`, unit.manifest)];
  const source = repo.text(unit.manifest);
  const written = source?.ok === true ? (dataOf(source.value, unit.manifest) ?? {}) : {};
  const wanted = { name: unit.name, version, appVersion: stringOf(written.appVersion) };
  const differing = Object.entries(wanted).flatMap(([key, value]) => {
    const told = stringOf(packed[key]);
    return (told ?? '') === (value ?? '')
      ? []
      : [other(`${file.name} says ${key} ${told ?? 'nothing'}, and the plan ${value ?? 'nothing'}`, unit.manifest)];
  });
  const values = file.bytes(`${unit.name}/values.yaml`);
  const tags =
    values === undefined || asked === undefined
      ? []
      : otherTags(new TextDecoder().decode(values), join(unit.root, 'values.yaml'), unit.root, { ...asked, repo });
  return [...differing, ...missing(file, packed, unit.name, unit.manifest), ...tags];
}

/** A listed subchart that did not come along is found out by whoever installs. */
function missing(
  file: Opened,
  chart: Readonly<Record<string, unknown>>,
  name: string,
  manifest: string,
): readonly Problem[] {
  return listOf(chart.dependencies).flatMap((entry) => {
    const needed = stringOf(mapOf(entry).name);
    const lead = `${name}/charts/${needed ?? ''}`;
    const isThere = file.entries.some(({ path }) => path.startsWith(`${lead}/`) || path.startsWith(`${lead}-`));
    if (needed === undefined || isThere) return [];
    return [
      {
        code: 'CHART_DEPENDENCY_MISSING',
        severity: 'error' as const,
        what: `${file.name} does not hold ${needed}, which it depends on.`,
        where: { file: manifest },
        fix: `Commit ${needed} below charts/, or name its repository; .helmignore may leave it out.`,
      },
    ];
  });
}

function dataOf(text: string, file: string): Readonly<Record<string, unknown>> | undefined {
  const yaml = readYaml(text, file);
  return yaml.ok ? mapOf(yaml.value.data) : undefined;
}

const other = (what: string, file: string): Problem => ({
  code: 'PACKAGE_OTHER',
  severity: 'error',
  what: `${what}.`,
  where: { file },
  fix: 'Bring manifests and versions into step: nx-convoy sync --check; then package again.',
});
