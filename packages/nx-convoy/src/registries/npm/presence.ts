import semver from 'semver';
import type { Dialogue, HttpAnswer } from '../../model/http.ts';
import type { Presence, Released } from '../../model/registry.ts';
import { isObject, objectOf, stringOf } from '../../text/json/narrow.ts';
import { below, mostBytes, unknown } from '../reading.ts';

const brief = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
/** The whole document of some packages has many megabytes; then the days of its versions are not worth them. */
const mostOfWhole = 4 * 1024 * 1024;

/**
 * Asks for the short document of a package. It does not know versions that were unpublished, whose numbers never come back: for these the
 * whole one is asked, where the package is known and the version is not.
 */
export function* presence(asked: Released): Dialogue<Presence> {
  const { registry, name, version } = asked;
  const manual = `npm view ${name}@${version} --registry ${registry.url}`;
  // The slash of a scoped name is part of the name, not of the path.
  const url = below(registry.url, name.replace('/', '%2f'));
  const outcome = yield { method: 'GET', url, headers: { accept: brief }, mostBytes };
  if (outcome.is === 'silence') return unknown(asked, outcome, manual);
  if (outcome.status === 404) return { is: 'absent', name: 'unknown' };
  const packument = outcome.status === 200 ? documentOf(outcome) : undefined;
  if (packument === undefined) return unknown(asked, outcome, manual);
  const wanted = plainly(version);
  const versions = objectOf(packument.versions);
  if (Object.hasOwn(versions, wanted)) return present(objectOf(versions[wanted]));
  const whole = isObject(packument.time)
    ? packument
    : documentOf(yield { method: 'GET', url, headers: { accept: 'application/json' }, mostBytes: mostOfWhole });
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

/** npm drops build metadata: 1.0.0+a and 1.0.0 are one version. */
const plainly = (version: string): string => semver.parse(version)?.version ?? version;

function documentOf(outcome: HttpAnswer | { readonly is: 'silence' }): Readonly<Record<string, unknown>> | undefined {
  if (outcome.is === 'silence' || outcome.isCut || outcome.status !== 200) return undefined;
  try {
    const data = JSON.parse(outcome.text) as unknown;
    return isObject(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
