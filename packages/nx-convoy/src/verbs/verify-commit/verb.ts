import { rewrite } from '../../applying/rewrite.ts';
import type { Config } from '../../model/config.ts';
import type { Plan } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { planAt } from '../plan-at.ts';
import { askOne } from '../gathering/git-state.ts';
import { withoutIgnored } from '../gathering/ignored-tree.ts';
import {
  baseMissing,
  hasCommit,
  isSameRelease,
  otherVersion,
  readCommit,
  type ReleaseCommit,
} from '../release-commit.ts';
import type { Report, Verb } from '../verb.ts';
import { count } from '../words/columns.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import { declared, writesOf } from '../hooks.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { verifyAfter } from './after.ts';
import { compare, readTouched } from './compare.ts';
import { verifyCommitOptions } from './options.ts';

export interface Verified {
  readonly commit: string;
  readonly plan?: string;
  /** Whether planning again gave the very plan, its reasons and problems included; tags that came later may change those. */
  readonly isSamePlan?: boolean;
  readonly files: number;
}

export const verifyCommit: Verb<typeof verifyCommitOptions, Verified> = {
  name: 'verify-commit',
  summary:
    'Makes a release commit again from its base and compares every byte: proves that it holds the plan and nothing else.',
  options: verifyCommitOptions,
  positional: 'commit',
  async run({ commit: name, format }, world) {
    const report = await examine(name, world);
    return format === 'json' ? { ...report, text: asJson(report) } : report;
  },
};

async function examine(name: string, world: World): Promise<Report<Verified>> {
  const found = await readCommit(world, name);
  if (found === undefined) return told(name, fail(noCommit(name)), world);
  const { trailers, after } = found;
  if (after !== undefined) return told(found.commit, await verifyAfter(found, after, world), world);
  if (trailers === undefined) return told(found.commit, fail(noRelease(name)), world);
  return told(found.commit, await verify({ ...found, trailers }, world), world);
}

const asJson = ({ ok: isRight, value, problems }: Report<Verified>): string =>
  `${JSON.stringify({ ok: isRight, ...value, problems }, undefined, 2)}\n`;

async function verify(release: ReleaseCommit, world: World): Promise<Result<Verified>> {
  const { commit, parents, trailers } = release;
  if (!(await hasCommit(world, trailers.base))) return fail(baseMissing(release));
  const plan = await planAt({ ...trailers, commit: trailers.base, released: commit }, world);
  const isOtherVersion = trailers.version !== world.tool;
  if (plan === undefined || !isSameRelease(plan, trailers)) {
    return fail(isOtherVersion ? otherVersion(release, world, `verify-commit ${commit}`) : otherUnits(release));
  }
  const named = new Set([...plan.edits, ...plan.changelogs].map(({ file }) => file));
  const [base, tree] = await Promise.all(
    [trailers.base, commit].map((one) => world.tree(one, (path) => named.has(path))),
  );
  if (base === undefined || tree === undefined) return fail(baseMissing(release));
  const before = await withoutIgnored(base, trailers.base, world);
  const expected = rewrite(plan, before);
  if (!expected.ok) return isOtherVersion ? fail(otherVersion(release, world, `verify-commit ${commit}`)) : expected;
  const [parent = ''] = parents;
  const touched = await askOne(world, 'diff-tree', '-r', '-z', '--no-renames', '--relative', parent, commit, '--');
  const given = inputsOf(plan, (await gatherConfig(before)).config);
  const problems = compare(
    expected.value,
    readTouched(touched ?? '').filter(({ file }) => !given(file)),
    tree,
  );
  if (problems.length === 0) {
    return ok({ commit, plan: trailers.plan, isSamePlan: plan.id === trailers.plan, files: expected.value.length });
  }
  if (isOtherVersion) return fail(otherVersion(release, world, `verify-commit ${commit}`));
  return fail(...problems, ...(parent === trailers.base ? [] : [moved(release)]));
}

/** What people write, what is recorded, and what declared hooks make: the plan reads it or leaves room for it, and never writes it. */
function inputsOf({ notes, ...plan }: Plan, config: Config): (file: string) => boolean {
  const drafts = new Set(notes.map(({ file }) => file));
  const written = new Set([...plan.edits, ...plan.changelogs].map(({ file }) => file));
  const isHooked = declared(writesOf(config));
  const evidence = (config.evidence?.folder ?? '.convoy/evidence').replace(/\/+$/, '');
  return (file) => !written.has(file) && (drafts.has(file) || file.startsWith(`${evidence}/`) || isHooked(file));
}

function told(commit: string, result: Result<Verified>, world: World): Report<Verified> {
  if (!result.ok) {
    const { problems } = result;
    return {
      value: { commit, files: 0 },
      text: tellProblems(problems, painter(world.isColoured)),
      problems,
      ok: false,
    };
  }
  const { value } = result;
  const { plan = '', isSamePlan, files } = value;
  const what =
    isSamePlan === undefined
      ? `is what comes after plan ${plan.slice(0, 12)} and nothing else`
      : isSamePlan
        ? `is plan ${plan.slice(0, 12)} and nothing else`
        : 'is what its base makes of it and nothing else';
  const text = `${value.commit.slice(0, 10)} ${what}: ${count(files, 'file')}, the same to the byte.\n`;
  return { value, text, problems: [], ok: true };
}

const noCommit = (name: string): Problem => ({
  code: 'COMMIT_UNKNOWN',
  severity: 'error',
  what: `No commit is called "${name}" here.`,
  fix: 'git fetch --tags, or name another: nx-convoy verify-commit <id>.',
});

const noRelease = (name: string): Problem => ({
  code: 'NO_RELEASE_COMMIT',
  severity: 'error',
  what: `${name} says nothing of a release: its message has no Convoy- trailers.`,
  fix: 'Name the release commit: git log --grep=^Convoy-Plan: finds them.',
});

const otherUnits = ({ trailers }: ReleaseCommit): Problem => ({
  code: 'COMMIT_TOUCHED',
  severity: 'error',
  what: `Planned again on ${trailers.base.slice(0, 10)}, other units or versions are released than the message says.`,
  fix: 'If it was planned with Nx, verify it with Nx (nx release-verify-commit); see that all tags are here (git fetch --tags).',
});

const moved = ({ trailers, parents }: ReleaseCommit): Problem => ({
  code: 'COMMIT_MOVED',
  severity: 'warning',
  what: `It was made on ${trailers.base.slice(0, 10)}, and stands on ${parents[0]?.slice(0, 10) ?? 'nothing'} now: it was rebased or squashed.`,
  fix: 'Apply on the newest commit, and merge what comes of it without rewriting it.',
});
