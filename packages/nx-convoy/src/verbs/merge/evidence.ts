import type { Depot } from '../../model/depot.ts';
import type { TestJob } from '../../model/matrix.ts';
import type { Problem } from '../../model/problem.ts';
import type { FoundBundle } from '../../packaging/bundle-expect.ts';
import { manifestDigest, readTested, type Tested } from '../../packaging/tested.ts';
import { textIn } from '../gathering/bundles.ts';

export interface Tried {
  readonly job: TestJob;
  readonly found: FoundBundle;
  readonly tested: Tested;
}

/** What test jobs have left, each read; one that says that it failed keeps everything back. */
export async function readEvidence(
  tests: ReadonlyMap<string, FoundBundle>,
  jobs: readonly TestJob[],
  depot: Depot,
): Promise<{ readonly tried: readonly Tried[]; readonly problems: readonly Problem[] }> {
  const [tried, problems]: [Tried[], Problem[]] = [[], []];
  for (const job of jobs) {
    const found = tests.get(job.id);
    if (found === undefined) continue;
    const text = await textIn(found, evidenceName, depot);
    const tested = text === undefined ? undefined : readTested(text);
    if (tested?.unit !== job.unit || tested.commit !== found.bundle.commit) problems.push(unreadable(found));
    else if (!tested.ok) problems.push(failed(job, tested));
    else tried.push({ job, found, tested });
  }
  return { tried, problems };
}

/** What evidence is called in its bundle. */
export const evidenceName = 'tested.json';

/** All that machines tried of a unit, bound to the files as they lie together now; undefined unless every job of it has. */
export function evidenceFor(
  unit: string,
  manifest: string,
  tried: readonly Tried[],
  jobs: readonly TestJob[],
): Tested | undefined {
  const own = tried.filter(({ job }) => job.unit === unit);
  const [first] = own;
  if (first === undefined || own.length !== jobs.filter((job) => job.unit === unit).length) return undefined;
  const all = own.map(({ tested }) => tested);
  const times = (key: 'startedAt' | 'endedAt'): readonly string[] => all.map((one) => one[key]).sort();
  return {
    ...first.tested,
    manifest: manifestDigest(manifest),
    machine: [...new Set(all.map(({ machine }) => machine))].join(', '),
    tools: Object.fromEntries(
      own.flatMap(({ job, tested }) =>
        Object.entries(tested.tools).map(([name, version]) => [`${name} (${job.id})`, version]),
      ),
    ),
    startedAt: times('startedAt')[0] ?? '',
    endedAt: times('endedAt').at(-1) ?? '',
    commands: all.flatMap(({ commands }) => commands),
    problems: [],
  };
}

const unreadable = ({ folder, bundle }: FoundBundle): Problem => ({
  code: 'BUNDLE_UNREADABLE',
  severity: 'error',
  what: `${folder} (${bundle.job}) has no ${evidenceName} of ${bundle.unit} that can be read.`,
  fix: `nx-convoy package-test --plan=plan.json --job=${bundle.job} --bundles=<folder>`,
});

const failed = ({ id, unit }: TestJob, { problems }: Tested): Problem => ({
  code: 'BUNDLE_TEST_FAILED',
  severity: 'error',
  what: `${unit} failed where ${id} tried it: ${problems.map(({ what }) => what).join(' ')}`,
  fix: problems[0]?.fix ?? `See what it says, mend it, and release again.`,
});
