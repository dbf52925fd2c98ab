import semver from 'semver';
import type { HttpOutcome } from '../../model/http.ts';
import type { Released } from '../../model/registry.ts';
import { objectIn } from '../../text/json/lenient.ts';
import type { JsonObject } from '../../text/json/narrow.ts';
import { below } from '../reading.ts';

/** The short document of a package, and the whole one where there is none. */
export const brief = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

/** The slash of a scoped name is part of the name, not of the path. */
export const documentAt = ({ registry, name }: Released): string => below(registry.url, name.replace('/', '%2f'));

/** npm drops build metadata: 1.0.0+a and 1.0.0 are one version. */
export const plainly = (version: string): string => semver.parse(version)?.version ?? version;

export const byHand = ({ registry, name, version }: Released): string =>
  `npm view ${name}@${version} --registry ${registry.url}`;

export const documentOf = (outcome: HttpOutcome): JsonObject | undefined =>
  outcome.is === 'silence' || outcome.isCut || outcome.status !== 200 ? undefined : objectIn(outcome.text);
