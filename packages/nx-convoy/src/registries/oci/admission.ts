import { Buffer } from 'node:buffer';
import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Admission, Released } from '../../model/registry.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { listOf, objectOf, stringOf, stringsOf } from '../../text/json/narrow.ts';
import { isNo, nobodyThere, notAdmitted } from '../admitting.ts';
import { below } from '../reading.ts';
import { visit } from './session.ts';

/** Asks for a token that may push, and looks what it is good for: nothing is begun there. */
export function* admission(asked: Released, by: Credential | undefined): Dialogue<Admission> {
  const { registry, name } = asked;
  const host = new URL(registry.url).host.replace(/^registry-1\.docker\.io$/, 'docker.io');
  const session = visit({ registry: registry.url, scopes: [`repository:${name}:pull,push`], by });
  const { outcome, shown } = yield* watched(session.ask({ method: 'GET', url: below(registry.url, 'v2/') }));
  if (by === undefined) {
    const isOpen = outcome.is === 'answer' && outcome.status === 200 && shown === undefined;
    return isOpen ? { is: 'allowed' } : nobodyThere(asked, `Run: docker login ${host}`);
  }
  if (isNo(outcome))
    return notAdmitted(asked, `it refuses the credential of ${by.from}`, `Log in anew: docker login ${host}`);
  const actions = granted(shown ?? '', name);
  if (actions === undefined) return { is: 'untold' };
  return actions.includes('push') || actions.includes('*')
    ? { is: 'allowed' }
    : notAdmitted(
        asked,
        `the credential of ${by.from} may not push to ${name}`,
        `Give it the right to write to ${name} at ${host}, or log in as somebody who has it: docker login ${host}`,
      );
}

/** What a dialogue comes to, and by what it was let in. */
function* watched(
  dialogue: Dialogue<HttpOutcome>,
): Dialogue<{ readonly outcome: HttpOutcome; readonly shown: string | undefined }> {
  let shown: string | undefined;
  let turn = dialogue.next();
  while (turn.done !== true) {
    shown = turn.value.headers?.authorization;
    turn = dialogue.next(yield turn.value);
  }
  return { outcome: turn.value, shown };
}

/** Many registries write into a token what it is good for (the distribution's token specification); undefined where it is none of these. */
function granted(authorization: string, name: string): readonly string[] | undefined {
  const [, claims] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  if (claims === undefined) return undefined;
  const { access } = fieldsIn(Buffer.from(claims, 'base64url'));
  if (!Array.isArray(access)) return undefined;
  return listOf(access)
    .map(objectOf)
    .filter((one) => stringOf(one.type) === 'repository' && stringOf(one.name) === name)
    .flatMap(({ actions }) => stringsOf(actions));
}
