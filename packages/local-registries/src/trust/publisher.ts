import { at, plain, textOf } from '../reading.ts';
import type { Identity } from './claims.ts';
import { isRepository, isWorkflow } from './job.ts';

/** Which jobs may publish a package without a token of their own: what its owner told the registry. */
export interface TrustedPublisher {
  readonly registry: string;
  /** A name that has no package yet is a promise: the first upload makes it, where the public registry allows that. */
  readonly package: string;
  readonly repository: string;
  readonly workflow: string;
  /** Only jobs in this environment; any, where it is absent. */
  readonly environment?: string;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** As the public registries compare: names of repositories and environments in any case, the file's name exactly. */
export const isTrusted = (publisher: TrustedPublisher, { repository, workflow, environment }: Identity): boolean =>
  same(publisher.repository, repository) &&
  publisher.workflow === workflow &&
  (publisher.environment === undefined || same(publisher.environment, environment ?? ''));

export type ReadingPublishers =
  | { readonly ok: true; readonly publishers: readonly TrustedPublisher[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Publishers from JSON: one, or a list. Tells everything that is wrong with them. */
export function readPublishers(value: unknown, registries: readonly string[]): ReadingPublishers {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const problems = list.flatMap((one) => complaints(one, registries));
  return problems.length === 0
    ? { ok: true, publishers: list as readonly TrustedPublisher[] }
    : { ok: false, problems };
}

function complaints(value: unknown, registries: readonly string[]): readonly string[] {
  const given = plain(value);
  if (given === undefined) return ['a publisher is an object such as {"registry":"python","package":"name"}'];
  const wanted: Readonly<Record<string, (text: string) => boolean>> = {
    registry: (text) => registries.includes(text),
    package: (text) => text !== '',
    repository: isRepository,
    workflow: isWorkflow,
    'environment?': (text) => text !== '',
  };
  const expected: Readonly<Record<string, string>> = {
    registry: `one of ${registries.join(', ')}`,
    package: 'the name of a package',
    repository: 'owner/name',
    workflow: 'the name of a file such as release.yml',
    environment: 'the name of an environment',
  };
  const strange = Object.keys(given).filter((name) => expected[name] === undefined);
  return [
    ...Object.entries(wanted).flatMap(([name, fits]) => {
      const bare = name.replace('?', '');
      const text = at(given, bare);
      if (text === undefined) return name === bare ? [`"${bare}" is missing`] : [];
      return fits(textOf(text) ?? '') ? [] : [`"${bare}" is not ${expected[bare] ?? ''}`];
    }),
    ...strange.map((name) => `"${name}" is unknown`),
  ];
}
