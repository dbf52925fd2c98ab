import type { Credential } from '../../model/credential.ts';
import type { Artifact } from '../../model/delivery.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Held, Released } from '../../model/registry.ts';
import { download } from '../download.ts';
import { basic, forSameOrigin } from '../login.ts';
import { below, unknown } from '../reading.ts';
import { isVersion } from './index-file.ts';
import { askIndex, byHand, userOfTokens } from './presence.ts';

/** The archive that the index names for a version. */
export function* held(asked: Released, { size }: Artifact, by?: Credential): Dialogue<Held> {
  const { registry, name, version } = asked;
  const { index, outcome } = yield* askIndex(asked, by);
  const listed = index?.of(name).find((one) => isVersion(one, version));
  const target = listed?.urls[0];
  const base = below(registry.url, '');
  const manual = byHand(asked);
  if (target === undefined || !URL.canParse(target, base)) return unknown(asked, outcome, manual);
  const url = new URL(target, base).href;
  const headers = forSameOrigin(basic(by, userOfTokens), url, registry.url);
  return yield* download({ asked, manual, url, headers, digest: listed?.digest, size });
}
