import type { RegistryRules } from '../../model/ecosystem.ts';

/** What helm packages, and what a registry of OCI artifacts takes: charts go to both. */
export const registry: RegistryRules = {
  names: [
    {
      holds: /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/,
      says: 'a name is lower-case letters and digits, joined by -, . or _',
    },
    { holds: /^.{1,250}$/, says: 'a name has at most 250 letters' },
  ],
};
