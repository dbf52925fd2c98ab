import type { Unit } from '../../model/unit.ts';
import { loweredVersions } from './lowered.ts';

const unit = (version: string | undefined): Unit => ({
  id: 'cargo:a',
  key: 'a',
  name: 'a',
  root: 'a',
  manifest: 'a/Cargo.toml',
  ecosystem: 'cargo',
  project: 'a',
  private: false,
  registries: [],
  ...(version === undefined ? {} : { version }),
});

it.each([
  ['a manifest that counts on is said', '1.5.0-dev.0', 'patch', '1.4.1', 1],
  ['one that stands lower is not', '1.4.0', 'patch', '1.4.1', 0],
  ['nor one at the version', '1.4.1', 'patch', '1.4.1', 0],
  ['nor what a person asks for', '1.5.0', 'requested', '1.4.1', 0],
  ['nor a version that is none', 'computed', 'patch', '1.4.1', 0],
  ['nor a candidate of what is stated', '1.0.0', 'first', '1.0.0-rc.1', 0],
  ['nor an absent one', undefined, 'patch', '1.4.1', 0],
  ['a Python spelling is read', '2.0.0rc1', 'patch', '1.4.1', 1],
])('%s', (_, version, bump, to, count) => {
  expect(loweredVersions([{ bump, to, units: [unit(version)] }])).toHaveLength(count);
});
