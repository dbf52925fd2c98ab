import type { Config } from '../../model/config.ts';
import type { Ecosystem } from '../../model/ecosystem.ts';
import type { Hands } from '../../model/hands.ts';
import type { Problem } from '../../model/problem.ts';
import type { Presence, Released } from '../../model/registry.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Trying } from '../../model/trial.ts';
import type { World } from '../../model/world.ts';
import { attempt, type Attempt } from './attempt.ts';
import { compare } from './checksum.ts';
import { lookedAt, pagesOf } from './documentation.ts';
import type { VerifyOptions } from './options.ts';
import type { Checksum, DocumentationState, Verdict, Verified } from './outcome.ts';
import { absent, documentation, failed, leftBehind, noTools, notTriable, otherBytes, withdrawn } from './problems.ts';
import { recordedOf } from './recorded.ts';
import { revisionProblems } from './revision.ts';
import { seenAt, type Patience } from './seen.ts';
import type { Wanted } from './select.ts';

/** One version of a unit at one of its registries. */
export interface Case extends Wanted {
  readonly ecosystem: Ecosystem;
  readonly released: Released;
  readonly word?: string;
  /** The version to come from, as its registry writes it. */
  readonly previous?: string;
}

export interface Scene {
  readonly world: World & { readonly hands: Hands };
  readonly options: VerifyOptions;
  readonly repo: Snapshot;
  readonly config: Config;
  readonly patience: Patience;
}

export async function verifyOne(one: Case, scene: Scene): Promise<Verified> {
  const { world, patience, options } = scene;
  const startedAt = timeOf(world);
  const seen = await seenAt(one.released, patience, world);
  const gone = goneProblem(one, seen, options);
  const [tried, pages] = await Promise.all([
    gone === undefined ? attempted(one, seen, scene) : gone,
    gone === undefined ? documentationOf(one, scene) : [],
  ]);
  const shared = { startedAt, endedAt: timeOf(world) };
  if ('code' in tried) return { ...told(one, tried, seen), ...shared };
  return { ...(await judged(one, { tried, seen, pages }, scene)), ...shared, endedAt: timeOf(world) };
}

const timeOf = ({ clock }: World): string => new Date(clock.now()).toISOString();

function goneProblem({ released, unit }: Case, seen: Presence, { wait }: VerifyOptions): Problem | undefined {
  if (seen.is === 'absent') return absent(released, unit, wait);
  if (seen.is !== 'present') return undefined;
  if (seen.isDeleted === true) return withdrawn(released, 'deleted');
  return seen.isYanked === true ? withdrawn(released, 'yanked') : undefined;
}

async function attempted(one: Case, seen: Presence, scene: Scene): Promise<Attempt | Problem> {
  const { unit, ecosystem } = one;
  const ways = ecosystem.verify?.(tryingOf(one, seen, scene));
  if (ways?.ok === false) return ways.problems[0] ?? notTriable(unit);
  if (ways === undefined || ways.value.length === 0) return notTriable(unit);
  const { world, patience, config } = scene;
  const tried = await attempt(ways.value, { world, patience, lets: config.package?.env ?? [] });
  return 'missing' in tried ? noTools(unit, tried.missing) : tried;
}

function tryingOf({ unit, released, word, previous }: Case, seen: Presence, scene: Scene): Trying {
  const { world, options, config, repo } = scene;
  const { clients } = world.hands;
  const named = word === undefined ? {} : { word };
  const digest = seen.is === 'present' && seen.digest !== undefined ? { digest: seen.digest } : {};
  const smoke = config.units[unit.id]?.smoke?.map((argv) =>
    argv.map((part) => part.replaceAll('{version}', released.version).replaceAll('{workspace}', clients.workspace)),
  );
  return {
    unit,
    from: { is: 'registry', released, ...digest, ...named },
    ...(previous === undefined
      ? {}
      : { before: { is: 'registry', released: { ...released, version: previous }, ...named } }),
    ...(smoke === undefined ? {} : { smoke }),
    repo,
    config,
    settings: clients,
    ...(options.clusterContext === undefined ? {} : { cluster: clusterOf(options.clusterContext, unit.id, world) }),
    timeoutMs: options.timeout * 1000,
  };
}

/** A name that nobody else has, so that it can be removed with all that is in it. */
function clusterOf(context: string, unit: string, world: Scene['world']): NonNullable<Trying['cluster']> {
  const { hands, clock } = world;
  const namespace = `nx-convoy-verify-${world.hash(`${unit} ${clock.now()} ${clock.elapsed()}`).slice(0, 12)}`;
  return { context, namespace, settings: hands.clients.variable('KUBECONFIG') ?? hands.clients.at('~/.kube/config') };
}

function documentationOf(
  { unit, released, ecosystem }: Case,
  { options, repo, config, world, patience }: Scene,
): Promise<readonly DocumentationState[]> {
  if (options.docs === 'none') return Promise.resolve([]);
  const until = world.clock.elapsed() + options.docsWait * 1000;
  return lookedAt(pagesOf({ unit, released, repo }, ecosystem, config), { ...patience, until }, world);
}

interface Findings {
  readonly tried: Attempt;
  readonly seen: Presence;
  readonly pages: readonly DocumentationState[];
}

async function judged(one: Case, { tried, seen, pages }: Findings, scene: Scene): Promise<Verified> {
  const { unit, released, previous } = one;
  const { options, world, config } = scene;
  const recorded = await recordedOf(one, released.version, options.out, world.hands);
  const checksum = compare(tried.fetched, seen, recorded);
  const wrong = [
    ...(tried.failure === undefined ? [] : [failed(unit, released.version, tried.failure, config.package?.env ?? [])]),
    ...(checksum.is === 'other'
      ? [
          otherBytes(
            unit,
            released,
            checksum.against,
            tried.fetched.map(({ digest }) => digest),
          ),
        ]
      : []),
    ...(tried.failure === undefined ? await revisionProblems(one, tried.fetched, world) : []),
  ];
  const isRequired = options.docs === 'require';
  const documents = pages.filter(({ is }) => is !== 'there').map(({ url, is }) => documentation(url, is, isRequired));
  const verdict = verdictOf({ tried, seen, pages: isRequired ? pages : [], wrong });
  return {
    ...placed(one),
    verdict,
    because: wrong[0]?.what ?? reasons(tried, checksum, pages, previous),
    ...(tried.isUpgrade && previous !== undefined ? { upgradedFrom: previous } : {}),
    tools: tried.tools,
    commands: tried.commands,
    fetched: tried.fetched,
    checksum,
    documentation: pages,
    problems: [...wrong, ...tried.leftovers.map((left) => leftBehind(unit, left)), ...documents],
  };
}

function verdictOf({ tried, seen, pages, wrong }: Findings & { readonly wrong: readonly Problem[] }): Verdict {
  if (wrong.length > 0) {
    // Where neither the registry tells that it is there, nor the client gets it, nobody knows whether it is; nor can one come from what
    // cannot be installed itself.
    const isUntold = seen.is === 'unknown' && tried.failure?.phase === 'install';
    return isUntold || tried.failure?.phase === 'prepare' || tried.failure?.phase === 'before' ? 'unknown' : 'failed';
  }
  const states = new Set(pages.map(({ is }) => is));
  return states.has('failed')
    ? 'failed'
    : states.has('pending')
      ? 'pending'
      : states.has('unknown')
        ? 'unknown'
        : 'verified';
}

function reasons(
  { commands, isUpgrade }: Attempt,
  { is, against }: Checksum,
  pages: readonly DocumentationState[],
  previous: string | undefined,
): string {
  const isRun = commands.some(({ phase }) => phase === 'smoke');
  return [
    isUpgrade ? `upgraded from ${previous ?? ''}` : 'fetched',
    ...(isRun ? ['works'] : []),
    is === 'same'
      ? against === 'recorded'
        ? 'the bytes that were made'
        : 'the bytes that its registry tells'
      : 'checksum not told',
    ...pages.map(({ is: state }) => `documentation ${state === 'there' ? 'is there' : state}`),
  ].join(', ');
}

const placed = ({ unit, released }: Case) => ({
  unit: unit.id,
  version: released.version,
  registry: released.registry.url,
});

/** What ended before anything was tried. */
const told = (one: Case, problem: Problem, seen: Presence): Verified => ({
  ...placed(one),
  verdict: seen.is === 'absent' || problem.code === 'VERIFY_WITHDRAWN' ? 'failed' : 'unknown',
  because: problem.what,
  tools: {},
  commands: [],
  fetched: [],
  checksum: { is: 'untold' },
  documentation: [],
  problems: [problem],
});
