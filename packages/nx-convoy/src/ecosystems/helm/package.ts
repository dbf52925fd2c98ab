import type { Check, Job, JobIn, MadeWith, Packaging, RunStep } from '../../model/packaging.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { isWithin, join, nameOf } from '../../paths/inside.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { buildSteps } from '../own-build.ts';
import { chartOf, type Chart, type Requirement } from './chart.ts';
import { chartFile, folderAt } from './family.ts';
import { deployedBy, pinImages } from './pins.ts';

export const chartMadeWith: MadeWith = {
  tools: [{ name: 'helm', argv: ['helm', 'version', '--short'] }],
  reads: ['HELM_REPOSITORY_CONFIG'],
};

/** One command for each chart, in a copy of what is committed: what it depends on is laid beside it, and must not dirty the source. */
export function packageCharts(asked: Packaging): Result<readonly JobIn[]> {
  return ok(asked.units.map((unit) => (scratch) => jobOf(unit, scratch, asked)));
}

function jobOf(unit: Unit, scratch: string, asked: Packaging): Job {
  const charts = family(unit.root, asked.repo);
  const folders = charts.map(({ folder }) => folder);
  const tree = `${scratch}/tree`;
  const at = (folder: string): string => placeOf(folder, tree);
  const run = (argv: readonly string[]): RunStep => ({ do: 'run', argv, cwd: '.', timeoutMs: asked.timeoutMs });
  const { version = '' } = unit;
  const archive = `${unit.name}-${version}.tgz`;
  const made = `${scratch}/made`;
  const pinned = charts.map((chart) => ({ file: join(chart.folder, 'values.yaml'), ...pinImages(chart, asked) }));
  return {
    problems: pinned.flatMap(({ problems }) => problems),
    texts: Object.fromEntries(pinned.flatMap(({ file, text }) => (text === undefined ? [] : [[file, text]]))),
    stage: asked.tracked.filter((file) => folders.some((folder) => isWithin(file, folder))),
    folders: charts.map((chart) => chartsOf(chart, tree)),
    steps: [
      ...buildSteps(unit, tree, asked),
      ...charts.flatMap((chart) => dependencySteps(chart, asked, tree).map(run)),
      run(['helm', 'lint', at(unit.root)]),
      run(['helm', 'package', at(unit.root), '--version', version, '--destination', made]),
    ],
    checks: renderings(unit, asked).map((values): Check => ({
      unit: unit.id,
      step: run([
        'helm',
        'template',
        'release',
        `${made}/${archive}`,
        ...values.flatMap((file) => ['--values', at(file)]),
      ]),
      problem: (said) => unrendered(unit, values, said),
    })),
    makes: [{ unit: unit.id, version, folder: made, names: [archive] }],
    ...chartMadeWith,
    identity: ({ helm = '' }) =>
      Number.parseInt(helm, 10) < 4
        ? { by: 'content', why: 'helm before 4 writes the time of packaging into the archive' }
        : charts.some((chart) => hasLooseNeeds(chart, asked))
          ? {
              by: 'content',
              why: 'its dependencies are not locked: helm dependency update makes a Chart.lock to commit',
            }
          : deploysLoose(charts, asked)
            ? {
                by: 'content',
                why: 'it names the digests of images that are not the same bytes when they are made again',
              }
            : { by: 'bytes' },
  };
}

/** A chart with all that it takes in from this repository, each after what it needs. */
function family(root: string, repo: Snapshot, above: readonly string[] = []): readonly Chart[] {
  const chart = chartAt(root, repo);
  if (chart === undefined || above.includes(root)) return [];
  const needed = chart.requirements.flatMap((requirement) => {
    const folder = localFolder(chart, requirement);
    return folder === undefined ? [] : family(folder, repo, [...above, root]);
  });
  const seen = new Set<string>();
  return [...needed, chart].filter(({ folder }) => !seen.has(folder) && seen.add(folder));
}

function chartAt(folder: string, repo: Snapshot): Chart | undefined {
  const file = chartFile(folder);
  const text = repo.text(file);
  const yaml = text?.ok === true ? readYaml(text.value, file) : undefined;
  return yaml?.ok === true ? chartOf({ file, folder, content: yaml.value }, repo).chart : undefined;
}

const localFolder = (chart: Chart, requirement: Requirement): string | undefined =>
  requirement.repository?.startsWith('file:') === true ? folderAt(chart, requirement) : undefined;

/**
 * What a chart depends on, brought into its `charts/` one by one, in the version that its lock says. `helm dependency build` would need
 * every repository to be added before; `helm dependency update` would write a lock with the time of day in it, and the lock is packed.
 */
function dependencySteps(chart: Chart, { repo, tracked }: Packaging, tree: string): readonly (readonly string[])[] {
  const into = ['--destination', chartsOf(chart, tree)];
  const locked = lockedIn(chart, repo);
  const commands = chart.requirements.flatMap((requirement, index) => {
    if (isVendored(chart, requirement, tracked)) return [];
    const folder = localFolder(chart, requirement);
    if (folder !== undefined) return [['helm', 'package', placeOf(folder, tree), ...into]];
    const wanted = locked(requirement, index) ?? requirement.version;
    return [
      ['helm', 'pull', ...sourceOf(requirement), ...(wanted === undefined ? [] : ['--version', wanted]), ...into],
    ];
  });
  // One chart under several aliases is brought once.
  return [...new Map(commands.map((argv) => [argv.join('\n'), argv])).values()];
}

const placeOf = (folder: string, tree: string): string => (folder === '.' ? tree : `${tree}/${folder}`);
const chartsOf = ({ folder }: Chart, tree: string): string => `${placeOf(folder, tree)}/charts`;

function sourceOf({ name, repository = '' }: Requirement): readonly string[] {
  if (repository.startsWith('oci:')) return [`${repository.replace(/\/$/, '')}/${name}`];
  if (/^(?:@|alias:)/.test(repository)) return [`${repository.replace(/^(?:@|alias:)/, '')}/${name}`];
  return [name, '--repo', repository];
}

/** Locks list what charts list, in the same order: names alone may stand there twice. */
function lockedIn(chart: Chart, repo: Snapshot): (requirement: Requirement, index: number) => string | undefined {
  const file = lockOf(chart, repo);
  const text = file === undefined ? undefined : repo.text(file);
  const yaml = file !== undefined && text?.ok === true ? readYaml(text.value, file) : undefined;
  const entries = yaml?.ok === true ? listOf(mapOf(yaml.value.data).dependencies).map(mapOf) : [];
  return ({ name }, index) => {
    const own = stringOf(entries[index]?.name) === name ? entries[index] : undefined;
    return stringOf((own ?? entries.find((entry) => stringOf(entry.name) === name))?.version);
  };
}

/** Committed with the chart, packed or not. */
function isVendored({ folder }: Chart, { name, repository }: Requirement, tracked: readonly string[]): boolean {
  if (repository === undefined || repository === '') return true;
  const place = join(folder, 'charts');
  return tracked.some(
    (file) => file === `${place}/${name}/Chart.yaml` || (isWithin(file, place) && isArchiveOf(nameOf(file), name)),
  );
}

const isArchiveOf = (file: string, name: string): boolean =>
  file.startsWith(`${name}-`) && /^v?\d.*\.tgz$/.test(file.slice(name.length + 1));

const lockOf = ({ folder }: Chart, repo: Snapshot): string | undefined =>
  ['Chart.lock', 'requirements.lock'].map((lock) => join(folder, lock)).find((lock) => repo.text(lock) !== undefined);

const hasLooseNeeds = (chart: Chart, { repo, tracked }: Packaging): boolean =>
  lockOf(chart, repo) === undefined &&
  chart.requirements.some(
    (requirement) => localFolder(chart, requirement) === undefined && !isVendored(chart, requirement, tracked),
  );

const deploysLoose = (charts: readonly Chart[], asked: Packaging): boolean =>
  charts
    .flatMap(({ folder }) => deployedBy(folder, asked))
    .some(({ id }) => asked.recorded(id)?.identity.by === 'content');

/** With the values that are there for tests, as chart-testing has them: else with its own. A library renders nothing by itself. */
function renderings(unit: Unit, { repo, tracked }: Packaging): readonly (readonly string[])[] {
  const chart = chartAt(unit.root, repo);
  if (stringOf(mapOf(chart?.content.data).type) === 'library') return [];
  const place = join(unit.root, 'ci');
  const values = tracked.filter((file) => isWithin(file, place) && /-values\.ya?ml$/.test(file));
  return values.length === 0 ? [[]] : values.map((file) => [file]);
}

/** `required` and `fail` are how a chart asks for values: it is not broken, but nothing shows that it works. */
function unrendered(unit: Unit, values: readonly string[], said: string): Problem {
  const line = said.split('\n').findLast((each) => /^Error:/.test(each)) ?? said.split('\n').at(-1) ?? '';
  const isAsking = values.length === 0 && /execution error at|values don't meet the specifications/.test(said);
  const by = values.length === 0 ? 'its own values' : values.join(', ');
  return {
    code: 'CHART_UNRENDERED',
    severity: isAsking ? 'warning' : 'error',
    what: `${unit.name} does not render with ${by}: ${line.slice(0, 400)}`,
    where: { file: unit.manifest },
    fix: isAsking
      ? `Put values that render it into ${join(unit.root, 'ci/test-values.yaml')} and commit them.`
      : `Mend the template; see it with: helm template ${unit.root}${values.map((file) => ` --values ${file}`).join('')}`,
  };
}
