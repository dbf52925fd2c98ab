import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome, HttpRequest } from '../../model/http.ts';
import type { Parcel, Sent } from '../../model/registry.ts';
import { basic } from '../login.ts';
import { below, unknown } from '../reading.ts';
import { failed, sentOf, uploadMs } from '../sent.ts';
import { formOf, type FilePart } from './form.ts';
import { isVersion, type Index } from './index-file.ts';
import { askIndex, byHand, userOfTokens } from './presence.ts';

/**
 * Puts a chart into a classic repository. Its index tells which kind of server that is: ChartMuseum, and those that speak as it does (Gitea,
 * GitLab), say there where their interface begins. Others are asked: who does not know that interface takes files by PUT (Artifactory,
 * Nexus), or nothing at all.
 */
export function* upload(parcel: Parcel, by: Credential | undefined): Dialogue<Sent> {
  const { released } = parcel;
  const { index, outcome } = yield* askIndex(released, by);
  if (index === undefined) return unreadable(parcel, by, outcome);
  // Where files are only put, one of the same name is written over without a word.
  const there = index.of(released.name).find((one) => isVersion(one, released.version));
  if (there !== undefined) return failed('exists', isThere(parcel, there.digest));
  const posted = yield post(parcel, by, index);
  if (index.context !== undefined || !isStranger(posted)) return told(parcel, by, posted);
  const put = yield* putFiles(parcel, by);
  return isStranger(put) ? told(parcel, by, posted) : told(parcel, by, put);
}

/** Nothing was sent so far: whatever that was, nothing has happened. */
function unreadable(parcel: Parcel, by: Credential | undefined, outcome: HttpOutcome): Sent {
  if (outcome.is === 'answer' && outcome.status >= 400) {
    const sent = sentOf({ parcel, by, to: parcel.released.registry.url, outcome }, ({ status }) =>
      status >= 500 ? { how: 'transient' } : undefined,
    );
    return sent;
  }
  return failed('transient', unknown(parcel.released, outcome, byHand(parcel.released)).problem);
}

function told(parcel: Parcel, by: Credential | undefined, outcome: HttpOutcome): Sent {
  const to = parcel.released.registry.url;
  return sentOf({ parcel, by, to, outcome }, ({ status }, words) =>
    status < 500 && /already exists/i.test(words) ? { how: 'exists' } : undefined,
  );
}

const isThere = ({ released }: Parcel, digest: string | undefined) => ({
  code: 'UPLOAD_EXISTS',
  severity: 'error' as const,
  what: `${released.registry.url} has ${released.name} ${released.version} already${digest === undefined ? '' : `, as ${digest}`}.`,
  fix: 'A version is published once: if it is not this one that is there, release the next.',
});

/** A server that has no such address, or takes nothing by it. */
const isStranger = (outcome: HttpOutcome): boolean =>
  outcome.is === 'answer' && [400, 404, 405, 501].includes(outcome.status);

function post(parcel: Parcel, by: Credential | undefined, index: Index): HttpRequest {
  const { artifact, path } = parcel;
  const provenance = parcel.beside?.('.prov');
  const parts: readonly FilePart[] = [
    { field: 'chart', name: artifact.name, content: { file: path } },
    ...(provenance === undefined ? [] : [{ field: 'prov', name: `${artifact.name}.prov`, content: provenance }]),
  ];
  const { type, body } = formOf(parts, artifact.digests[0] ?? artifact.name);
  return {
    method: 'POST',
    url: uploadAddress(parcel.released.registry.url, index.context),
    headers: { ...basic(by, userOfTokens), 'content-type': type },
    body,
    timeoutMs: uploadMs(artifact.size),
  };
}

/**
 * `api` stands behind where the server begins and before the repository there: `/charts/api/acme/stable/charts` of `/charts`. Where no server
 * says where it begins, it begins where the repository does.
 */
export function uploadAddress(registry: string, context: string | undefined): string {
  const url = new URL(registry);
  const path = url.pathname.replace(/\/+$/, '');
  const start = context === undefined ? path : pathOf(context);
  const isBelow = path === start || path.startsWith(`${start}/`);
  const [before, behind] = isBelow ? [start, path.slice(start.length)] : [path, ''];
  return `${url.origin}${before}/api${behind}/charts`;
}

/** Some write their whole address there, and some forget the first slash. */
function pathOf(context: string): string {
  const path = URL.canParse(context) ? new URL(context).pathname : context;
  return path.replace(/^(?!\/)(?=.)/, '/').replace(/\/+$/, '');
}

/** The signature first: who finds the chart finds it signed. */
function* putFiles(parcel: Parcel, by: Credential | undefined): Dialogue<HttpOutcome> {
  const { artifact, path, released } = parcel;
  const url = below(released.registry.url, encodeURIComponent(artifact.name));
  const headers = { ...basic(by, userOfTokens), 'content-type': 'application/gzip' };
  const there = yield { method: 'HEAD', url, headers: basic(by, userOfTokens) };
  if (there.is === 'answer' && there.status === 200) return { ...there, status: 409, text: 'file already exists' };
  const provenance = parcel.beside?.('.prov');
  if (provenance !== undefined) {
    const signed = yield { method: 'PUT', url: `${url}.prov`, headers, body: provenance };
    if (signed.is !== 'answer' || signed.status >= 300) return signed;
  }
  return yield { method: 'PUT', url, headers, body: [{ file: path }], timeoutMs: uploadMs(artifact.size) };
}
