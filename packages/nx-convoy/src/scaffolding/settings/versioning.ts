import type { Message } from '../../history/message.ts';
import { isReleaseCommit } from '../../history/release-commit.ts';
import type { Config } from '../../model/config.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { changesetsFile } from './held-together.ts';
import type { Setting, Settled } from './settled.ts';

/** What decides the next version: what commits say, or files in which people ask for it. */
export type Versioning = 'commits' | 'plans';

export interface Decided extends Settled {
  readonly by: Versioning;
  readonly problems: readonly Problem[];
}

/** The words of the convention, as its specification and its usual preset have them. */
const conventionalTypes: ReadonlySet<string> = new Set(
  'feat feature fix bugfix perf revert docs doc style chore refactor test tests build ci deps security release'.split(
    ' ',
  ),
);
const isConventional = ({ type, isBreaking }: Message): boolean =>
  (type !== undefined && conventionalTypes.has(type)) || isBreaking;

export interface Heard {
  /** The newest ones, merges left out. */
  readonly messages: readonly Message[];
  /** How many past releases a plan by commits explains, by the best rule. */
  readonly replayed?: { readonly steps: number; readonly equal: number };
  /** What the user wants, whatever the repository looks like. */
  readonly wanted?: Versioning;
}

export function settleVersioning(repo: Snapshot, config: Config, heard: Heard): Decided {
  const said = saidIn(config);
  if (said !== undefined)
    return { by: said, settings: [], problems: [], choices: [{ what: wordsFor[said], why: 'as it is configured' }] };
  const { by, why } = heard.wanted === undefined ? found(repo, heard) : { by: heard.wanted, why: 'as you asked' };
  return {
    by,
    settings: settingsFor[by],
    choices: [{ what: wordsFor[by], why }],
    problems: by === 'plans' ? pending(repo) : [],
  };
}

const wordsFor = { commits: 'versions by conventional commits', plans: 'versions by version plans' };

const settingsFor: Readonly<Record<Versioning, readonly Setting[]>> = {
  commits: [{ part: 'release', path: ['version', 'conventionalCommits'], value: true }],
  plans: [
    { part: 'release', path: ['versionPlans'], value: true },
    { part: 'release', path: ['version', 'specifierSource'], value: 'version-plans' },
  ],
};

function saidIn({ release }: Config): Versioning | undefined {
  const all = [release, ...Object.values(release?.groups ?? {})];
  if (all.some((one) => one?.versionPlans !== undefined || one?.version?.specifierSource === 'version-plans'))
    return 'plans';
  const isSaid = all.some(
    (one) => one?.version?.conventionalCommits !== undefined || one?.version?.specifierSource !== undefined,
  );
  return isSaid ? 'commits' : undefined;
}

const [enough, most] = [10, 0.5];

function found(repo: Snapshot, { messages, replayed }: Heard): { readonly by: Versioning; readonly why: string } {
  const plans = repo.files.filter((file) => /^\.nx\/version-plans\/[^/]+\.md$/.test(file));
  if (plans.length > 0) return { by: 'plans', why: `${count(plans.length, 'version plan')} in .nx/version-plans` };
  const changesets = changesetsIn(repo);
  if (changesets.length > 0 || repo.files.includes(changesetsFile))
    return { by: 'plans', why: `.changeset is there, ${count(changesets.length, 'changeset')} in it` };
  const asking = messages.filter((message) => !isReleaseCommit(message));
  const share = asking.filter(isConventional).length;
  const told = `${share} of the newest ${count(asking.length, 'commit')} (${percent(share, asking.length)}) are conventional`;
  if (asking.length === 0) return { by: 'commits', why: 'there is no commit yet that says otherwise' };
  if (share >= asking.length * most) return { by: 'commits', why: told };
  const { steps = 0, equal = 0 } = replayed ?? {};
  if (steps >= enough && equal >= steps * most)
    return {
      by: 'commits',
      why: `${told}, but commits explain ${percent(equal, steps)} of ${count(steps, 'past release')}`,
    };
  return { by: 'plans', why: `only ${told}` };
}

const changesetsIn = (repo: Snapshot): readonly string[] =>
  repo.files.filter((file) => /^\.changeset\/(?!readme)[^/]+\.md$/i.test(file));

/** They read as version plans do, so that they only have to be moved. */
function pending(repo: Snapshot): readonly Problem[] {
  const files = changesetsIn(repo);
  if (files.length === 0) return [];
  return [
    {
      code: 'CHANGESETS_PENDING',
      severity: 'warning',
      what: `${count(files.length, 'changeset')} (${files[0] ?? ''}) would be left out of the next release: version plans are read from .nx/version-plans.`,
      where: { file: files[0] ?? '.changeset' },
      fix: `They are written alike, so move them: mkdir -p .nx/version-plans && git mv ${files.slice(0, 20).join(' ')} .nx/version-plans/`,
    },
  ];
}

export const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
export const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;
