import { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import { at, listOf, plain, textOf, type Plain } from '../reading.ts';
import type { Caller } from '../server/tokens.ts';
import { Refused } from '../server/refusal.ts';
import type { Catalogue } from './catalogue.ts';
import { isTag } from './names.ts';
import type { Package, Version } from './package.ts';
import { completed, newestOf } from './packument.ts';
import { readUpload } from './upload.ts';

/** What changes a package. Each change looks at the newest state, and none is lost. */
export interface Changes {
  publish(name: string, body: Plain, caller: Caller, origin: string): Promise<void>;
  /** Writes back what `npm deprecate`, `npm owner` and `npm unpublish` changed in the packument that they fetched. */
  rewrite(name: string, body: Plain, caller: Caller): Promise<void>;
  tag(name: string, tag: string, version: string | undefined, caller: Caller): Promise<void>;
  remove(name: string, caller: Caller): Promise<void>;
}

export function changes(house: House, known: Catalogue): Changes {
  const when = (): string => new Date(house.clock.now()).toISOString();
  const change = async (name: string, caller: Caller, next: (before: Package) => Package): Promise<void> => {
    await known.own.update(name, (before) => {
      if (before === undefined) throw notFound();
      if (house.trust.grantOf(caller) !== undefined) throw notYours(name);
      mayChange(before, caller);
      return { ...next(before), revision: before.revision + 1, modified: when() };
    });
  };
  return {
    async publish(name, body, caller, origin) {
      const upload = await readUpload(name, body);
      const { version, tags, readme, file, attestations } = upload;
      const elsewhere = await known.find(name, origin);
      const grant = house.trust.grantOf(caller);
      await known.own.update(name, async (before) => {
        if (grant !== undefined && !grant.publishers.some((one) => one.package === name)) throw notYours(name);
        if (before !== undefined && grant === undefined) mayChange(before, caller);
        const taken = [before?.versions, before?.gone, elsewhere?.versions].some(
          (one) => at(one, version) !== undefined,
        );
        if (taken)
          throw new Refused('forbidden', `You cannot publish over the previously published versions: ${version}.`);
        const { sha256, size } = await house.blobs.take(Readable.from([file]));
        const published = when();
        const manifest = completed(upload.manifest, file, userOf(caller));
        const fresh: Version = { manifest, sha256, size, published, attestations };
        // The first version is the latest, whatever it was tagged.
        const first = at(before?.tags, 'latest') === undefined && at(elsewhere?.['dist-tags'], 'latest') === undefined;
        const named = [...tags, ...(first ? ['latest'] : [])].map((tag) => [tag, version] as const);
        return {
          name,
          revision: (before?.revision ?? 0) + 1,
          tags: { ...before?.tags, ...Object.fromEntries(named) },
          versions: { ...before?.versions, [version]: fresh },
          maintainers: before?.maintainers ?? [userOf(caller)],
          readme: readme === '' ? (before?.readme ?? '') : readme,
          created: before?.created ?? published,
          modified: published,
          gone: before?.gone ?? {},
        };
      });
    },
    rewrite: (name, body, caller) => change(name, caller, (before) => rewritten(before, body)),
    async tag(name, tag, version, caller) {
      if (version !== undefined && !isTag(tag)) throw new Refused('invalid', `${tag} is not a valid dist-tag`);
      await change(name, caller, (before) => {
        if (version !== undefined && at(before.versions, version) === undefined)
          throw new Refused('not-found', `version not found: ${version}`);
        const others = Object.entries(before.tags).filter(([one]) => one !== tag);
        return {
          ...before,
          tags: Object.fromEntries([...others, ...(version === undefined ? [] : [[tag, version] as const])]),
        };
      });
    },
    async remove(name, caller) {
      await change(name, caller, (before) => without(before, Object.keys(before.versions)));
    },
  };
}

const userOf = (caller: Caller): string => (caller.is === 'known' ? caller.user : '');

function mayChange({ name, maintainers }: Package, caller: Caller): void {
  if (maintainers.includes(userOf(caller))) return;
  throw notYours(name);
}

const notYours = (name: string): Refused =>
  new Refused('forbidden', `You do not have permission to publish "${name}". Are you logged in as the correct user?`);

/** Takes from the client's packument only what clients change there; the rest of it may be old or made up. */
function rewritten(before: Package, body: Plain): Package {
  const told = plain(at(body, 'versions'));
  const removed =
    told === undefined ? [] : Object.keys(before.versions).filter((version) => at(told, version) === undefined);
  const versions = Object.entries(before.versions).map(([version, one]) => {
    const message = at(plain(at(told, version)), 'deprecated');
    if (told === undefined || message === undefined) return [version, one] as const;
    return [version, { ...one, manifest: { ...one.manifest, deprecated: textOf(message) ?? '' } }] as const;
  });
  const owners = listOf(at(body, 'maintainers'))?.flatMap((one) => textOf(at(plain(one), 'name')) ?? []) ?? [];
  const next = {
    ...before,
    versions: Object.fromEntries(versions),
    maintainers: owners.length > 0 ? owners : before.maintainers,
  };
  return without(next, removed);
}

function without(before: Package, removed: readonly string[]): Package {
  if (removed.length === 0) return before;
  const stays = ([version]: readonly [string, unknown]): boolean => !removed.includes(version);
  const versions = Object.fromEntries(Object.entries(before.versions).filter(stays));
  const lost = removed.map((version) => [version, before.versions[version]?.published ?? ''] as const);
  const tags = Object.entries(before.tags).filter(([, version]) => !removed.includes(version));
  const newest = newestOf(versions);
  // `latest` must stand for something as long as there is something.
  const latest = tags.some(([tag]) => tag === 'latest') || newest === undefined ? [] : [['latest', newest] as const];
  return {
    ...before,
    versions,
    tags: Object.fromEntries([...tags, ...latest]),
    gone: { ...before.gone, ...Object.fromEntries(lost) },
  };
}

export const notFound = (): Refused => new Refused('not-found', 'Not found');
