import type { House } from '../../protocol.ts';
import { added, dropped, newest, replaced } from '../drawer.ts';
import { badForm, notFound, unprocessable } from '../problem.ts';
import { isRefName } from '../refs/refs.ts';
import type { Repository } from '../repository.ts';
import { timeOf } from '../user.ts';
import type { Form } from '../form.ts';
import { notesFor } from './notes.ts';
import { isNewerThan, latestOf, type Release, type Releases, type Shelf } from './shelf.ts';

export const releaseForm = {
  tag_name: 'string',
  target_commitish: 'string',
  name: 'string or null',
  body: 'string or null',
  draft: 'boolean',
  prerelease: 'boolean',
  generate_release_notes: 'boolean',
  make_latest: 'string',
  discussion_category_name: 'string',
} as const;

type Told = Form<typeof releaseForm, never>;

/** What changes releases: each looks at the newest state, and a tag is made where a published one lacks it. */
export interface ReleaseChanges {
  create(
    repository: Repository,
    told: Told & { readonly tag_name: string },
    login: string,
    web: string,
  ): Promise<Release>;
  update(repository: Repository, id: number, told: Told): Promise<Release>;
  remove(repository: Repository, id: number): Promise<void>;
  /** Without its tag a release is a draft again. */
  tagGone(repository: Repository, tag: string): Promise<void>;
}

export function releaseChanges({ clock }: House, shelf: Shelf): ReleaseChanges {
  const now = (): string => timeOf(clock.now());
  const change = async (
    repository: Repository,
    id: number,
    next: (one: Release, all: Releases) => Promise<Releases> | Releases,
  ): Promise<Releases> =>
    shelf.change(repository.key, (before) => {
      const one = before.all.find((release) => release.id === id);
      if (one === undefined) throw notFound();
      return next(one, before);
    });
  return {
    async create(repository, told, login, web) {
      const after = await shelf.change(repository.key, async (before) => {
        const target = told.target_commitish ?? repository.defaultBranch;
        const { draft: isDraft = false, prerelease: isPrerelease = false } = told;
        checkWords(told, told.tag_name);
        const same = before.all.find(({ tag, isDraft: other }) => tag === told.tag_name && !other);
        if (same !== undefined && !isDraft) throw taken();
        const created = await standing(repository, told.tag_name, target, isDraft, now());
        const notes =
          told.generate_release_notes === true
            ? await notesFor(repository, before, { tag: told.tag_name, target, web })
            : undefined;
        const next = added(before, (id): Release => ({
          id,
          tag: told.tag_name,
          target,
          name: told.name ?? notes?.name ?? null,
          body:
            notes === undefined
              ? (told.body ?? null)
              : [told.body, notes.body].filter((part) => (part ?? '') !== '').join('\n\n'),
          isDraft,
          isPrerelease,
          mayBeLatest: told.make_latest !== 'false',
          author: login,
          created,
          published: isDraft ? null : now(),
          updated: now(),
          assets: [],
        }));
        return withLatest({ ...before, ...next }, newest(next), told.make_latest ?? 'true', before);
      });
      return newest(after);
    },
    async update(repository, id, told) {
      const after = await change(repository, id, async (one, before) => {
        const tag = told.tag_name ?? one.tag;
        checkWords(told, tag);
        const isDraft = told.draft ?? one.isDraft;
        const target = told.target_commitish ?? one.target;
        const same = before.all.find((other) => other.id !== id && other.tag === tag && !other.isDraft);
        if (same !== undefined && !isDraft) throw taken();
        const created = await standing(repository, tag, target, isDraft, one.created);
        const next: Release = {
          ...one,
          tag,
          target,
          name: told.name === undefined ? one.name : told.name,
          body: told.body === undefined ? one.body : told.body,
          isDraft,
          isPrerelease: told.prerelease ?? one.isPrerelease,
          mayBeLatest: told.make_latest === undefined ? one.mayBeLatest : told.make_latest !== 'false',
          created,
          published: isDraft ? null : (one.published ?? now()),
          updated: now(),
        };
        const publishes = one.isDraft && !isDraft;
        return withLatest(
          { ...before, ...replaced(before, next) },
          next,
          told.make_latest ?? (publishes ? 'true' : ''),
          before,
        );
      });
      return find(after, id);
    },
    async remove(repository, id) {
      await change(repository, id, (_, before) => ({ ...before, ...dropped(before, id) }));
    },
    async tagGone(repository, tag) {
      await shelf.change(repository.key, (before) =>
        before.all.some((one) => one.tag === tag && !one.isDraft)
          ? {
              ...before,
              all: before.all.map((one) => (one.tag === tag ? { ...one, isDraft: true, published: null } : one)),
            }
          : before,
      );
    },
  };
}

const find = ({ all }: Releases, id: number): Release => {
  const one = all.find((release) => release.id === id);
  if (one === undefined) throw notFound();
  return one;
};

const taken = () => unprocessable({ resource: 'Release', code: 'already_exists', field: 'tag_name' });

function checkWords(
  { make_latest: latest, draft, prerelease, discussion_category_name: discussion }: Told,
  tag: string,
): void {
  if (latest !== undefined && !['true', 'false', 'legacy'].includes(latest))
    throw badForm([`For 'properties/make_latest', ${latest} is not a member of ["true", "false", "legacy"].`]);
  if (!isRefName(`refs/tags/${tag}`))
    throw unprocessable({
      resource: 'Release',
      code: 'custom',
      field: 'tag_name',
      message: 'tag_name is not well-formed',
    });
  if (latest === 'true' && (draft === true || prerelease === true)) {
    const message = 'Latest release cannot be draft or prerelease.';
    throw unprocessable({ resource: 'Release', code: 'custom', field: 'make_latest', message });
  }
  if (discussion !== undefined)
    throw unprocessable({ resource: 'Release', code: 'invalid', field: 'discussion_category_name' });
}

/**
 * Sees to the tag of a release that is published, made at its target where it is missing, and tells when the release was created: the
 * date of its commit. The target of a tag that is there does not matter.
 */
async function standing(
  { refs }: Repository,
  tag: string,
  target: string,
  isDraft: boolean,
  usual: string,
): Promise<string> {
  const ref = `refs/tags/${tag}`;
  const commit = (await refs.get(ref)) === undefined ? await refs.resolve(target) : await refs.resolve(ref);
  if (commit === undefined && !isDraft) throw badTarget();
  if (commit !== undefined && !isDraft && (await refs.get(ref)) === undefined) {
    if ((await refs.create(ref, commit)) === 'no-object') throw badTarget();
  }
  const date = commit === undefined ? undefined : (await refs.commit(commit))?.committer.date;
  return date === undefined || date.startsWith('1970-') ? usual : date;
}

const badTarget = () => unprocessable({ resource: 'Release', code: 'invalid', field: 'target_commitish' });

function withLatest(after: Releases, one: Release, said: string, before: Releases): Releases {
  const { latest, ...rest } = after;
  if (said === 'false' && latest === one.id) return rest;
  const becomes = said === 'true' || (said === 'legacy' && isNewerThan(one, latestOf(before)));
  return becomes && !one.isDraft && !one.isPrerelease ? { ...after, latest: one.id } : after;
}
