import type { Problem } from '../../../model/problem.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { inside } from '../../../paths/inside.ts';
import { unknown } from '../../../text/dockerfile/expand.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../../text/yaml/read.ts';
import type { Tree } from '../tree.ts';
import { homeOf } from '../../home.ts';
import { dockerfileAt, isRemote, knownArgs, namedContext, referencesIn, type Declaration } from './declaration.ts';

type Table = Readonly<Record<string, unknown>>;
/** Replaces `${{ … }}` where its value is written in the same file. */
type Fill = (text: string) => string;

/** Steps that use docker/build-push-action or what stands in for it, with tags written out or made by docker/metadata-action. */
export function readWorkflow(
  file: string,
  repo: Snapshot,
  tree: Tree,
): { found: readonly Declaration[]; problems: readonly Problem[] } {
  const text = repo.text(file);
  if (text?.ok !== true || !text.value.includes('/build-push-action')) return { found: [], problems: [] };
  const yaml = repo.once?.(file, readYaml) ?? readYaml(text.value, file);
  // A broken workflow is the forge's to report: nothing is released from it here.
  if (!yaml.ok) return { found: [], problems: [] };
  const data = mapOf(yaml.value.data);
  const home = text.value.includes('github.repository') ? homeOf(repo) : undefined;
  const found = Object.entries(mapOf(data.jobs)).flatMap(([id, job]) => {
    const steps = listOf(mapOf(job).steps).map(mapOf);
    return combinations(mapOf(job)).flatMap((matrix) =>
      steps.flatMap((step, index) => {
        const environment = { ...mapOf(data.env), ...mapOf(mapOf(job).env), ...mapOf(step.env) };
        const line = yaml.value.line('jobs', id, 'steps', index);
        return readStep(step, steps, filling(environment, matrix, home), { file, line }, tree);
      }),
    );
  });
  return { found, problems: [] };
}

/** Each row of a job's matrix, as far as it is written out; a single empty one where there is none. */
function combinations(job: Table): readonly Table[] {
  const { include, ...others } = mapOf(mapOf(job.strategy).matrix);
  const axes = Object.entries(others).filter(([name]) => name !== 'exclude');
  const crossed = axes.reduce<readonly Table[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => listOf(values).map((value) => ({ ...row, [name]: value }))).slice(0, 100),
    [{}],
  );
  const extra = listOf(include).map(mapOf);
  if (axes.length === 0) return extra.length > 0 ? extra : [{}];
  return extra.reduce<readonly Table[]>((rows, more) => {
    const fits = rows.filter((row) => axes.every(([axis]) => !(axis in more) || more[axis] === row[axis]));
    return fits.length === 0 ? [...rows, more] : rows.map((row) => (fits.includes(row) ? { ...row, ...more } : row));
  }, crossed);
}

function filling(environment: Table, matrix: Table, home: string | undefined): Fill {
  const value = (expression: string, depth: number): string => {
    if (expression === 'github.repository') return home ?? unknown;
    if (expression === 'github.repository_owner') return home?.split('/')[0] ?? unknown;
    if (expression === 'github.event.repository.name') return home?.split('/')[1] ?? unknown;
    const [source, ...path] = expression.split('.');
    const table = source === 'env' ? environment : source === 'matrix' ? matrix : {};
    const found = stringOf(
      path.reduce<unknown>(
        (inner, part) => (Object.hasOwn(mapOf(inner), part) ? mapOf(inner)[part] : undefined),
        table,
      ),
    );
    return found === undefined || depth > 5 ? unknown : fill(found, depth + 1);
  };
  const fill = (text: string, depth: number): string =>
    text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/gs, (_, expression: string) => value(expression, depth));
  return (text) => fill(text, 0);
}

function readStep(
  step: Table,
  steps: readonly Table[],
  fill: Fill,
  at: { file: string; line: number },
  tree: Tree,
): readonly Declaration[] {
  if (!/^[\w.-]+\/build-push-action(@|$)/.test(stringOf(step.uses) ?? '')) return [];
  const inputs = mapOf(step.with);
  const text = (name: string): string | undefined => {
    const written = stringOf(inputs[name]);
    return written === undefined ? undefined : fill(written).trim();
  };
  const written = text('context') ?? '.';
  const context = isRemote(written) ? undefined : inside('.', written);
  const file = text('file');
  const dockerfile =
    context === undefined
      ? undefined
      : file === undefined
        ? dockerfileAt(tree, context, undefined)
        : dockerfileAt(tree, '.', file);
  if (context === undefined || dockerfile === undefined) return [];
  const target = text('target');
  return [
    {
      by: 'workflow',
      at,
      dockerfile,
      context,
      ...(target === undefined ? {} : { target }),
      args: knownArgs(pairs(text('build-args') ?? '')),
      references: referencesIn(tagsOf(stringOf(inputs.tags) ?? '', steps, fill)),
      label: `${at.file} ${at.line}`,
      contexts: Object.fromEntries(
        Object.entries(pairs(text('build-contexts') ?? '')).flatMap(([name, value]) => {
          const named = namedContext(value, 'Dockerfile', 'target:');
          return named === undefined ? [] : [[name.toLowerCase(), named]];
        }),
      ),
      contains: [],
    },
  ];
}

/** Tags as listed; where a docker/metadata-action step makes them, the images that it is given. */
function tagsOf(written: string, steps: readonly Table[], fill: Fill): readonly string[] {
  const made = /\$\{\{\s*steps\.([\w-]+)\.outputs\.(tags|json)\s*\}\}|fromJSON\(\s*steps\.([\w-]+)\.outputs\.json/.exec(
    written,
  );
  const id = made?.[1] ?? made?.[3];
  const maker = id === undefined ? undefined : steps.find((step) => step.id === id);
  const isMetadata = (stringOf(maker?.uses) ?? '').startsWith('docker/metadata-action');
  const listed = isMetadata ? (stringOf(mapOf(maker?.with).images) ?? '') : written;
  return fill(listed)
    .split(/[\n,]/)
    .map((tag) => tag.trim().replace(/^name=([^,]*).*$/, '$1'))
    .filter((tag) => tag !== '');
}

/** Lines of `NAME=value`. */
const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(/\r?\n/).flatMap((row) => {
      const match = /^\s*([^=\s]+)=(.*)$/.exec(row);
      return match === null ? [] : [[match[1] ?? '', (match[2] ?? '').trim()]];
    }),
  );
