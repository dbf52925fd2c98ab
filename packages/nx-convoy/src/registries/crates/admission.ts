import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import type { Admission, Released } from '../../model/registry.ts';
import { objectIn } from '../../text/json/lenient.ts';
import { stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { isNo, nobodyThere, notAdmitted } from '../admitting.ts';
import { below } from '../reading.ts';

/**
 * crates.io answers nobody's question about a token: only how one looks can be told. Other registries refuse a wrong one wherever it is
 * shown, be it where they let strangers in as well.
 */
export function* admission(asked: Released, by: Credential | undefined): Dialogue<Admission> {
  const { registry, name } = asked;
  const isPublic = new URL(registry.url).host === 'index.crates.io';
  if (by === undefined)
    return nobodyThere(
      asked,
      isPublic ? 'Set CARGO_REGISTRY_TOKEN, or run: cargo login' : 'Run: cargo login --registry <name>',
    );
  const authorization = (by.is === 'token' ? by.token : by.password).reveal();
  if (isPublic)
    return isOfCratesIo.test(authorization)
      ? { is: 'untold' }
      : notAdmitted(
          asked,
          `${by.from} holds no token of crates.io, which begin with cio`,
          'Make one at https://crates.io/settings/tokens',
        );
  const url = below(registry.url, 'config.json');
  const open = yield { method: 'GET', url };
  const config = isNo(open) ? yield { method: 'GET', url, headers: { authorization } } : open;
  const wrong = `Make a new token at ${registry.url}, and put it where the old one is: ${by.from}.`;
  if (isNo(config)) return notAdmitted(asked, `its index refuses the token of ${by.from}`, wrong);
  const settings = settingsIn(config);
  if (settings === undefined) return { is: 'untold' };
  const api = stringOf(settings.api);
  if (api === undefined)
    return notAdmitted(
      asked,
      'its index names no place to upload to',
      'Name another registry in the unit\'s "registries".',
    );
  const owners = yield {
    method: 'GET',
    url: below(api, `api/v1/crates/${encodeURIComponent(name)}/owners`),
    headers: { authorization },
  };
  return isNo(owners) ? notAdmitted(asked, `it refuses the token of ${by.from}`, wrong) : { is: 'untold' };
}

/** Tokens from before 2020 have no such beginning, and are no use any more. */
const isOfCratesIo = /^cio\w+$/;

const settingsIn = (outcome: HttpOutcome): JsonObject | undefined =>
  outcome.is === 'silence' || outcome.status !== 200 ? undefined : objectIn(outcome.text);
