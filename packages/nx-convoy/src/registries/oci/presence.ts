import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { below, unknown } from '../reading.ts';
import { digestOf } from './digest.ts';
import { visit, type Session } from './session.ts';
import { tagOf } from './words.ts';

export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** What the specification lets a manifest have. */
export const mostManifest = 4 * 1024 * 1024;

/**
 * Asks for the head of a tag's manifest, as somebody without credentials may: what is there for all is there. Only what strangers do not
 * see is asked for by name: there are registries that hide it from them.
 */
export function* presence(asked: Released, by?: Credential): Dialogue<Presence> {
  const scopes = [`repository:${asked.name}:pull`];
  const stranger = yield* askTag(asked, visit({ registry: asked.registry.url, scopes }));
  if (stranger.is === 'present' || by === undefined) return told(asked, stranger);
  const session = visit({ registry: asked.registry.url, scopes, by });
  yield* session.logIn();
  return told(asked, yield* askTag(asked, session));
}

function told(asked: Released, tag: Tag): Presence {
  if (tag.is !== 'unknown') return tag;
  const { registry, name, version } = asked;
  return unknown(asked, tag.outcome, `docker manifest inspect ${new URL(registry.url).host}/${name}:${tagOf(version)}`);
}

export type Tag =
  | { readonly is: 'absent' }
  | { readonly is: 'present'; readonly digest?: string }
  | { readonly is: 'unknown'; readonly outcome: HttpOutcome };

/** At what a tag stands: its manifest is read where the head does not tell. */
export function* askTag({ registry, name, version }: Released, session: Session): Dialogue<Tag> {
  const url = below(registry.url, `v2/${name}/manifests/${tagOf(version)}`);
  const headers = { accept: manifestTypes };
  const outcome = yield* session.ask({ method: 'HEAD', url, headers });
  if (outcome.is === 'answer' && outcome.status === 404) return { is: 'absent' };
  if (outcome.is !== 'answer' || outcome.status !== 200) return { is: 'unknown', outcome };
  const digest = outcome.headers['docker-content-digest'];
  if (digest !== undefined) return { is: 'present', digest };
  const whole = yield* session.ask({ method: 'GET', url, headers, wants: 'bytes', mostBytes: mostManifest });
  const isWhole = whole.is === 'answer' && whole.status === 200 && !whole.isCut && whole.bytes !== undefined;
  return { is: 'present', ...(isWhole ? { digest: digestOf(whole.bytes) } : {}) };
}
