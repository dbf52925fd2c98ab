import type { Credential } from '../../model/credential.ts';
import type { Artifact } from '../../model/delivery.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Held, Released } from '../../model/registry.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { download } from '../download.ts';
import { bearer, forSameOrigin } from '../login.ts';
import { mostBytes, unknown } from '../reading.ts';
import { brief, byHand, documentAt, documentOf, plainly } from './packument.ts';

/** The file of a version, from where its registry says that it lies. */
export function* held(asked: Released, artifact: Artifact, by?: Credential): Dialogue<Held> {
  const manual = byHand(asked);
  const login = bearer(by);
  const outcome = yield { method: 'GET', url: documentAt(asked), headers: { accept: brief, ...login }, mostBytes };
  const versions = objectOf(documentOf(outcome)?.versions);
  const { tarball, integrity, shasum } = objectOf(objectOf(versions[plainly(asked.version)]).dist);
  const told = stringOf(tarball);
  if (told === undefined || !URL.canParse(told)) return unknown(asked, outcome, manual);
  const url = asSafe(told, asked.registry.url);
  const headers = forSameOrigin(login, url, asked.registry.url);
  // A list of digests begins with the one that its client would take.
  const digest = stringOf(integrity)?.trim().split(/\s+/)[0] ?? stringOf(shasum);
  return yield* download({ asked, manual, url, headers, digest, size: artifact.size });
}

/** Documents say http for what is there by https as well: as npm, nobody leaves what is safe for that. */
function asSafe(told: string, registry: string): string {
  const [file, at] = [new URL(told), new URL(registry)];
  return at.protocol === 'https:' && file.hostname === at.hostname ? told.replace(/^http:/, 'https:') : told;
}
