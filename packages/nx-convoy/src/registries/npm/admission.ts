import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Admission, Released } from '../../model/registry.ts';
import { objectIn } from '../../text/json/lenient.ts';
import { stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { isNo, nobodyThere, notAdmitted } from '../admitting.ts';
import { bearer } from '../login.ts';
import { below } from '../reading.ts';

/** Who we are there, and whether who we are may write to a package that is there already. */
export function* admission(asked: Released, by: Credential | undefined): Dialogue<Admission> {
  const { registry, name } = asked;
  const login = `npm login --registry=${registry.url}`;
  if (by === undefined) return nobodyThere(asked, `Run: ${login}`);
  const headers = bearer(by);
  const who = yield { method: 'GET', url: below(registry.url, '-/whoami'), headers };
  if (isNo(who))
    return notAdmitted(asked, `it refuses the credential of ${by.from}`, `Make a new token, or run: ${login}`);
  const user = stringOf(readable(who)?.username) ?? '';
  if (user === '') return { is: 'untold' };
  const people = yield {
    method: 'GET',
    url: below(registry.url, `-/package/${name.replace('/', '%2f')}/collaborators`),
    headers,
  };
  const rights = readable(people);
  // Not every registry tells, and a new name has nobody yet.
  if (rights === undefined) return { is: 'untold' };
  const right = stringOf(rights[user]);
  // The owners of a scope write to what is in it without being named there.
  if (right === undefined) return { is: 'untold' };
  return right.includes('write')
    ? { is: 'allowed' }
    : notAdmitted(
        asked,
        `${user} may only read it`,
        `Ask an owner: npm owner add ${user} ${name} --registry=${registry.url}`,
      );
}

const readable = (outcome: HttpOutcome): JsonObject | undefined =>
  outcome.is === 'silence' || outcome.status !== 200 ? undefined : objectIn(outcome.text);
