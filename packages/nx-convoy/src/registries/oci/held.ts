import type { Credential } from '../../model/credential.ts';
import type { Artifact } from '../../model/delivery.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Held, HeldImage, Released } from '../../model/registry.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { below, mostBytes, unknown } from '../reading.ts';
import { uploadMs } from '../sent.ts';
import { chartTypes } from './chart.ts';
import { digestOf, isDigestOf } from './digest.ts';
import { imageOf } from './image.ts';
import { descriptorOf, descriptorsOf, type Descriptor } from './layout.ts';
import { manifestTypes, mostManifest } from './presence.ts';
import { visit, type Session } from './session.ts';
import { tagOf } from './words.ts';

/** What a tag stands at: of a chart its archive, of an image what decides how each of its platforms behaves. */
export function* held(asked: Released, artifact: Artifact, by?: Credential): Dialogue<Held> {
  const { registry, name, version } = asked;
  const session = visit({ registry: registry.url, scopes: [`repository:${name}:pull`], by });
  const reader: Reader = { session, at: below(registry.url, `v2/${name}`) };
  yield* session.logIn();
  const top = yield* manifest(reader, tagOf(version));
  if (isFailed(top)) return untold(asked, top);
  const chart = chartIn(top.json);
  if (chart !== undefined) return yield* archive(chart, asked, reader, artifact.size);
  const images: HeldImage[] = [];
  for (const child of childrenOf(top.json)) {
    const one = yield* image(reader, child);
    if (isFailed(one)) return untold(asked, one);
    if (one !== undefined) images.push(one);
  }
  if (top.json.manifests === undefined) {
    const one = yield* described(reader, top.json);
    if (isFailed(one)) return untold(asked, one);
    images.push(one);
  }
  return { is: 'image', digest: top.digest, images };
}

interface Reader {
  readonly session: Session;
  readonly at: string;
}

interface Failed {
  readonly outcome: HttpOutcome;
}

const isFailed = (value: object | undefined): value is Failed => value !== undefined && 'outcome' in value;

function* manifest(
  { session, at }: Reader,
  reference: string,
): Dialogue<{ readonly digest: string; readonly json: JsonObject } | Failed> {
  const outcome = yield* session.ask({
    method: 'GET',
    url: below(at, `manifests/${reference}`),
    headers: { accept: manifestTypes },
    wants: 'bytes',
    mostBytes: mostManifest,
  });
  const bytes = wholeOf(outcome);
  return bytes === undefined ? { outcome } : { digest: digestOf(bytes), json: fieldsIn(bytes) };
}

const wholeOf = (outcome: HttpOutcome): Uint8Array | undefined =>
  outcome.is === 'answer' && outcome.status === 200 && !outcome.isCut ? outcome.bytes : undefined;

const childrenOf = (index: JsonObject): readonly Descriptor[] =>
  descriptorsOf(index.manifests).filter((child) => child !== undefined);

function* image(reader: Reader, { digest }: Descriptor): Dialogue<HeldImage | Failed | undefined> {
  const child = yield* manifest(reader, digest);
  if (isFailed(child)) return child;
  const one = yield* described(reader, child.json);
  // What builders attest is listed beside the images, for a platform that there is none of.
  return isFailed(one) || one.platform?.startsWith('unknown/') !== true ? one : undefined;
}

function* described(reader: Reader, json: JsonObject): Dialogue<HeldImage | Failed> {
  const config = descriptorOf(json.config);
  if (config === undefined) return imageOf(json, {});
  const outcome = yield* blob(reader, config, mostManifest);
  const bytes = wholeOf(outcome);
  return bytes === undefined || !isDigestOf(config.digest, bytes) ? { outcome } : imageOf(json, fieldsIn(bytes));
}

function* blob({ session, at }: Reader, { digest, size }: Descriptor, most: number): Dialogue<HttpOutcome> {
  return yield* session.ask({
    method: 'GET',
    url: below(at, `blobs/${digest}`),
    wants: 'bytes',
    mostBytes: most,
    timeoutMs: uploadMs(size),
  });
}

function chartIn(json: JsonObject): Descriptor | undefined {
  const isChart = stringOf(descriptorOf(json.config)?.mediaType) === chartTypes.config;
  return isChart ? descriptorsOf(json.layers).find((layer) => layer?.mediaType === chartTypes.content) : undefined;
}

function* archive(chart: Descriptor, asked: Released, reader: Reader, size: number): Dialogue<Held> {
  const outcome = yield* blob(reader, chart, Math.max(mostBytes, 2 * size));
  const bytes = wholeOf(outcome);
  return bytes === undefined || !isDigestOf(chart.digest, bytes) ? untold(asked, { outcome }) : { is: 'file', bytes };
}

function untold(asked: Released, { outcome }: Failed): Held {
  const { registry, name, version } = asked;
  const manual = `skopeo inspect docker://${new URL(registry.url).host}/${name}:${tagOf(version)}`;
  return unknown(asked, outcome, manual);
}
