import type { Repository } from '../repository.ts';
import { newestFirst, type Releases } from './shelf.ts';

export interface Notes {
  readonly name: string;
  readonly body: string;
}

export interface Wanted {
  readonly tag: string;
  readonly target: string;
  /** The repository's page. */
  readonly web: string;
  /** The release that they begin after, unless the newest is meant. */
  readonly since?: string;
}

/** Generated notes: the commits since the release before, as far as the repository knows its history. */
export async function notesFor(
  repository: Repository,
  { all }: Releases,
  { tag, target, web, since }: Wanted,
): Promise<Notes> {
  const { refs } = repository;
  const previous = since ?? [...all].sort(newestFirst).find((one) => !one.isDraft && one.tag !== tag)?.tag;
  const to = (await refs.resolve(`refs/tags/${tag}`)) ?? (await refs.resolve(target));
  const from = previous === undefined ? undefined : await refs.resolve(`refs/tags/${previous}`);
  const commits = to === undefined || from === to ? [] : await refs.log(to, 100, from);
  const lines = await Promise.all(
    commits.map(async (sha) => {
      const commit = await refs.commit(sha);
      const subject = commit?.message.split('\n')[0] ?? '';
      return subject === '' ? [] : [`* ${subject} by ${commit?.author.name ?? ''} in ${web}/commit/${sha}`];
    }),
  );
  const listed = lines.flat();
  const link = previous === undefined ? `${web}/commits/${tag}` : `${web}/compare/${previous}...${tag}`;
  const changed = listed.length === 0 ? [] : ["## What's Changed", ...listed, '', ''];
  return { name: tag, body: [...changed, `**Full Changelog**: ${link}`].join('\n') };
}
