import type { Hook, Hooked } from '../hooks.ts';
import { commitMessage, splitWords, tagMessage } from '../../applying/message.ts';
import type { GitConfig } from '../../model/config.ts';
import type { Plan } from '../../model/plan.ts';

/** What is to be done once the files are written: enough for whoever ends it, should this process die. */
export interface Memo {
  readonly schema: 1;
  readonly plan: string;
  readonly base: string;
  readonly message: string;
  readonly commits: boolean;
  readonly stages: boolean;
  readonly signs: boolean;
  readonly commitArgs: readonly string[];
  readonly tags: readonly { readonly name: string; readonly message: string }[];
  readonly tagArgs: readonly string[];
  /** Where the plan lies in the workspace: it is none of the changes. */
  readonly file?: string;
  readonly hooks?: MemoHooks;
  /** It is the commit after a release. */
  readonly isAfter?: true;
}

export interface MemoHooks extends Hooked {
  /** Those that run before the edits. */
  readonly first: readonly Hook[];
  /** Those that run between the edits and the commit. */
  readonly before: readonly Hook[];
  /** What hooks may write. */
  readonly writes: readonly string[];
}

export interface Wishes {
  readonly commit?: boolean | undefined;
  readonly tag?: boolean | undefined;
  readonly sign: boolean;
  readonly plan?: string | undefined;
}

/** The options go before `release.git` of nx.json, and that before what is usual. A tag without its commit would name the wrong tree. */
export function memoOf(plan: Plan, git: GitConfig, wishes: Wishes, changesFiles: boolean, hooks?: MemoHooks): Memo {
  const mayCommit = wishes.commit ?? git.commit ?? true;
  const commits = mayCommit && changesFiles;
  const tags = (wishes.tag ?? git.tag ?? true) && (commits || !changesFiles);
  return {
    schema: 1,
    plan: plan.id ?? '',
    base: plan.base.commit ?? '',
    message: commitMessage(plan, git.commitMessage),
    commits,
    stages: commits || (git.stageChanges ?? false),
    signs: wishes.sign,
    commitArgs: splitWords(git.commitArgs),
    tags: tags ? plan.tags.map((tag) => ({ name: tag.name, message: tagMessage(tag, plan, git.tagMessage) })) : [],
    tagArgs: splitWords(git.tagArgs),
    ...(wishes.plan === undefined ? {} : { file: wishes.plan }),
    ...(hooks === undefined ? {} : { hooks }),
  };
}
