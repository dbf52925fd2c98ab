import type { Unit } from '../model/unit.ts';
import { attribution } from './attribution.ts';

const unit = (root: string, manifest = 'Cargo.toml', consumes?: readonly string[]): Unit => ({
  id: `x:${root}/${manifest}`,
  key: root + manifest,
  name: root,
  root,
  manifest: root === '.' ? manifest : `${root}/${manifest}`,
  ecosystem: 'cargo',
  project: root,
  private: false,
  registries: [],
  ...(consumes === undefined ? {} : { consumes }),
});

const units = [
  unit('.'),
  unit('crates/a'),
  unit('crates/a/nested'),
  unit('crates/a', 'pyproject.toml'),
  unit('image', 'Dockerfile', ['assets', 'crates/b.sh']),
];

const parse = (text: string): { status: 'added' | 'changed' | 'deleted'; path: string } => {
  const [letter, path = ''] = text.split(' ');
  return { status: letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'changed', path };
};
const commit = (...changes: readonly string[]) => ({
  id: '',
  author: '',
  email: '',
  message: '',
  changes: changes.map(parse),
});

it.each([
  ['the deepest folder wins', ['M crates/a/nested/src/lib.rs'], [2]],
  ['all units of a folder are touched', ['M crates/a/src/lib.rs'], [1, 3]],
  ['the rest belongs to the root', ['M README.md'], [0]],
  ['a folder of a like name is another', ['M crates/ab/x'], [0]],
  ['a copied folder reaches the image', ['M assets/logo/x.svg'], [0, 4]],
  ['a copied file reaches the image', ['M crates/b.sh'], [0, 4]],
  ['several files, each unit once', ['M crates/a/x', 'D crates/a/y', 'A crates/a/nested/z'], [1, 2, 3]],
  ['nothing touched, nobody', [], []],
])('%s', (_, changes, expected) => {
  expect(
    attribution(units)(commit(...changes))
      .slice()
      .sort(),
  ).toEqual(expected);
});

it.each([['assets/x'], ['assets/deep/x'], ['assets/deep']])('names who copies %s twice once', (path) => {
  const image = unit('image', 'Dockerfile', ['assets', 'assets', 'assets/deep', 'assets/deep/x']);
  expect(attribution([image])(commit(`M ${path}`))).toEqual([0]);
});

it('leaves out what is ignored', () => {
  const touched = attribution(units, (path) => path.endsWith('.md'));
  expect(touched(commit('M crates/a/README.md'))).toEqual([]);
  expect(touched(commit('M crates/a/README.md', 'M crates/a/x.rs'))).toEqual([1, 3]);
});

it('follows a folder to its former names', () => {
  const touched = attribution([unit('crates/new'), unit('other')]);
  expect(touched(commit('M old/src/lib.rs'))).toEqual([]);
  expect(
    touched(
      commit(
        'A crates/new/Cargo.toml',
        'A crates/new/src/lib.rs',
        'D old/Cargo.toml',
        'D old/src/lib.rs',
        'D gone/Cargo.toml',
      ),
    ),
  ).toEqual([0]);
  expect(touched(commit('M old/src/lib.rs'))).toEqual([0]);
  expect(touched(commit('A old/Cargo.toml', 'A old/src/lib.rs', 'D older/Cargo.toml', 'D older/src/lib.rs'))).toEqual([
    0,
  ]);
  expect(touched(commit('M older/src/lib.rs'))).toEqual([0]);
  expect(touched(commit('M gone/src/lib.rs'))).toEqual([]);
});
