import { splitWords, tagMessage } from '../../applying/message.ts';
import type { GitConfig } from '../../model/config.ts';
import type { Hands } from '../../model/hands.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Plan } from '../../model/plan.ts';
import type { World } from '../../model/world.ts';
import { canonicalJson } from '../../planning/written/canonical.ts';
import { gatherConfig } from '../gathering/gather.ts';
import { gitRefusal, tagsOf, tagTaken } from '../gathering/git-state.ts';
import { hooksOf, hookWords, runHooks } from '../hooks.ts';
import { planAt } from '../plan-at.ts';
import { push, pushArguments } from '../push.ts';
import {
  baseMissing,
  hasCommit,
  isSameRelease,
  otherPlan,
  otherVersion,
  releaseOnHead,
  type ReleaseCommit,
} from '../release-commit.ts';
import type { Report, Verb } from '../verb.ts';
import { painter } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import { tagOptions } from './options.ts';

export interface Tagged {
  readonly commit?: string;
  readonly made: readonly string[];
  readonly there: readonly string[];
}

export const tag: Verb<typeof tagOptions, Tagged> = {
  name: 'tag',
  summary:
    'Makes the tags that are due on HEAD, after a release commit or a pull request with one was merged or squashed.',
  options: tagOptions,
  async run(options, world) {
    const { hands } = world;
    if (hands === undefined) throw new Error('tag was given a world that only looks on');
    const release = await releaseOnHead(world);
    if (release === undefined) return say({ made: [], there: [] }, 'Nothing is due: HEAD says nothing of a release.\n');
    const plan = await planned(release, world);
    if (!plan.ok) return refuse(plan.problems, world);
    const { config } = await gatherConfig(await world.snapshot());
    const git = config.release?.git ?? {};
    const { commit } = release;
    const known = await tagsOf(
      world,
      plan.value.tags.map(({ name }) => name),
    );
    const taken = [...known].filter(([, at]) => at.commit !== commit).map(([name, at]) => tagTaken(name, at.commit));
    if (taken.length > 0) return refuse(taken, world);
    const due = plan.value.tags.filter(({ name }) => !known.has(name));
    const value = { commit, made: due.map(({ name }) => name), there: [...known.keys()] };
    if (options.dryRun) return say(value, `${words(value)}This was a dry run: nothing has changed.\n`);
    const hooked = { words: hookWords(plan.value), plan: canonicalJson(plan.value) };
    const ready = await runHooks(hooksOf(config, 'before:tag'), 'before:tag', hooked, hands);
    if (!ready.ok) return refuse(ready.problems, world);
    const made = await makeTags(due, plan.value, commit, { isSigned: options.sign, git }, hands);
    if (!made.ok) return refuse(made.problems, world);
    const late = await runHooks(hooksOf(config, 'after:tag'), 'after:tag', hooked, hands);
    if (!late.ok) return refuse(late.problems, world, value);
    if (!options.push) return say(value, words(value));
    const args = await pushArguments(world, [...value.made, ...value.there], git);
    const pushed = await push(withoutBranch(args), hands);
    return pushed.ok ? say(value, `${words(value)}Pushed.\n`) : refuse(pushed.problems, world);
  },
};

/** Names and messages of tags are the plan's; it is made again, for a commit tells units and versions only. */
async function planned(release: ReleaseCommit, world: World): Promise<Result<Plan>> {
  const { trailers, commit } = release;
  if (!(await hasCommit(world, trailers.base))) return fail(baseMissing(release));
  const plan = await planAt({ ...trailers, commit: trailers.base, released: commit }, world);
  if (plan !== undefined && isSameRelease(plan, trailers)) return ok(plan);
  return fail(trailers.version === world.tool ? otherPlan(release, 'tag') : otherVersion(release, world, 'tag'));
}

async function makeTags(
  due: Plan['tags'],
  plan: Plan,
  commit: string,
  { isSigned, git }: { readonly isSigned: boolean; readonly git: GitConfig },
  hands: Hands,
): Promise<Result<void>> {
  const made: string[] = [];
  for (const one of due) {
    const args = ['tag', isSigned ? '--sign' : '--annotate', '--cleanup=whitespace', '--file=-'];
    const message = tagMessage(one, plan, git.tagMessage);
    const { code, complaint } = await hands.git([...args, ...splitWords(git.tagArgs), '--', one.name, commit], message);
    if (code !== 0) {
      for (const name of made) await hands.git(['tag', '--delete', '--', name]);
      return fail(gitRefusal(`the tag ${one.name}`, complaint));
    }
    made.push(one.name);
  }
  return ok(undefined);
}

/** The branch is where its people left it: only tags go. */
const withoutBranch = (args: readonly string[]): readonly string[] =>
  args.filter((arg) => !arg.startsWith('refs/heads/'));

function words({ made, there, commit = '' }: Tagged): string {
  const on = commit.slice(0, 10);
  return [
    made.length === 0 ? '' : `Tagged ${on}: ${made.join(' ')}\n`,
    there.length === 0 ? '' : `Already there: ${there.join(' ')}\n`,
    made.length + there.length === 0 ? 'Nothing is due: this release has no tags.\n' : '',
  ].join('');
}

const say = (value: Tagged, text: string): Report<Tagged> => ({ value, text, problems: [], ok: true });

const refuse = (
  problems: readonly Problem[],
  { isColoured }: World,
  value: Tagged = { made: [], there: [] },
): Report<Tagged> => ({
  value,
  text: tellProblems(problems, painter(isColoured)),
  problems,
  ok: false,
});
