import type { Credential } from '../../model/credential.ts';
import type { Artifact } from '../../model/delivery.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Held, Released } from '../../model/registry.ts';
import { download } from '../download.ts';
import { basic, forSameOrigin } from '../login.ts';
import { unknown } from '../reading.ts';
import { pageOf, question } from './page.ts';
import { byHand } from './presence.ts';

/** The file that an index lists under the name of ours. */
export function* held(asked: Released, artifact: Artifact, by?: Credential): Dialogue<Held> {
  const manual = byHand(asked);
  const page = question(asked, by);
  const outcome = yield page;
  const listed = outcome.is === 'answer' && outcome.status === 200 && !outcome.isCut ? pageOf(outcome) : undefined;
  const found = listed?.files.find(({ file }) => file.name === artifact.name);
  if (found === undefined || !URL.canParse(found.url, page.url)) return unknown(asked, outcome, manual);
  const url = new URL(found.url, page.url).href;
  const headers = forSameOrigin(basic(by, '__token__'), url, asked.registry.url);
  return yield* download({ asked, manual, url, headers, digest: found.file.digest, size: artifact.size });
}
