import type { Made, Opened } from '../../model/packaging.ts';
import type { Unit } from '../../model/unit.ts';
import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import { inspectCrate } from './inspect.ts';

const unit: Unit = {
  id: 'cargo:tug',
  key: 'Cargo.toml',
  name: 'tug',
  root: '.',
  manifest: 'Cargo.toml',
  ecosystem: 'cargo',
  project: 'tug',
  private: false,
  registries: [],
};
const good = 'name = "tug"\nversion = "1.0.0"\n';

function made(table: string, files: Readonly<Record<string, number>> = {}, original = table): Made {
  const encoded = (text: string): Uint8Array => new TextEncoder().encode(`[package]\n${text}`);
  const texts = new Map([
    ['tug-1.0.0/Cargo.toml', encoded(table)],
    ['tug-1.0.0/Cargo.toml.orig', encoded(original)],
  ]);
  const entries = Object.entries({ 'Cargo.toml': 1, 'src/lib.rs': 0, ...files });
  const file: Opened = {
    ...{ name: 'tug-1.0.0.crate', size: 1000, sha256: '', sha512: '' },
    entries: entries.map(([path, bytes]) => ({ path: `tug-1.0.0/${path}`, size: bytes, kind: 'file' })),
    bytes: (path) => texts.get(path),
  };
  return { unit, version: '1.0.0', files: [file], repo: repoOf({}) };
}

it.each<[string, Made, readonly string[]]>([
  ['a good crate', made(good), []],
  ['a readme that came along', made(`${good}readme = "README.md"`, { 'README.md': 1 }), []],
  ['a readme that did not', made(`${good}readme = "README.md"`), ['CRATE_FILE_MISSING']],
  ['a license that did not', made(`${good}license-file = "COPYING"`), ['CRATE_FILE_MISSING']],
  ['no readme on purpose', made(`${good}readme = false`), []],
  ['what is included is there', made(`${good}include = ["/src", "Cargo.toml", "*.rs", "!x"]`), []],
  ['an include of nothing', made(`${good}include = ["/proto/**"]`), ['CRATE_INCLUDE_EMPTY']],
  ['an include for all members', made(`${good}include = ["/proto/**"]`, {}, `${good}include.workspace = true`), []],
  ['another version', made('name = "tug"\nversion = "0.9.0"\n'), ['PACKAGE_OTHER']],
])('%s', (_, crate, codes) => expect(inspectCrate(crate).map(({ code }) => code)).toEqual(codes));
