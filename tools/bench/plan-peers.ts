import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Made, Shape } from './history/make.ts';
import { once, type Command } from './measure.ts';
import { peer, peerNames, type Peer, type PeerName } from './peers.ts';
import { bin } from './plan.ts';
import { count, readPlan, wrongBumps, type Said } from './rightness.ts';
import { headings, row } from './rows.ts';
import { linkModules, npmTwin, writeChangesets } from './twins.ts';

interface Size extends Shape {
  readonly capSeconds: number;
  readonly isRight: boolean;
}

/** Who has not answered by then is stopped, and what it has spent is a lower bound. */
const sizes: readonly Size[] = [
  { units: 100, commits: 1000, seed: 1, capSeconds: 120, isRight: true },
  { units: 1000, commits: 5000, seed: 1, capSeconds: 60, isRight: false },
];

interface Contestant {
  readonly name: string;
  readonly command: Command;
  readonly said: (out: string) => Said;
}

/** Peers release npm packages only: they, and we, plan a repository of these, each in one run after another. */
export async function benchPeers(folder: string): Promise<void> {
  const found = await Promise.all(peerNames.map((name) => peer(name)));
  for (const { capSeconds, isRight, ...shape } of sizes) {
    const twin = join(folder, `npm-${shape.units}`);
    const made = await npmTwin(twin, shape);
    writeChangesets(twin, made);
    console.log(
      `\n${shape.units} npm packages, ${shape.commits} commits; stopped after ${capSeconds} s\n\n${headings}`,
    );
    const told: string[] = [];
    const tell = ({ name, command, said }: Contestant): void => {
      execFileSync('git', ['checkout', '--quiet', '--', '.'], { cwd: twin });
      const out = join(twin, '.git/out.txt');
      const cost = once({ ...command, out, capSeconds }, twin);
      console.log(row(name, cost));
      if (cost.code === -1 || !isRight) return;
      const versions = said(readFileSync(out, 'utf8'));
      const wrong = wrongBumps(made.units, made.expected, versions);
      told.push(
        `${name.padEnd(34)} ${count(made.units, versions).padEnd(32)} ${made.units.length - wrong.length} of ${made.units.length} right`,
      );
    };
    tell(ours('nx-convoy plan, cold'));
    tell(ours('nx-convoy plan, warm'));
    for (const one of found) {
      if ('why' in one) console.log(`${one.name.padEnd(34)} not here: ${one.why}`);
      else tell(contestants[one.name](one, made, twin));
    }
    if (isRight) console.log(`\n${tableOf(made, told)}`);
  }
}

const tableOf = ({ units, expected }: Made, told: readonly string[]): string => {
  const truth = new Map(units.flatMap(({ id }, at) => (expected[at]?.to === undefined ? [] : [[id, expected[at].to]])));
  const own = expected.filter((one) => one.own !== 'none').length;
  return [
    `bumps beside the independent count (${own} by their own commits, the others because of what they need)`,
    `${'independent count'.padEnd(34)} ${count(units, truth)}`,
    ...told,
  ].join('\n');
};

const ours = (name: string): Contestant => ({
  name,
  command: { argv: [process.execPath, bin, 'plan', '--format=json'] },
  said: readPlan,
});

const still = { CI: 'true', NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' };

const contestants: Readonly<Record<PeerName, (peer: Peer, made: Made, twin: string) => Contestant>> = {
  nx: ({ argv, version, modules }, _, twin) => ({
    name: `nx ${version} release version --dry-run`,
    command: {
      argv: [...argv, 'release', 'version', '--dry-run'],
      env: still,
      before: () => linkModules(twin, modules),
    },
    said: (out) =>
      new Map([...out.matchAll(/^(\S+) .*New version (\S+) /gm)].map(([, name = '', to = '']) => [name, to])),
  }),
  // There is no dry run: it writes the manifests, and they are put back.
  lerna: ({ argv, version, modules }, { units }, twin) => ({
    name: `lerna ${version} version`,
    command: {
      argv: [
        ...argv,
        'version',
        '--conventional-commits',
        '--no-changelog',
        '--no-git-tag-version',
        '--no-push',
        '--yes',
      ],
      env: still,
      before: () => linkModules(twin, modules),
    },
    said: () => writtenIn(twin, units),
  }),
  changesets: ({ argv, version, modules }, _, twin) => ({
    name: `changesets ${version} status`,
    command: {
      argv: [...argv, 'status', '--output=.git/status.json'],
      env: still,
      before: () => linkModules(twin, modules),
    },
    said: () => statusIn(join(twin, '.git/status.json')),
  }),
  // One run tells one version: a run for each package.
  'git-cliff': ({ argv, version }, { units }) => ({
    name: `git-cliff ${version} for ${units.length > 100 ? `10 of ${units.length}` : 'each'}`,
    command: {
      argv: [
        'bash',
        '-c',
        'cliff=$1; shift; while [ $# -gt 0 ]; do echo "$1 $("$cliff" --bumped-version --include-path "$2/**" --tag-pattern "^$1@")"; shift 2; done',
        'git-cliff',
        ...argv,
        ...units.slice(0, units.length > 100 ? 10 : undefined).flatMap(({ name, folder }) => [name, folder]),
      ],
    },
    said: (out) => new Map([...out.matchAll(/^(\S+) \S*?@(\d\S*)$/gm)].map(([, name = '', to = '']) => [name, to])),
  }),
};

const writtenIn = (twin: string, units: Made['units']): Said =>
  new Map(
    units.flatMap(({ name, folder, version }) => {
      const now = (JSON.parse(readFileSync(join(twin, folder, 'package.json'), 'utf8')) as { version: string }).version;
      return now === version ? [] : [[name, now]];
    }),
  );

function statusIn(file: string): Said {
  if (!existsSync(file)) return new Map();
  const { releases } = JSON.parse(readFileSync(file, 'utf8')) as {
    releases: readonly { name: string; newVersion: string; type: string }[];
  };
  return new Map(releases.filter(({ type }) => type !== 'none').map(({ name, newVersion }) => [name, newVersion]));
}
