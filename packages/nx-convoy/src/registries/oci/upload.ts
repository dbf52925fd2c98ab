import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Result } from '../../model/problem.ts';
import type { Parcel, Sent } from '../../model/registry.ts';
import { below } from '../reading.ts';
import { uploadMs } from '../sent.ts';
import { readChart } from './chart.ts';
import type { Consignment, Manifest } from './consignment.ts';
import { readLayout } from './layout.ts';
import { altered, failedBy, standsElsewhere } from './outcome.ts';
import { askTag } from './presence.ts';
import { sendBlob } from './send-blob.ts';
import { lost } from './sending-blob.ts';
import { visit } from './session.ts';
import type { Shipping } from './shipping.ts';
import { tagOf } from './words.ts';

/**
 * Pushes an image, or a chart, to any registry of OCI artifacts. Blobs first, then manifests by their digests: nobody sees those, and a push
 * that ends there leaves no trace but what the registry sweeps up. The tag is the one effect, and the last request.
 */
export function* upload(parcel: Parcel, by: Credential | undefined): Dialogue<Sent> {
  const read = consignmentOf(parcel);
  if (!read.ok) return { is: 'failed', how: 'refused', problem: read.problems[0] ?? broken(parcel) };
  const { blobs, manifests, top } = read.value;
  const shipping = shippingOf(
    parcel,
    blobs.flatMap(({ sources }) => sources),
    by,
  );
  yield* shipping.session.logIn();
  for (const blob of blobs) {
    const failure = yield* sendBlob(blob, shipping);
    if (failure !== undefined) return failure;
  }
  for (const manifest of manifests) {
    const outcome = yield* put(manifest, manifest.digest, shipping);
    if (!isStored(outcome)) return lost(outcome, shipping);
  }
  return yield* setTag(top, shipping);
}

const consignmentOf = (parcel: Parcel): Result<Consignment> =>
  parcel.read('index.json') === undefined ? readChart(parcel) : readLayout(parcel, parcel.released.name);

/**
 * The digest that the registry will tell for it, known before anything is sent: a chart's is made of its archive alone, an image's stands in
 * its layout. Undefined where what was packaged cannot be sent.
 */
export function digestAtRegistry(parcel: Parcel): string | undefined {
  const read = consignmentOf(parcel);
  return read.ok ? read.value.top.digest : undefined;
}

const broken = ({ artifact }: Parcel) => ({
  code: 'PACKAGE_UNSENDABLE',
  severity: 'error' as const,
  what: `${artifact.name} cannot be read.`,
  fix: `Package it again: npx nx-convoy package --units=${artifact.unit} --clean`,
});

function shippingOf(parcel: Parcel, sources: readonly string[], by: Credential | undefined): Shipping {
  const { registry, name } = parcel.released;
  const others = [...new Set(sources)].map((source) => `repository:${source}:pull`);
  const session = visit({ registry: registry.url, scopes: [`repository:${name}:pull,push`, ...others], by });
  return { parcel, by, session, at: below(registry.url, `v2/${name}`) };
}

/**
 * Most registries write over a tag without a word, and layers take their time: so it is looked at once more. A label is there to be moved.
 */
function* setTag(top: Manifest, shipping: Shipping): Dialogue<Sent> {
  const { parcel, by, session } = shipping;
  const there = yield* askTag(parcel.released, session);
  if (there.is === 'unknown') return lost(there.outcome, shipping);
  if (there.is === 'present' && there.digest === top.digest) return { is: 'accepted' };
  if (there.is === 'present' && parcel.isLabel !== true)
    return standsElsewhere(parcel, there.digest ?? 'something else', top.digest);
  const outcome = yield* put(top, tagOf(parcel.released.version), shipping);
  if (!isStored(outcome)) return failedBy(outcome, { parcel, by, isInvisible: false });
  const told = outcome.headers['docker-content-digest'] ?? top.digest;
  return told === top.digest || algorithmOf(told) !== algorithmOf(top.digest)
    ? { is: 'accepted' }
    : altered(parcel, top.digest, told);
}

const algorithmOf = (digest: string): string => digest.split(':')[0] ?? '';

function* put(manifest: Manifest, reference: string, { at, session }: Shipping): Dialogue<HttpOutcome> {
  return yield* session.ask({
    method: 'PUT',
    url: below(at, `manifests/${reference}`),
    headers: { 'content-type': manifest.mediaType },
    body: manifest.bytes,
    timeoutMs: uploadMs(manifest.bytes.length),
  });
}

const isStored = (outcome: HttpOutcome): outcome is Extract<HttpOutcome, { readonly is: 'answer' }> =>
  outcome.is === 'answer' && outcome.status >= 200 && outcome.status < 300;
