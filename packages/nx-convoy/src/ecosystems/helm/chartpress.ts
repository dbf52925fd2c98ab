import type { Claim } from '../../model/claim.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { setAside } from '../../paths/aside.ts';
import { folderOf, inside } from '../../paths/inside.ts';
import { parseReference } from '../../text/dockerfile/reference.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { chartFile } from './family.ts';

/** chartpress writes the images that it builds into a chart's values, so the chart runs them, whatever stands there now. */
export function chartpressClaims(repo: Snapshot, isUnit: ReadonlySet<string>): readonly Claim[] {
  return repo.files
    .filter((file) => /(^|\/)chartpress\.ya?ml$/.test(file) && setAside(folderOf(file)) === undefined)
    .flatMap((file) => claimsIn(file, repo, isUnit));
}

function claimsIn(file: string, repo: Snapshot, isUnit: ReadonlySet<string>): readonly Claim[] {
  const text = repo.text(file);
  const yaml = text?.ok === true ? readYaml(text.value, file) : undefined;
  if (yaml?.ok !== true) return [];
  const data = mapOf(yaml.value.data);
  return listOf(data.charts).flatMap((entry, index) => {
    const chart = mapOf(entry);
    const folder = inside(folderOf(file), stringOf(chart.chartPath) ?? stringOf(chart.name) ?? '');
    const from = folder === undefined ? undefined : chartFile(folder);
    if (from === undefined || !isUnit.has(from)) return [];
    const prefix = stringOf(chart.imagePrefix) ?? stringOf(data.imagePrefix) ?? '';
    return Object.entries(mapOf(chart.images)).flatMap(([name, options]): readonly Claim[] => {
      if (mapOf(options).valuesPath === undefined) return [];
      const image = parseReference(stringOf(mapOf(options).imageName) ?? prefix + name)?.image;
      const at = { file, line: yaml.value.line('charts', index, 'images', name, 'valuesPath') };
      return image === undefined ? [] : [{ from, kind: 'deploys', to: { image }, at }];
    });
  });
}
