import type { RegistryRules, Rule } from '../../model/ecosystem.ts';
import { hub } from '../image-registry.ts';

const hubNames: readonly Rule[] = [
  { holds: /^[^/]+\/[^/]+$/, says: 'a name is that of an account and one of a repository: acme/ship' },
  { holds: /^[^/]+\/[^/]{2,}$/, says: 'a repository has at least 2 letters' },
];

/** The distribution specification's grammar of names, and of tags. */
export const registry: RegistryRules = {
  names: [
    {
      holds: /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/,
      says: 'each part of a name is lower-case letters and digits, joined by ., _, __ or -',
    },
    { holds: /^.{1,255}$/s, says: 'a name has at most 255 letters' },
    // The hexadecimal digits of a digest are read as one.
    { holds: /^(?![0-9a-f]{64}$)/, says: '64 hexadecimal digits are read as the id of an image' },
  ],
  namesAt: ({ url }) => (url === hub ? hubNames : []),
  versions: [{ holds: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, says: 'a tag has up to 128 letters, digits, _, . and -' }],
};
