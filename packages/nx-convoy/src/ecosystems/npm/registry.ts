import type { RegistryRules } from '../../model/ecosystem.ts';

/** What the registry of npm refuses for new packages. */
export const registry: RegistryRules = {
  usual: 'npm',
  names: [
    {
      holds: /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/,
      says: 'a name is lower-case letters, digits, -, . and _, behind a scope if it has one, and begins with neither . nor _',
    },
    { holds: /^.{1,214}$/, says: 'a name has at most 214 letters' },
    { holds: /^(?!(?:node_modules|favicon\.ico)$)/, says: 'the name is kept for npm itself' },
  ],
};
