import type { Dialogue, HttpOutcome, HttpRequest } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { below, unknown } from '../reading.ts';
import { readChallenge, tokenUrl } from './challenge.ts';

const manifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Asks for the head of a tag's manifest, as somebody without credentials may: with a token for pulling where one is asked for. */
export function* presence(asked: Released): Dialogue<Presence> {
  const { registry, name, version } = asked;
  const tag = tagOf(version);
  const manual = `docker manifest inspect ${new URL(registry.url).host}/${name}:${tag}`;
  const request: HttpRequest = {
    method: 'HEAD',
    url: below(registry.url, `v2/${name}/manifests/${tag}`),
    headers: { accept: manifests },
  };
  let outcome = yield request;
  if (outcome.is === 'answer' && outcome.status === 401) {
    const token = yield* tokenFor(name, registry.url, outcome.headers['www-authenticate'] ?? '');
    if (token !== undefined) {
      outcome = yield { ...request, headers: { accept: manifests, authorization: `Bearer ${token}` } };
    }
  }
  if (outcome.is === 'answer' && outcome.status === 404) return { is: 'absent' };
  if (outcome.is !== 'answer' || outcome.status !== 200) return unknown(asked, outcome, manual);
  const digest = outcome.headers['docker-content-digest'];
  return { is: 'present', ...(digest === undefined ? {} : { digest }) };
}

/** A tag holds no plus sign: helm writes an underscore for it. */
const tagOf = (version: string): string => version.replaceAll('+', '_');

function* tokenFor(
  repository: string,
  registry: string,
  header: string,
): Generator<HttpRequest, string | undefined, HttpOutcome> {
  const challenge = readChallenge(header);
  const url = challenge === undefined ? undefined : tokenUrl(challenge, repository, registry);
  if (url === undefined) return undefined;
  const outcome = yield { method: 'GET', url };
  if (outcome.is === 'silence' || outcome.status !== 200) return undefined;
  try {
    const { token, access_token: other } = objectOf(JSON.parse(outcome.text) as unknown);
    return stringOf(token) ?? stringOf(other);
  } catch {
    return undefined;
  }
}
