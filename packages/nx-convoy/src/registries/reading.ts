import type { HttpOutcome } from '../model/http.ts';
import type { Problem } from '../model/problem.ts';
import type { Presence, Released } from '../model/registry.ts';

/** An answer of 32 MB is no page of one package any more. */
export const mostBytes = 32 * 1024 * 1024;

/** Paths of a registry are below its own, whether that ends with a slash or not. */
export const below = (url: string, path: string): string => `${url.replace(/\/+$/, '')}/${path}`;

/** What an outcome without a usable answer means: it is never "absent". */
export function unknown(
  asked: Released,
  outcome: HttpOutcome,
  manual: string,
): Extract<Presence, { readonly is: 'unknown' }> {
  if (outcome.is === 'silence') return { is: 'unknown', problem: silent(asked, outcome.why, manual) };
  if (outcome.status === 401 || outcome.status === 403) return { is: 'unknown', problem: closed(asked, manual) };
  const said = outcome.isCut
    ? 'more than can be read'
    : outcome.status === 200
      ? 'what cannot be read'
      : `with status ${outcome.status}`;
  return { is: 'unknown', problem: odd(asked, said, manual) };
}

const silent = ({ registry, name, version }: Released, why: string, manual: string): Problem => ({
  code: 'REGISTRY_SILENT',
  severity: 'warning',
  what: `${registry.url} could not be asked for ${name} ${version}: ${why}.`,
  fix: `Ask again when it can be reached, or by hand: ${manual}`,
});

const closed = ({ registry, name, version }: Released, manual: string): Problem => ({
  code: 'REGISTRY_CLOSED',
  severity: 'warning',
  what: `${registry.url} does not tell strangers of ${name}: whether ${version} is taken is not known.`,
  fix: `Ask with your own credentials: ${manual}`,
});

const odd = ({ registry, name, version }: Released, said: string, manual: string): Problem => ({
  code: 'REGISTRY_ODD',
  severity: 'warning',
  what: `${registry.url} answered ${said} when asked for ${name} ${version}.`,
  fix: `See that the address is right, or ask by hand: ${manual}`,
});
