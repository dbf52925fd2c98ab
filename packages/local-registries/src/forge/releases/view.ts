import type { Links } from '../links.ts';
import { written } from '../links.ts';
import type { Repository } from '../repository.ts';
import { nodeId, userView } from '../user.ts';
import type { Asset, Release } from './shelf.ts';

/** A release, as GitHub writes it. */
export function releaseView(release: Release, { full, key }: Repository, links: Links) {
  const url = links.api(`/repos/${full}/releases/${release.id}`);
  // A draft has no tag yet: what its page is called changes when it is published.
  const page = release.isDraft ? `untagged-${release.id.toString(16).padStart(20, '0')}` : written(release.tag);
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${links.uploads(`/repos/${full}/releases/${release.id}/assets`)}{?name,label}`,
    html_url: links.web(`/${full}/releases/tag/${page}`),
    id: release.id,
    author: userView(release.author, links),
    node_id: nodeId('Release', key, release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.isDraft,
    immutable: false,
    prerelease: release.isPrerelease,
    created_at: release.created,
    updated_at: release.updated,
    published_at: release.published,
    assets: release.assets.map((asset) => assetView(asset, release, { full, key }, links)),
    tarball_url: release.isDraft ? null : links.api(`/repos/${full}/tarball/${written(release.tag)}`),
    zipball_url: release.isDraft ? null : links.api(`/repos/${full}/zipball/${written(release.tag)}`),
    body: release.body,
  };
}

export function assetView(
  asset: Asset,
  release: Pick<Release, 'tag'>,
  { full, key }: Pick<Repository, 'full' | 'key'>,
  links: Links,
) {
  return {
    url: links.api(`/repos/${full}/releases/assets/${asset.id}`),
    id: asset.id,
    node_id: nodeId('ReleaseAsset', key, asset.id),
    name: asset.name,
    label: asset.label,
    uploader: userView(asset.uploader, links),
    content_type: asset.type,
    state: 'uploaded',
    size: asset.size,
    digest: `sha256:${asset.sha256}`,
    download_count: asset.downloads,
    created_at: asset.created,
    updated_at: asset.updated,
    browser_download_url: links.web(
      `/${full}/releases/download/${written(release.tag)}/${encodeURIComponent(asset.name)}`,
    ),
  };
}
