import type { Opened } from '../model/packaging.ts';
import type { Unit } from '../model/unit.ts';
import type { Manifest } from './manifest-schema.ts';
import { readManifest } from './read-manifest.ts';
import { differenceOf } from './since.ts';
import { sizes, type Bounds } from './sizes.ts';

const unit: Unit = {
  ...{ id: 'cargo:tug', ecosystem: 'cargo', project: 'tug', key: 'tug', name: 'tug', root: '.' },
  ...{ manifest: 'Cargo.toml', version: '1.1.0', private: false, registries: [] },
};
const file = (name: string, size: number, inside: readonly string[] = []): Opened => ({
  ...{ name, size, sha256: '', sha512: '', bytes: () => undefined },
  entries: inside.map((path, at) => ({ path, size: 10 * (at + 1), kind: 'file' })),
});
const before: Manifest = {
  ...{ schema: 1, unit: 'cargo:tug', ecosystem: 'cargo', name: 'tug', version: '1.0.0', tools: {} },
  source: { commit: 'abc', date: '' },
  identity: { by: 'bytes' },
  environment: { os: '', arch: '', variables: {} },
  files: [
    {
      ...{ name: 'tug-1.0.0.crate', size: 100, sha256: '', sha512: '' },
      contents: ['tug-1.0.0/a', 'tug-1.0.0/b'].map((path) => ({ path, size: 1, kind: 'file' as const })),
    },
  ],
};
const limits = [{ registry: 'crates.io', bytes: 1000, per: 'crate; raised on request', source: 'https://x' }];

it.each<[string, number, Omit<Bounds, 'unit'>, readonly string[]]>([
  ['nothing said, nothing known', 10 ** 9, { limits: [] }, []],
  ['as much as it takes', 1000, { limits }, []],
  ['more than the registry takes', 1001, { limits }, ['error PACKAGE_OVER_LIMIT']],
  ['a limit that was raised', 1001, { limits, size: { max: 2000 } }, []],
  ['and is met', 2001, { limits, size: { max: 2000 } }, ['error PACKAGE_TOO_LARGE']],
  ['too little', 9, { limits, size: { min: 10 } }, ['error PACKAGE_TOO_SMALL']],
  ['just enough', 10, { limits, size: { min: 10 } }, []],
  ['growth that nobody asked for', 500, { limits, since: before }, []],
  ['growth as allowed', 150, { limits, since: before, size: { growth: 50 } }, []],
  ['growth beyond', 151, { limits, since: before, size: { growth: 50 } }, ['warning PACKAGE_GROWN']],
])('%s', (_, size, bounds, expected) =>
  expect(
    sizes([file('tug-1.1.0.crate', size)], { unit, ...bounds }).map(({ severity, code }) => `${severity} ${code}`),
  ).toEqual(expected),
);

it('names the largest of what is inside', () => {
  const [problem] = sizes([file('tug.crate', 2000, ['a', 'b', 'c', 'd'])], { unit, limits });
  expect(problem?.what).toContain('The largest files: d (40 B), c (30 B), b (20 B).');
  expect(problem?.fix).toContain('"units": { "cargo:tug": { "size": { "max": 2000 } } }');
});

it('tells what came in and what went, whatever the versions in names', () => {
  const made = [file('tug-1.1.0.crate', 300, ['tug-1.1.0/a', 'tug-1.1.0/c']), file('tug.sig', 5)];
  expect(differenceOf(before, '1.1.0', made)).toEqual({
    ...{ version: '1.0.0', commit: 'abc', size: { before: 100, after: 305 } },
    added: ['tug-{version}.crate/tug-{version}/c', 'tug.sig'],
    removed: ['tug-{version}.crate/tug-{version}/b'],
  });
});

it.each([
  ['a manifest', JSON.stringify(before), before],
  ['another file', '{"schema": 1}', undefined],
  ['no JSON', 'schema: 1', undefined],
])('%s is read', (_, text, expected) => expect(readManifest(text)).toEqual(expected));
