import type { RegistryRules, Rule } from '../../model/ecosystem.ts';

const imageNames: readonly Rule[] = [
  {
    holds: /^[a-z0-9]+(?:(?:\.|_|__|-+|\/)[a-z0-9]+)*$/,
    says: 'registries of images take small letters and digits, joined by ., _, __ or -',
  },
];

/** What helm packages, and what a registry of OCI artifacts takes: charts go to both. */
export const registry: RegistryRules = {
  names: [
    {
      holds: /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/,
      says: 'a name is lower-case letters and digits, joined by -, . or _',
    },
    { holds: /^.{1,250}$/, says: 'a name has at most 250 letters' },
  ],
  namesAt: ({ protocol }) => (protocol === 'oci' ? imageNames : []),
  // helm writes the version into the tag, with _ for +.
  versions: [{ holds: /^.{1,128}$/, says: 'a version has at most 128 letters, for it becomes a tag' }],
};
