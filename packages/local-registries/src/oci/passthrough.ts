import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { at, plain, textOf, textsOf } from '../reading.ts';
import { bytesOf, limited } from '../server/body.ts';
import { Refused } from '../server/refusal.ts';
import type { Asking, Passed, Upstream } from '../sources/upstream.ts';
import { digestOf } from './grammar.ts';
import { manifestTypes, mediaTypeOf, mostManifest } from './manifest.ts';
import type { Source } from './source.ts';

/** Another registry, by its address. Only what anybody may pull there can be had: it is asked without a name. */
export function passthrough(upstream: Upstream, clock: Clock): Source {
  const ask = asking(upstream, clock);
  return {
    async manifest(name, reference) {
      const headers = { accept: manifestTypes.join(', ') };
      const passed = await ask(name, `manifests/${reference}`, { headers });
      if (passed === undefined) return undefined;
      const bytes = await bytesOf(limited(passed.body, mostManifest, () => undefined));
      const told = passed.headers.get('content-type')?.split(';')[0]?.trim();
      const mediaType = told !== undefined && manifestTypes.includes(told) ? told : mediaTypeOf(bytes);
      const wanted = digestOf(reference);
      const algorithm = wanted?.algorithm ?? 'sha256';
      const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
      if (mediaType === undefined || (wanted !== undefined && wanted.text !== digest)) {
        throw new Refused('unavailable', `${upstream.url} answers with something else than ${name} ${reference}.`);
      }
      return { mediaType, digest, bytes };
    },
    async blob(name, digest) {
      const head = await ask(name, `blobs/${digest}`, { method: 'HEAD' });
      if (head === undefined) return undefined;
      const length = head.headers.get('content-length');
      return {
        ...(length === null ? {} : { size: Number(length) }),
        open: async () => (await ask(name, `blobs/${digest}`))?.body,
      };
    },
    async tags(name) {
      const passed = await ask(name, 'tags/list');
      return passed && textsOf(at(await jsonIn(passed), 'tags'));
    },
  };
}

type Ask = (name: string, rest: string, asking?: Asking) => Promise<Passed | undefined>;

/** Asks, and once more with the token that the registry sends strangers for. */
function asking(upstream: Upstream, clock: Clock): Ask {
  const tokens = new Map<string, { readonly authorization: string; readonly until: number }>();
  return async (name, rest, asking = {}) => {
    const there = nameAt(upstream.url, name);
    const send = (authorization?: string) =>
      upstream.get(`/v2/${there}/${rest}`, {
        ...asking,
        headers: { ...asking.headers, ...(authorization === undefined ? {} : { authorization }) },
        expects: 401,
      });
    const known = tokens.get(there);
    const passed = await send(known !== undefined && known.until > clock.now() ? known.authorization : undefined);
    if (passed?.status !== 401) return passed;
    passed.body.destroy();
    const url = tokenUrl(passed.headers.get('www-authenticate') ?? '', there);
    const said = url === undefined ? undefined : await upstream.get(url);
    const answer = said && (await jsonIn(said));
    const token = textOf(at(answer, 'token')) ?? textOf(at(answer, 'access_token'));
    const refused = new Refused('unavailable', `${upstream.url} lets nobody without a name pull ${there}.`);
    if (token === undefined) throw refused;
    const seconds = at(answer, 'expires_in');
    const until = clock.now() + (typeof seconds === 'number' ? seconds : 60) * 900;
    tokens.set(there, { authorization: `Bearer ${token}`, until });
    const again = await send(`Bearer ${token}`);
    if (again?.status === 401) throw refused;
    return again;
  };
}

/** Docker Hub keeps images without an owner in `library`. */
const nameAt = (url: string, name: string): string =>
  /^https:\/\/registry-1\.docker\.io$/.test(url) && !name.includes('/') ? `library/${name}` : name;

function tokenUrl(challenge: string, name: string): string | undefined {
  if (!/^bearer /i.test(challenge)) return undefined;
  const part = (key: string): string | undefined => new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1];
  const realm = part('realm');
  if (realm === undefined || !/^https?:\/\//.test(realm) || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  const service = part('service');
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', part('scope') ?? `repository:${name}:pull`);
  return url.href;
}

async function jsonIn({ body }: Passed) {
  const bytes = await bytesOf(limited(body, mostManifest, () => undefined));
  try {
    return plain(JSON.parse(bytes.toString('utf8')) as unknown);
  } catch {
    throw new Refused('unavailable', 'The registry behind this one does not answer in JSON.');
  }
}
