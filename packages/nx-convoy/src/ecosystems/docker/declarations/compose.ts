import type { Problem } from '../../../model/problem.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { folderOf, inside } from '../../../paths/inside.ts';
import { expand } from '../../../text/dockerfile/expand.ts';
import { listOf, mapOf, readYaml, stringOf, stringsOf } from '../../../text/yaml/read.ts';
import type { Tree } from '../tree.ts';
import { dockerfileAt, isRemote, knownArgs, namedContext, referencesIn, type Declaration } from './declaration.ts';

/** Services with `build`; the `image` beside it is what the built image is called. */
export function readCompose(
  file: string,
  repo: Snapshot,
  tree: Tree,
): { found: readonly Declaration[]; problems: readonly Problem[] } {
  const text = repo.text(file);
  if (text?.ok !== true || !/\bbuild['"]?\s*:/.test(text.value)) return { found: [], problems: [] };
  const yaml = readYaml(text.value, file);
  if (!yaml.ok) return { found: [], problems: yaml.problems };
  const services = mapOf(mapOf(yaml.value.data).services);
  const found = Object.entries(services).flatMap(([name, service]) => {
    const line = yaml.value.line('services', name, 'build');
    return readService(file, name, mapOf(service), line, tree);
  });
  return { found, problems: [] };
}

function readService(
  file: string,
  name: string,
  service: Readonly<Record<string, unknown>>,
  line: number,
  tree: Tree,
): readonly Declaration[] {
  const build = typeof service.build === 'string' ? { context: service.build } : mapOf(service.build);
  if (service.build === undefined) return [];
  const written = interpolated(stringOf(build.context) ?? '.');
  const context = isRemote(written) ? undefined : inside(folderOf(file), written);
  const named = stringOf(build.dockerfile);
  const dockerfile = context === undefined ? undefined : dockerfileAt(tree, context, named && interpolated(named));
  if (context === undefined || dockerfile === undefined) return [];
  const target = stringOf(build.target);
  const images = [stringOf(service.image) ?? '', ...stringsOf(build.tags)].map(interpolated);
  return [
    {
      by: 'compose',
      at: { file, line },
      dockerfile,
      context,
      ...(target === undefined ? {} : { target: interpolated(target) }),
      args: argsOf(build.args),
      references: referencesIn(images),
      label: `${file} ${name}`,
      contexts: contextsOf(build.additional_contexts, file),
      contains: [],
    },
  ];
}

const interpolated = (text: string): string => expand(text, () => undefined);

/** `args` and `additional_contexts` are maps, or lists of `NAME=value`. */
function pairsOf(value: unknown): readonly (readonly [string, string])[] {
  const listed = listOf(value)
    .map(stringOf)
    .map((item) => /^([^=]+)=(.*)$/s.exec(item ?? ''));
  const mapped = Object.entries(mapOf(value)).map(([name, text]) => [name, stringOf(text) ?? ''] as const);
  return [...listed.flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const])), ...mapped];
}

const argsOf = (value: unknown): Declaration['args'] =>
  knownArgs(Object.fromEntries(pairsOf(value).map(([name, text]) => [name, interpolated(text)])));

const contextsOf = (value: unknown, file: string): Declaration['contexts'] =>
  Object.fromEntries(
    pairsOf(value).flatMap(([name, text]) => {
      const context = namedContext(interpolated(text), file, 'service:');
      return context === undefined ? [] : [[name.toLowerCase(), context]];
    }),
  );
