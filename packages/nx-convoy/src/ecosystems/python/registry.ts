import type { RegistryRules } from '../../model/ecosystem.ts';

/** What PyPI refuses, though a wheel can be built. */
export const registry: RegistryRules = {
  usual: 'PyPI',
  names: [
    {
      holds: /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i,
      says: 'a name has letters, digits, ., - and _, and begins and ends with a letter or digit',
    },
    { holds: /^(?!r?requirements[-_.]txt$)/i, says: 'the name would be taken for a file of requirements' },
  ],
};
