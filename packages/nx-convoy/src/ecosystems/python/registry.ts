import type { RegistryRules } from '../../model/ecosystem.ts';
import { normalise } from './names.ts';
import { isStandard } from './standard.ts';

/** What PyPI refuses, though a wheel can be built. */
export const registry: RegistryRules = {
  usual: 'PyPI',
  names: [
    {
      holds: /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i,
      says: 'a name has letters, digits, ., - and _, and begins and ends with a letter or digit',
    },
    { holds: /^(?!r?requirements[-_.]*txt$)/i, says: 'the name would be taken for a file of requirements' },
    {
      holds: { test: (name) => !isStandard(normalise(name)) },
      says: 'the name is that of a module of the standard library',
    },
  ],
  versions: [
    { holds: /^[^+]*$/, says: 'what stands behind a + is for a machine of your own (PEP 440, local versions)' },
  ],
};
