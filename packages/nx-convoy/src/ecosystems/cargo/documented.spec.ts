import { documented } from './documented.ts';
import type { Unit } from '../../model/unit.ts';
import { ok } from '../../model/problem.ts';

const unit = { id: 'cargo:rope', name: 'rope', root: '.', manifest: 'Cargo.toml' } as Unit;
const repo = (files: Readonly<Record<string, string>>) => ({
  files: Object.keys(files),
  text: (file: string) => (files[file] === undefined ? undefined : ok(files[file])),
});
const library = repo({ 'Cargo.toml': '[package]\nname = "rope"\n', 'src/lib.rs': '' });
const at = (url: string) => ({ registry: { protocol: 'crates' as const, url }, name: 'rope', version: '1.0.0' });
const crates = at('https://index.crates.io');

it.each([
  ['no builds yet', 200, '[]', 'pending'],
  ['not known yet', 404, '', 'pending'],
  ['no JSON', 200, '<html>', 'pending'],
  ['one that goes on', 200, '[{"build_status":"in_progress"}]', 'pending'],
  ['built', 200, '[{"build_status":true},{"build_status":false}]', 'there'],
  ['failed, the newest counts', 200, '[{"build_status":false},{"build_status":true}]', 'failed'],
])('docs.rs: %s', (_, status, text, expected) => {
  const [page] = documented({ unit, released: crates, repo: library });
  expect(page?.state({ is: 'answer', status, headers: {}, text, isCut: false })).toBe(expected);
});

it('asks docs.rs for libraries of crates.io alone', () => {
  const program = repo({ 'Cargo.toml': '[package]\nname = "rope"\n', 'src/main.rs': '' });
  expect(documented({ unit, released: crates, repo: program })).toEqual([]);
  expect(documented({ unit, released: at('https://crates.example.com'), repo: library })).toEqual([]);
  expect(documented({ unit, released: crates, repo: library }).map(({ ask }) => ask)).toEqual([
    'https://docs.rs/crate/rope/1.0.0/builds.json',
  ]);
});
