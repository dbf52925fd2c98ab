import type { Credential } from '../../model/credential.ts';
import type { Artifact } from '../../model/delivery.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Held, Released } from '../../model/registry.ts';
import { basic, forSameOrigin } from '../login.ts';
import { below, mostBytes, unknown } from '../reading.ts';
import { uploadMs } from '../sent.ts';
import { isVersion } from './index-file.ts';
import { askIndex, byHand, userOfTokens } from './presence.ts';

/** The archive that the index names for a version. */
export function* held(asked: Released, { size }: Artifact, by?: Credential): Dialogue<Held> {
  const { registry, name, version } = asked;
  const { index, outcome } = yield* askIndex(asked, by);
  const target = index?.of(name).find((one) => isVersion(one, version))?.urls[0];
  const base = below(registry.url, '');
  if (target === undefined || !URL.canParse(target, base)) return unknown(asked, outcome, byHand(asked));
  const url = new URL(target, base).href;
  const answer = yield {
    method: 'GET',
    url,
    headers: forSameOrigin(basic(by, userOfTokens), url, registry.url),
    wants: 'bytes',
    mostBytes: Math.max(mostBytes, 2 * size),
    timeoutMs: uploadMs(size),
  };
  const isWhole = answer.is === 'answer' && answer.status === 200 && !answer.isCut && answer.bytes !== undefined;
  return isWhole ? { is: 'file', bytes: answer.bytes } : unknown(asked, answer, byHand(asked));
}
