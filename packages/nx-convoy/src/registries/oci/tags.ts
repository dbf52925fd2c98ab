import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpAnswer, HttpOutcome } from '../../model/http.ts';
import type { Released, Tags } from '../../model/registry.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { stringsOf } from '../../text/json/narrow.ts';
import { below, mostBytes, unknown } from '../reading.ts';
import { visit } from './session.ts';

/** As many as the public registries give at once. */
const page = 1000;
/** A hundred thousand tags, or a list that goes in circles. */
const mostPages = 100;

/** All tags of a repository, page by page: a part of the list would let an old release take `latest`. */
export function* listTags(asked: Released, by?: Credential): Dialogue<Tags> {
  const { registry, name } = asked;
  const session = visit({ registry: registry.url, scopes: [`repository:${name}:pull`], by });
  yield* session.logIn();
  const tags = new Set<string>();
  let url: string | undefined = below(registry.url, `v2/${name}/tags/list?n=${page}`);
  for (let count = 0; url !== undefined && count < mostPages; count += 1) {
    const outcome: HttpOutcome = yield* session.ask({ method: 'GET', url, mostBytes });
    // A repository that nothing was ever put into.
    if (outcome.is === 'answer' && outcome.status === 404 && tags.size === 0) return { is: 'listed', tags: [] };
    const found = tagsIn(outcome);
    if (found === undefined || outcome.is !== 'answer') return untold(asked, outcome);
    for (const tag of found) tags.add(tag);
    url = nextIn(outcome, url);
  }
  return url === undefined
    ? { is: 'listed', tags: [...tags] }
    : untold(asked, { is: 'silence', why: `its list of tags does not end after ${mostPages} pages` });
}

function tagsIn(outcome: HttpOutcome): readonly string[] | undefined {
  if (outcome.is === 'silence' || outcome.status !== 200 || outcome.isCut) return undefined;
  const { tags } = fieldsIn(outcome.text);
  // Some say null for none.
  return tags === null || Array.isArray(tags) ? stringsOf(tags) : undefined;
}

/** `Link: </v2/acme/ship/tags/list?n=1000&last=1.0>; rel="next"` (RFC 8288), at the very registry. */
function nextIn({ headers }: HttpAnswer, asked: string): string | undefined {
  const [, target] = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(headers.link ?? '') ?? [];
  if (target === undefined || !URL.canParse(target, asked)) return undefined;
  const next = new URL(target, asked);
  // A proxy may have another name for it: the path is what counts.
  return new URL(next.pathname + next.search, asked).href;
}

function untold(asked: Released, outcome: HttpOutcome): Tags {
  const { registry, name } = asked;
  return unknown(asked, outcome, `skopeo list-tags docker://${new URL(registry.url).host}/${name}`);
}
