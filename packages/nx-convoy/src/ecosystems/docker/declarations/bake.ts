import type { Problem } from '../../../model/problem.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { folderOf, inside } from '../../../paths/inside.ts';
import { expand, unknown, type Values } from '../../../text/dockerfile/expand.ts';
import { readHcl, type HclValue } from '../../../text/hcl/read.ts';
import { mapOf, readYaml } from '../../../text/yaml/read.ts';
import type { Tree } from '../tree.ts';
import { dockerfileAt, isRemote, knownArgs, namedContext, referencesIn, type Declaration } from './declaration.ts';

interface Target {
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, HclValue>>;
}

interface Bake {
  readonly targets: readonly Target[];
  readonly variables: ReadonlyMap<string, string>;
}

/** The targets of a bake file, with what they inherit and the defaults of its variables. */
export function readBake(
  file: string,
  repo: Snapshot,
  tree: Tree,
): { found: readonly Declaration[]; problems: readonly Problem[] } {
  const text = repo.text(file);
  if (text?.ok !== true) return { found: [], problems: [] };
  const bake = file.endsWith('.json') ? bakeOfJson(text.value, file) : { ...bakeOfHcl(text.value), problems: [] };
  const targets = new Map(bake.targets.map((target) => [target.name, target]));
  const found = bake.targets.flatMap((target) => declared(target, targets, bake.variables, file, tree));
  return { found, problems: bake.problems };
}

function bakeOfHcl(text: string): Bake {
  const blocks = readHcl(text);
  const targets = blocks
    .filter(({ type }) => type === 'target')
    .map(({ labels, line, attributes }) => ({
      name: labels[0] ?? '',
      line,
      attributes: Object.fromEntries([...attributes].map(([name, { value }]) => [name, value])),
    }));
  const variables = blocks.flatMap(({ type, labels, attributes }) => {
    const value = attributes.get('default')?.value;
    return type === 'variable' && typeof value === 'string' ? [[labels[0] ?? '', value] as const] : [];
  });
  return { targets, variables: new Map(variables) };
}

/** JSON is YAML, so one reader gives the lines of both. */
function bakeOfJson(text: string, file: string): Bake & { problems: readonly Problem[] } {
  const yaml = readYaml(text, file);
  if (!yaml.ok) return { targets: [], variables: new Map(), problems: yaml.problems };
  const { target, variable } = mapOf(yaml.value.data);
  const variables = Object.entries(mapOf(variable)).flatMap(([name, body]) => {
    const value = mapOf(body).default;
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const targets = Object.entries(mapOf(target)).map(([name, body]) => ({
    name,
    line: yaml.value.line('target', name),
    attributes: mapOf(body) as Readonly<Record<string, HclValue>>,
  }));
  return { targets, variables: new Map(variables), problems: [] };
}

function declared(
  target: Target,
  targets: ReadonlyMap<string, Target>,
  variables: ReadonlyMap<string, string>,
  file: string,
  tree: Tree,
): readonly Declaration[] {
  return variants(target, variables).flatMap((valueOf): readonly Declaration[] => {
    const attributes = inherited(target, targets, valueOf, new Set());
    const text = (name: string): string | undefined => textOf(attributes[name], valueOf);
    const written = text('context') ?? '.';
    // A path counts from where the command is run: the file's folder, or the workspace's.
    const contexts = isRemote(written) ? [] : [inside(folderOf(file), written), inside('.', written)];
    const place = contexts
      .map((context) => ({
        context,
        dockerfile: context === undefined ? undefined : dockerfileAt(tree, context, text('dockerfile')),
      }))
      .find(({ dockerfile }) => dockerfile !== undefined);
    if (place?.context === undefined || place.dockerfile === undefined) return [];
    const stage = text('target');
    const platforms = listOf(attributes.platforms).flatMap((platform) => textOf(platform, valueOf) ?? []);
    const named = Object.entries(mapOf(attributes.contexts)).flatMap(([name, value]) => {
      const context = namedContext(textOf(value as HclValue, valueOf) ?? unknown, file, 'target:');
      return context === undefined ? [] : [[name.toLowerCase(), context] as const];
    });
    return [
      {
        by: 'bake',
        at: { file, line: target.line },
        dockerfile: place.dockerfile,
        context: place.context,
        ...(stage === undefined ? {} : { target: stage }),
        ...(platforms.length === 0 ? {} : { platforms }),
        args: knownArgs(
          Object.fromEntries(
            Object.entries(mapOf(attributes.args)).map(([name, value]) => [name, textOf(value as HclValue, valueOf)]),
          ),
        ),
        references: referencesIn(listOf(attributes.tags).map((tag) => textOf(tag, valueOf) ?? '')),
        label: `${file} ${target.name}`,
        contexts: Object.fromEntries(named),
        contains: [],
      },
    ];
  });
}

/** A target with a matrix is one for each combination of its values; most have none. */
function variants(target: Target, variables: ReadonlyMap<string, string>): readonly Values[] {
  const plain: Values = (name) => variables.get(name);
  const combinations = Object.entries(mapOf(target.attributes.matrix)).reduce<readonly ReadonlyMap<string, string>[]>(
    (rows, [name, values]) => {
      const texts = listOf(values as HclValue).flatMap((value) => textOf(value, plain) ?? []);
      return rows.flatMap((row) => texts.map((text) => new Map([...row, [name, text]]))).slice(0, 100);
    },
    [new Map()],
  );
  return combinations.map((row) => (name) => row.get(name) ?? variables.get(name));
}

/** The target's own attributes over those it inherits, of which the later win; maps are joined. */
function inherited(
  target: Target,
  targets: ReadonlyMap<string, Target>,
  valueOf: Values,
  seen: ReadonlySet<string>,
): Readonly<Record<string, HclValue>> {
  const bases = listOf(target.attributes.inherits)
    .map((name) => targets.get(textOf(name, valueOf) ?? ''))
    .filter((base) => base !== undefined && base !== target && !seen.has(base.name));
  const layers = [
    ...bases.map((base) => inherited(base ?? target, targets, valueOf, new Set([...seen, target.name]))),
    target.attributes,
  ];
  return layers.reduce((under, over) => ({
    ...under,
    ...over,
    ...Object.fromEntries(
      ['args', 'contexts'].map((name) => [name, { ...mapOf(under[name]), ...mapOf(over[name]) } as HclValue]),
    ),
  }));
}

const listOf = (value: HclValue): readonly HclValue[] => (Array.isArray(value) ? (value as readonly HclValue[]) : []);

function textOf(value: HclValue, valueOf: Values): string | undefined {
  if (typeof value === 'string') return expand(value, valueOf);
  const variable = mapOf(value).variable;
  return typeof variable === 'string' ? valueOf(variable) : undefined;
}
