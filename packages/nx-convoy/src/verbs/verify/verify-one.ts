import type { Problem } from '../../model/problem.ts';
import type { Presence } from '../../model/registry.ts';
import type { World } from '../../model/world.ts';
import { attempt, type Attempt } from './attempt.ts';
import type { Case, Scene } from './case.ts';
import { compare, madeOf } from './checksum.ts';
import { lookedAt, pagesOf } from './documentation.ts';
import type { VerifyOptions } from './options.ts';
import type { DocumentationState, Verified } from './outcome.ts';
import { absent, documentation, failed, leftBehind, noTools, notTriable, otherBytes, withdrawn } from './problems.ts';
import { recordedOf } from '../gathering/record.ts';
import { revisionProblems } from './revision.ts';
import { seenAt } from './seen.ts';
import { tryingOf } from './trying.ts';
import { reasons, verdictOf, type Findings } from './verdict.ts';

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

function documentationOf(
  { unit, released, ecosystem }: Case,
  { options, repo, config, world, patience }: Scene,
): Promise<readonly DocumentationState[]> {
  if (options.docs === 'none') return Promise.resolve([]);
  const until = world.clock.elapsed() + options.docsWait * 1000;
  return lookedAt(pagesOf({ unit, released, repo }, ecosystem, config), { ...patience, until }, world);
}

async function judged(one: Case, { tried, seen, pages }: Findings, scene: Scene): Promise<Verified> {
  const { unit, released, previous } = one;
  const { options, world, config } = scene;
  // What lies here is of this very version and, where HEAD tells it, of this very commit.
  const wanted = { version: released.version, commit: one.commit };
  const recorded = await recordedOf(one.unit, wanted, options.out, (path) => world.hands.read(path));
  const checksum = compare(tried.fetched, seen, recorded === undefined ? undefined : madeOf(recorded));
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
