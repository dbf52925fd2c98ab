import type { Problem } from '../../../model/problem.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { folderOf, inside } from '../../../paths/inside.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../../text/yaml/read.ts';
import type { Tree } from '../tree.ts';
import { dockerfileAt, knownArgs, referencesIn, type Declaration } from './declaration.ts';

/** The images of each chart: `images/<name>` below the file, called `<imagePrefix><name>`, unless said otherwise. */
export function readChartpress(
  file: string,
  repo: Snapshot,
  tree: Tree,
): { found: readonly Declaration[]; problems: readonly Problem[] } {
  const text = repo.text(file);
  if (text?.ok !== true) return { found: [], problems: [] };
  const yaml = readYaml(text.value, file);
  if (!yaml.ok) return { found: [], problems: yaml.problems };
  const data = mapOf(yaml.value.data);
  const found = listOf(data.charts).flatMap((chart, index) => {
    const prefix = stringOf(mapOf(chart).imagePrefix) ?? stringOf(data.imagePrefix) ?? '';
    return Object.entries(mapOf(mapOf(chart).images)).flatMap(([name, image]): readonly Declaration[] => {
      const options = mapOf(image);
      const context = inside(folderOf(file), stringOf(options.contextPath) ?? `images/${name}`);
      const written = stringOf(options.dockerfilePath);
      const dockerfile =
        context === undefined
          ? undefined
          : written === undefined
            ? dockerfileAt(tree, context, undefined)
            : dockerfileAt(tree, folderOf(file), written);
      if (context === undefined || dockerfile === undefined) return [];
      return [
        {
          by: 'chartpress',
          at: { file, line: yaml.value.line('charts', index, 'images', name) },
          dockerfile,
          context,
          args: knownArgs(
            Object.fromEntries(Object.entries(mapOf(options.buildArgs)).map(([arg, value]) => [arg, stringOf(value)])),
          ),
          references: referencesIn([stringOf(options.imageName) ?? prefix + name]),
          label: `${file} ${name}`,
          contexts: {},
          contains: [],
        },
      ];
    });
  });
  return { found, problems: [] };
}
