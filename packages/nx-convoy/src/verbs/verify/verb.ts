import { contract } from '../../graph/contract.ts';
import { discover } from '../../graph/discover.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { sideBySide } from '../gathering/side-by-side.ts';
import { gatherStanding, type Stood } from '../gathering/standing.ts';
import type { Report, Verb } from '../verb.ts';
import type { Scene } from './case.ts';
import { casesOf } from './cases.ts';
import type { Verification } from './evidence-schema.ts';
import { verifyOptions, type VerifyOptions } from './options.ts';
import type { Verified } from './outcome.ts';
import { evidenceText, tell } from './report.ts';
import { select, type Selection } from './select.ts';
import { verifyOne } from './verify-one.ts';

export const verify: Verb<typeof verifyOptions, Verification> = {
  name: 'verify',
  summary:
    'Installs what was published from its registries in a clean place, by the real clients, and shows that it works.',
  options: verifyOptions,
  async run(options, world) {
    const { hands, clock } = world;
    if (hands === undefined) throw new Error('verify was given a world that only looks on');
    const startedAt = new Date(clock.now()).toISOString();
    const repo = await world.snapshot();
    const { config, problems } = await gatherConfig(repo);
    const graph = contract(discover(repo, config), world.projects);
    const stood = await gatherStanding(world, { units: graph.units, config });
    const wrong = [...problems, ...graph.problems].filter(isError);
    if (!stood.ok) wrong.push(...stood.problems);
    const open = stood.ok && wrong.length === 0 ? selected(options, stood.value) : nobody(wrong);
    const [cases, unplaced] = casesOf(open.wanted, {
      clients: hands.clients,
      repo,
      config,
      options,
      stood: stood.ok ? stood.value : undefined,
    });
    const patience = { until: clock.elapsed() + options.wait * 1000, firstMs: options.poll * 1000 };
    const scene: Scene = { world: { ...world, hands }, options, repo, config, patience };
    const units = await sideBySide(cases, options.parallel, (one) => verifyOne(one, scene));
    const all = [...units, ...open.left.filter(({ isPrivate }) => isPrivate === true).map(skipped)];
    const told = [...open.problems, ...unplaced, ...units.flatMap((unit) => unit.problems)];
    const isRight = !told.some(isError) && units.every(({ verdict }) => verdict === 'verified');
    const verification: Verification = {
      schema: 1,
      kind: 'verification',
      ...(stood.ok ? { commit: stood.value.standing.head.commit } : {}),
      tool: world.tool,
      machine: `${hands.clients.os}-${hands.clients.arch}`,
      startedAt,
      endedAt: new Date(clock.now()).toISOString(),
      ok: isRight,
      units: all.map(written),
      problems: told.map(flat),
    };
    const isTried = units.length > 0;
    if (isTried) await world.save(options.evidence, evidenceText(verification));
    return say(verification, { options, world, selection: open, units: all, problems: told, isTried });
  },
};

const isError = ({ severity }: Problem): boolean => severity === 'error';
const flat = ({ where, ...problem }: Problem) => ({ ...problem, ...where });

/** As it stands in the evidence. */
const written = (one: Verified): Verification['units'][number] => ({
  ...one,
  commands: one.commands.map((command) => ({ ...command })),
  fetched: one.fetched.map((file) => ({ ...file })),
  checksum: { ...one.checksum },
  documentation: one.documentation.map((page) => ({ ...page })),
  problems: one.problems.map(flat),
});

const nobody = (problems: readonly Problem[]): Selection => ({ wanted: [], left: [], problems });

const selected = ({ units = [], projects = [] }: VerifyOptions, { standing }: Stood): Selection =>
  select(standing, [...units, ...projects]);

const skipped = ({ unit, version, why }: Selection['left'][number]): Verified => ({
  unit,
  ...(version === undefined ? {} : { version }),
  verdict: 'skipped',
  because: why,
  tools: {},
  commands: [],
  fetched: [],
  checksum: { is: 'untold' },
  documentation: [],
  problems: [],
});

interface Saying {
  readonly options: VerifyOptions;
  readonly world: World;
  readonly selection: Selection;
  readonly units: readonly Verified[];
  readonly problems: readonly Problem[];
  readonly isTried: boolean;
}

function say(
  verification: Verification,
  { options, world, selection, units, problems, isTried }: Saying,
): Report<Verification> {
  const { nothing } = selection;
  const text =
    options.format === 'json'
      ? evidenceText(verification)
      : tell(
          {
            units,
            problems,
            ...(nothing === undefined ? {} : { nothing }),
            ...(isTried ? { evidence: options.evidence } : {}),
          },
          world,
        );
  return { value: verification, text, problems, ok: verification.ok };
}
