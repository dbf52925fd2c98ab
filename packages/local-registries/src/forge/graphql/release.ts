import { written, type Links } from '../links.ts';
import { latestOf, newestFirst, type Asset, type Release, type Releases } from '../releases/shelf.ts';
import type { Repository } from '../repository.ts';
import { nodeId, userView } from '../user.ts';
import { connection, type Thing } from './answer.ts';

/** What GraphQL tells of releases: the queries by which gh lists and looks at them. */
export function releaseFields(
  repository: Repository,
  shelf: Releases,
  links: Links,
  isKnown: boolean,
): Thing['fields'] {
  const latest = latestOf(shelf);
  const seen = shelf.all.filter(({ isDraft }) => isKnown || !isDraft);
  const thing = (one: Release): Thing => ({
    type: 'Release',
    fields: {
      id: () => nodeId('Release', repository.key, one.id),
      databaseId: () => one.id,
      name: () => one.name,
      tagName: () => one.tag,
      description: () => one.body,
      isDraft: () => one.isDraft,
      isPrerelease: () => one.isPrerelease,
      isLatest: () => one.id === latest?.id,
      immutable: () => false,
      createdAt: () => one.created,
      publishedAt: () => one.published,
      updatedAt: () => one.updated,
      url: () => links.web(`/${repository.full}/releases/tag/${written(one.tag)}`),
      author: () => userThing(one.author, links),
      releaseAssets: (args) =>
        connection(
          'ReleaseAsset',
          one.assets.map((asset) => assetThing(asset, one)),
          args,
        ),
    },
  });
  const assetThing = (asset: Asset, { tag }: Release): Thing => ({
    type: 'ReleaseAsset',
    fields: {
      id: () => nodeId('ReleaseAsset', repository.key, asset.id),
      name: () => asset.name,
      size: () => asset.size,
      contentType: () => asset.type,
      downloadCount: () => asset.downloads,
      digest: () => `sha256:${asset.sha256}`,
      downloadUrl: () =>
        links.web(`/${repository.full}/releases/download/${written(tag)}/${encodeURIComponent(asset.name)}`),
      url: () => links.api(`/repos/${repository.full}/releases/assets/${asset.id}`),
    },
  });
  return {
    releases: (args) => connection('Release', [...seen].sort(newestFirst).map(thing), args),
    latestRelease: () => (latest === undefined ? null : thing(latest)),
    release: ({ tagName }) => {
      const one =
        seen.find(({ tag, isDraft }) => tag === tagName && !isDraft) ?? seen.find(({ tag }) => tag === tagName);
      return one === undefined ? null : thing(one);
    },
  };
}

export function userThing(login: string, links: Links): Thing {
  const { id, node_id: node, html_url: url } = userView(login, links);
  return {
    type: 'User',
    fields: { id: () => node, databaseId: () => id, login: () => login, name: () => login, url: () => url },
  };
}
