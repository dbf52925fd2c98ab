import type { ToolName } from '../tools.ts';
import { leave, takeBundles, takeUp } from './handing.ts';
import { planner } from '../node.ts';
import { checkOut, node, ofEcosystems, tool } from './setup.ts';
import type { Parts } from '../parts.ts';
import { expression, folder, run, secret, use, type Step } from './step.ts';

const isRelease = "needs.plan.outputs.release == 'true'";
const isAny = (list: string): string => `fromJSON(needs.plan.outputs.${list}).include[0] != null`;

/** What builds may see of the secrets: those that only read, by the names that the options give. */
export function reading({ ground }: Parts): { readonly env?: Readonly<Record<string, string>> } {
  const names = ground.config.package?.env ?? [];
  return names.length === 0 ? {} : { env: Object.fromEntries(names.map((name) => [name, secret(name)])) };
}

export function buildJob(parts: Parts): object {
  const { wishes, node: setup, tools } = parts;
  return {
    name: expression('matrix.id'),
    needs: 'plan',
    if: `${isRelease} && ${isAny('build')}`,
    'runs-on': expression('matrix.runner'),
    ...(tools.isContained ? { container: expression('matrix.container') } : {}),
    'timeout-minutes': 180,
    permissions: { contents: 'read' },
    strategy: { 'fail-fast': false, matrix: expression('fromJSON(needs.plan.outputs.build)') },
    steps: [
      checkOut(),
      ...(tools.isContained ? [ownTree] : []),
      ...takeUp,
      ...node(setup, 'with scripts', tools.isContained ? 'perhaps in a container' : 'on any machine'),
      ...(tools.isContained && tools.building.has('rust') ? [rustInContainer] : []),
      ...[...tools.building].flatMap(([name, ecosystems]) => toolFor(name, ecosystems, parts)),
      ...(tools.isEmulated ? [emulator] : []),
      run('Build', `${setup.bin} package --plan=${folder}/plan.json --job="$JOB" --bundle=${folder}/bundle`, {
        env: { JOB: expression('matrix.id'), ...reading(parts).env },
      }),
      leave(`bundle-${expression('matrix.id')}`, `${folder}/bundle`, wishes.keep),
    ],
  };
}

/** In a container the files belong to somebody else, and git asks whether that is meant. */
const ownTree = run('Trust the tree', 'git config --global --add safe.directory "$GITHUB_WORKSPACE"', {
  if: 'matrix.container',
});

/** Machines of GitHub have rustup; images of manylinux do not. */
const rustInContainer = run(
  'Set rustup up',
  [
    "curl --proto '=https' --tlsv1.2 --silent --show-error --fail https://sh.rustup.rs |",
    '  sh -s -- -y --profile minimal',
    'echo "$HOME/.cargo/bin" >> "$GITHUB_PATH"',
  ],
  { if: 'matrix.container' },
);

/** The Pythons of the job one below the other, as setup-python takes several. */
const pythons = expression(`matrix.pythons && join(matrix.pythons, fromJSON('"\\n"')) || '3.13'`);

const toolFor = (name: ToolName, ecosystems: readonly string[], { tools }: Parts): readonly Step[] =>
  tool(name, {
    when: whenOf(ecosystems, tools.isContained && name === 'python'),
    targets: name === 'rust' && tools.isTargeted,
    ...(name === 'python' ? { python: pythons } : {}),
  });

/** Images of manylinux bring Pythons of their own. */
const whenOf = (ecosystems: readonly string[], bringsOwn: boolean): string => {
  const meant = ofEcosystems('matrix.ecosystem', ecosystems);
  return bringsOwn ? `(${meant}) && !matrix.container` : meant;
};

const emulator = use(
  'Set QEMU up',
  'docker/setup-qemu-action',
  { platforms: expression('matrix.emulates') },
  { if: 'matrix.emulates' },
);

export function testJob(parts: Parts): object {
  const { wishes, node: setup, tools } = parts;
  return {
    name: expression('matrix.id'),
    needs: ['plan', 'build'],
    if: `${isRelease} && ${isAny('test')}`,
    'runs-on': expression('matrix.runner'),
    'timeout-minutes': 60,
    permissions: { contents: 'read' },
    strategy: { 'fail-fast': false, matrix: expression('fromJSON(needs.plan.outputs.test)') },
    steps: [
      checkOut(),
      ...takeUp,
      takeBundles,
      ...node(setup, 'no scripts'),
      ...[...tools.trying].flatMap(([name, ecosystems]) =>
        tool(name, {
          when: ecosystems.map((ecosystem) => `startsWith(matrix.unit, '${ecosystem}:')`).join(' || '),
          ...(name === 'python' ? { python: expression(`matrix.python || '3.13'`) } : {}),
        }),
      ),
      run(
        'Try',
        `${setup.bin} package-test --plan=${folder}/plan.json --job="$JOB" --bundles=${folder}/bundles --bundle=${folder}/evidence`,
        { env: { JOB: expression('matrix.id'), ...reading(parts).env } },
      ),
      leave(`bundle-${expression('matrix.id')}`, `${folder}/evidence`, wishes.keep),
    ],
  };
}

/** A list without jobs is skipped, and all is well; one that failed stops everything. */
const allWell = (jobs: readonly string[]): string =>
  ['!cancelled()', ...jobs.map((job) => `contains(fromJSON('["success", "skipped"]'), needs.${job}.result)`)].join(
    ' && ',
  );

/** The only one that sees all bundles, and the only one whose files are published. */
export function mergeJob(parts: Parts): object {
  const { wishes, node: setup, tools, makesCommit } = parts;
  return {
    needs: ['plan', 'build', 'test'],
    if: `${isRelease} && ${allWell(['build', 'test'])}`,
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 60,
    permissions: { contents: 'read' },
    steps: [
      checkOut({ whole: true }),
      ...takeUp,
      takeBundles,
      ...node(setup, tools.merging.length > 0 ? 'with scripts' : 'no scripts'),
      ...tools.merging.flatMap((name) => tool(name)),
      ...(tools.isEmulated && tools.merging.includes('images') ? [use('Set QEMU up', 'docker/setup-qemu-action')] : []),
      run(
        'Show that the commit holds the plan and nothing else',
        [
          "git log -1 --format=%H --grep='^[[:space:]]*Convoy-Plan: ' |",
          `  xargs -I {} ${planner(setup, 'verify-commit')} --commit={}`,
        ],
        // Where all versions stood in their files already, no commit was made.
        makesCommit ? { if: "needs.plan.outputs.made != 'true' || needs.plan.outputs.commit != github.sha" } : {},
      ),
      run(
        'Put the bundles together',
        [`mkdir -p ${folder}/bundles`, `${setup.bin} merge ${folder}/bundles --plan=${folder}/plan.json`],
        reading(parts),
      ),
      leave('release', 'dist/release', wishes.keep),
    ],
  };
}
