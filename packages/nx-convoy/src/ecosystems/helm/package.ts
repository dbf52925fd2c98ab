import type { Check, Job, JobIn, MadeWith, Packaging, RunStep } from '../../model/packaging.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { isWithin, join, nameOf } from '../../paths/inside.ts';
import { mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';
import { chartOf, type Chart, type Requirement } from './chart.ts';
import { chartFile, folderAt } from './family.ts';

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
  const at = (folder: string): string => join(`${scratch}/tree`, folder).replace(/\/\.$/, '');
  const run = (argv: readonly string[]): RunStep => ({ do: 'run', argv, cwd: '.', timeoutMs: asked.timeoutMs });
  const { version = '' } = unit;
  const archive = `${unit.name}-${version}.tgz`;
  const made = `${scratch}/made`;
  return {
    stage: asked.tracked.filter((file) => folders.some((folder) => isWithin(file, folder))),
    steps: [
      ...charts.flatMap((chart) =>
        dependencySteps(chart, asked).map((argv) => run(argv.map((word) => word.replace('{tree}', `${scratch}/tree`)))),
      ),
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
 * What a chart depends on, brought into its `charts/`. helm would write a lock with the time of day in it, and the lock is packed: without
 * one each dependency is brought by itself.
 */
function dependencySteps(chart: Chart, { repo, tracked }: Packaging): readonly (readonly string[])[] {
  const here = join('{tree}', chart.folder).replace(/\/\.$/, '');
  const open = chart.requirements.filter((requirement) => !isVendored(chart, requirement, tracked));
  if (open.length === 0) return [];
  if (isLocked(chart, repo)) return [['helm', 'dependency', 'build', here]];
  return open.map((requirement) => {
    const folder = localFolder(chart, requirement);
    if (folder !== undefined)
      return ['helm', 'package', join('{tree}', folder).replace(/\/\.$/, ''), '--destination', `${here}/charts`];
    const { name, repository = '', version } = requirement;
    const wanted = version === undefined ? [] : ['--version', version];
    const from = /^oci:/.test(repository)
      ? [`${repository.replace(/\/$/, '')}/${name}`]
      : /^(?:@|alias:)/.test(repository)
        ? [`${repository.replace(/^(?:@|alias:)/, '')}/${name}`]
        : [name, '--repo', repository];
    return ['helm', 'pull', ...from, ...wanted, '--destination', `${here}/charts`];
  });
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

const isLocked = ({ folder }: Chart, repo: Snapshot): boolean =>
  ['Chart.lock', 'requirements.lock'].some((lock) => repo.text(join(folder, lock)) !== undefined);

const hasLooseNeeds = (chart: Chart, { repo, tracked }: Packaging): boolean =>
  !isLocked(chart, repo) &&
  chart.requirements.some(
    (requirement) => localFolder(chart, requirement) === undefined && !isVendored(chart, requirement, tracked),
  );

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
