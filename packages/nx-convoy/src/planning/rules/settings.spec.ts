import { noConfig, type Config, type VersionConfig } from '../../model/config.ts';
import { defaultRule } from './rule.ts';
import { ruleOf, typesOf } from './settings.ts';

const nx = (version: VersionConfig): Config => ({ ...noConfig, release: { version, raw: {} } });

it.each<[string, Config, Partial<typeof defaultRule>]>([
  ['nobody said', noConfig, {}],
  ['our own words', { ...noConfig, bump: { zero: 'mixed', patch: 'any' } }, { zero: 'mixed', patch: 'any' }],
  ["Nx's word for a shift", nx({ adjustSemverBumpsForZeroMajorVersion: true }), { zero: 'shift' }],
  ["Nx's word for none", nx({ adjustSemverBumpsForZeroMajorVersion: false }), { zero: 'plain' }],
  ["Nx's word for dependents", nx({ updateDependents: 'never' }), { dependents: 'own' }],
  ['ours before theirs', { ...nx({ updateDependents: 'never' }), bump: { dependents: 'follow' } }, {}],
])('%s', (_, config, expected) => expect(ruleOf(config)).toEqual({ ...defaultRule, ...expected }));

it('reads what types are worth', () => {
  const types = {
    docs: { semverBump: 'patch' as const },
    feat: false,
    chore: true,
    ci: { semverBump: 'none' as const },
  };
  expect(typesOf({ ...noConfig, release: { conventionalCommits: { types }, raw: {} } })).toEqual({
    docs: 'patch',
    feat: 'none',
    ci: 'none',
  });
});
