import type { Credential } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { isObject, objectOf, stringOf } from '../../text/json/narrow.ts';
import { bearer } from '../login.ts';
import { mostBytes, unknown } from '../reading.ts';
import { brief, byHand, documentAt, documentOf, plainly } from './packument.ts';

/** The whole document of some packages has many megabytes; then the days of its versions are not worth them. */
const mostOfWhole = 4 * 1024 * 1024;

/**
 * Asks for the short document of a package. It does not know versions that were unpublished, whose numbers never come back: for these the
 * whole one is asked, where the package is known and the version is not.
 */
export function* presence(asked: Released, by?: Credential): Dialogue<Presence> {
  const { version } = asked;
  const url = documentAt(asked);
  const login = bearer(by);
  const outcome = yield { method: 'GET', url, headers: { accept: brief, ...login }, mostBytes };
  if (outcome.is === 'silence') return unknown(asked, outcome, byHand(asked));
  if (outcome.status === 404) return { is: 'absent', name: 'unknown' };
  const packument = documentOf(outcome);
  if (packument === undefined) return unknown(asked, outcome, byHand(asked));
  const wanted = plainly(version);
  const versions = objectOf(packument.versions);
  if (Object.hasOwn(versions, wanted)) return present(objectOf(versions[wanted]));
  const headers = { accept: 'application/json', ...login };
  const whole = isObject(packument.time)
    ? packument
    : documentOf(yield { method: 'GET', url, headers, mostBytes: mostOfWhole });
  const times = objectOf(whole?.time);
  const gone = objectOf(times.unpublished).versions;
  if (Object.hasOwn(times, wanted) || (Array.isArray(gone) && gone.includes(wanted)))
    return { is: 'present', isDeleted: true };
  return { is: 'absent', name: 'known' };
}

function present({ dist }: Readonly<Record<string, unknown>>): Presence {
  const { integrity, shasum } = objectOf(dist);
  const digest = stringOf(integrity) ?? stringOf(shasum);
  return { is: 'present', ...(digest === undefined ? {} : { digest }) };
}
