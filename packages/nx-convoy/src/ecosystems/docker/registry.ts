import type { RegistryRules } from '../../model/ecosystem.ts';

/** The distribution specification's grammar of names. */
export const registry: RegistryRules = {
  names: [
    {
      holds: /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/,
      says: 'each part of a name is lower-case letters and digits, joined by ., _, __ or -',
    },
    { holds: /^.{1,255}$/s, says: 'a name has at most 255 letters' },
  ],
};
