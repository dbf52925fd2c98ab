import type { Parcel } from '../../model/registry.ts';
import type { Reading } from '../sent.ts';

/** What registries of npm say in words of their own. */
export const meaningOf =
  ({ artifact, released }: Parcel): Reading =>
  ({ status, headers, text }, words) => {
    const said = `${words}\n${text}`.toLowerCase();
    const has = (...parts: readonly string[]): boolean => parts.some((part) => said.includes(part));
    if (isRefusal.has(status) && has(...taken)) return { how: 'exists' };
    // Two changes of one package at the same time: nobody knows which of them is kept.
    if (status === 409) return { how: 'unknown' };
    const asks = (headers['www-authenticate'] ?? '').toLowerCase().split(/,\s*/);
    if (status === 401 && (asks.includes('otp') || has('one-time pass'))) return oneTime;
    if (status === 401 && asks.includes('ipaddress'))
      return {
        ...forbidden,
        fix: 'The account lets only some addresses of the internet in: publish from one of them, or add this one there.',
      };
    if (status === 402)
      return {
        ...forbidden,
        fix: `A package with a scope is private unless it says otherwise. In its package.json: "publishConfig": { "access": "public" }; or pay for private ones.`,
      };
    if (status === 403 && has('two-factor', '2fa')) return oneTime;
    if (status === 404)
      return {
        ...forbidden,
        fix: `Who may not publish ${released.name} is told that it is not there: see that its scope exists, that the token may write to it, and that the address is right.`,
      };
    if (has('24 hours'))
      return {
        how: 'refused',
        code: 'VERSION_DELETED',
        fix: `All of it was unpublished, and comes back a day later: wait, then npx nx-convoy publish --units=${artifact.unit}`,
      };
    return undefined;
  };

const forbidden = { how: 'refused', code: 'UPLOAD_FORBIDDEN' } as const;

const oneTime = {
  how: 'refused',
  code: 'UPLOAD_NEEDS_OTP',
  fix: 'Nobody is here to type a password of one time: publish with a granular token that may bypass two factors, or let the registry trust the CI job (trusted publishing).',
} as const;

const isRefusal = new Set([400, 403, 409, 422]);

/** npm; Verdaccio; GitHub; GitLab; Nexus, of two databases; Artifactory. */
const taken = [
  'previously published version',
  'already present',
  'cannot publish over',
  'already exist',
  'updating asset',
  'cannot be updated',
  'overwrite artifact',
];
