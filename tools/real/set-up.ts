import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scaffold } from '../../packages/nx-convoy/src/model/scaffold.ts';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import { root } from '../root.ts';

export const ways = ['bin', 'wrapper', 'add'] as const;
export type Way = (typeof ways)[number];

export interface Outcome {
  readonly commit: string;
  readonly way: Way;
  readonly seconds: { readonly init: number; readonly plan: number };
  readonly choices: Scaffold['choices'];
  /** Of the graph, by id. */
  readonly units: readonly { readonly id: string; readonly private: boolean }[];
  /** As it is, and where every unit is asked for a patch. */
  readonly plan: Plan;
  readonly whole: Plan;
  /** What went otherwise than it should, word for word. */
  readonly failed: readonly string[];
}

/** Everything that a person would type, in a fresh clone and an empty home. */
export function setUp(
  source: string,
  folder: string,
  { way, adopt }: { readonly way: Way; readonly adopt: boolean },
): Outcome {
  const [clone, home, house] = ['clone', 'home', 'house'].map((name) => join(folder, name));
  if (clone === undefined || home === undefined || house === undefined) throw new Error('three folders');
  for (const each of [home, house]) mkdirSync(each);
  const env = {
    ...process.env,
    HOME: home,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    FORCE_COLOR: '0',
    CI: 'true',
  };
  const failed: string[] = [];
  const type = (cwd: string, argv: readonly string[], mayFail = false): number => {
    const begin = performance.now();
    const [program = '', ...args] = argv;
    const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0 && !mayFail) failed.push(`${argv.join(' ')}: ${`${stdout}${stderr}`.trim().slice(-300)}`);
    return (performance.now() - begin) / 1000;
  };
  execFileSync('git', ['clone', '--quiet', source, clone]);
  const commit = execFileSync('git', ['-C', clone, 'rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8' }).trim();
  execFileSync('npm', ['pack', join(root, 'packages/nx-convoy'), '--pack-destination', house], { stdio: 'ignore' });
  const tarball = join(house, 'nx-convoy-0.0.0.tgz');
  execFileSync('npm', ['install', '--prefix', house, '--offline', '--no-audit', '--no-fund', tarball], {
    stdio: 'ignore',
    env,
  });
  const bin = join(house, 'node_modules/.bin/nx-convoy');
  const json = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
  const options = adopt ? ['--adopt'] : [];
  const told = execFileSync(bin, ['init', '--dry-run', ...options, ...(way === 'wrapper' ? ['--nx'] : [])], {
    cwd: clone,
    env,
    encoding: 'utf8',
  });

  const nx = way === 'add' ? ['npx', 'nx'] : [join(clone, 'nx')];
  const init: Readonly<Record<Way, readonly (readonly string[])[]>> = {
    bin: [[bin, 'init', ...options]],
    wrapper: [
      [bin, 'init', '--nx', `--plugin=file:${tarball}`, ...options],
      ['npx', '--yes', 'nx@24.0.6', 'init', '--useDotNxInstallation', '--interactive=false', '--nxCloud=skip'],
    ],
    add: [
      existsSync(join(clone, 'nx.json'))
        ? ['npm', 'ci', '--no-audit', '--no-fund']
        : ['npx', '--yes', 'nx@24.0.6', 'init', '--interactive=false', '--nxCloud=skip'],
      ['npx', 'nx', 'add', `nx-convoy@file:${tarball}`],
    ],
  };
  const seconds = init[way].reduce((sum, argv) => sum + type(clone, argv), 0);
  type(clone, way === 'bin' ? [bin, 'release-config'] : [...nx, 'g', 'nx-convoy:release-config', '--no-interactive']);
  execFileSync('git', ['-C', clone, 'add', '--all']);
  execFileSync('git', [
    '-C',
    clone,
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.com',
    'commit',
    '--quiet',
    '--message',
    'chore: release by nx-convoy',
  ]);
  type(clone, [bin, 'init', '--check', ...options]);
  // A plan with errors of the repository itself is a plan all the same.
  const plan = way === 'bin' ? [bin, 'plan'] : [...nx, 'release-plan'];
  const planning = type(clone, [...plan, '--format=json', `--out=${join(folder, 'plan.json')}`], true);
  type(clone, [...plan, '--specifier=patch', '--format=json', `--out=${join(folder, 'whole.json')}`], true);
  type(clone, [bin, 'graph', '--format=json', `--out=${join(folder, 'graph.json')}`], true);
  return {
    commit,
    way,
    seconds: { init: seconds, plan: planning },
    choices: choicesIn(told),
    units: (json('graph.json') as { readonly units: Outcome['units'] }).units,
    plan: json('plan.json') as Plan,
    whole: json('whole.json') as Plan,
    failed,
  };
}

/** Two columns, as they are shown. */
const choicesIn = (text: string): Scaffold['choices'] =>
  text.split('\n').flatMap((line) => {
    const [, what, why] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? [];
    return what === undefined || why === undefined ? [] : [{ what, why }];
  });
