import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import { noConfig } from '../../model/config.ts';
import { readStages } from '../../text/dockerfile/stages.ts';
import { collect } from './collect.ts';
import { ignoredBy } from './dockerignore.ts';
import { docker } from './index.ts';
import { installsIn } from './installs.ts';
import { wordsIn } from './mentions.ts';
import { matches, treeOf } from './tree.ts';

const words = (command: string): string =>
  wordsIn(command.split(' '))
    .map((word) =>
      'program' in word
        ? `program ${word.program}`
        : 'inImage' in word
          ? `at ${word.inImage}`
          : `${word.ecosystem} ${word.name}`,
    )
    .join(', ');

describe('words that say which unit is meant', () => {
  it.each([
    ['cargo build --release -p api', 'cargo api'],
    ['cargo +nightly build --package=api --bin apid', 'cargo api, program apid'],
    ['RUSTFLAGS=-g cargo chef cook --package api@1.2.0', 'cargo api'],
    ['cargo install --path crates/api', 'at crates/api'],
    ['cargo build --manifest-path crates/api/Cargo.toml', 'at crates/api'],
    ['/usr/bin/cargo build --manifest-path=Cargo.toml', 'at .'],
    ['pip install --no-cache-dir . ./libs/a[x] -e ../b requests', 'at ., at ./libs/a, at ../b'],
    ['python3 -m pip install /src/lib', 'at /src/lib'],
    ['pip install -r ./requirements.txt', ''],
    ['uv sync --frozen --package acme-api', 'python acme-api'],
    ['uv pip install --system ./x', 'at ./x'],
    ['maturin build -m py/Cargo.toml', 'at py'],
    ['npm run build -w @acme/web', 'npm @acme/web'],
    ['pnpm --filter @acme/web... build', 'npm @acme/web'],
    ['pnpm --filter=./apps/web build', 'at ./apps/web'],
    ['yarn workspace @acme/web build', 'npm @acme/web'],
    ['npx turbo prune @acme/web --docker', 'npm @acme/web'],
    ['turbo run build --filter=web', 'npm web'],
    ['nx run api:build', 'npm api'],
    ['sudo npx nx build api', 'npm api'],
    ['cp target/x86_64-unknown-linux-musl/release/api /bin/', 'program api'],
    ['strip /build/target/release/api', 'program api'],
    ['mv out/release/deps x', ''],
    ['cargo build -p \0', ''],
    ['echo cargo build -p x', ''],
  ])('%j', (command, expected) => expect(words(command)).toBe(expected));
});

describe('what a command installs by name', () => {
  it.each([
    ['pip install acme', 'python acme'],
    ['pip install acme[x]==1.2 other>=1,<2', 'python acme ==1.2, python other >=1,<2'],
    ['pip install acme==\0', 'python acme'],
    ['pip install -c c.txt --index-url https://x.org acme', 'python acme'],
    ['pip install ./acme -r r.txt git+https://x.org/acme acme.whl', ''],
    ['python -m pip install acme', 'python acme'],
    ['python -m build install acme', ''],
    ['uv tool install acme==1', 'python acme ==1'],
    ['uv sync install', ''],
    ['pipx install acme', 'python acme'],
    ['cargo install --locked acme@1.2.0', 'cargo acme =1.2.0'],
    ['cargo install acme --version ^1 --features x', 'cargo acme ^1'],
    ['cargo install --path .', ''],
    ['cargo install --git https://x.org acme', ''],
    ['npm install -g @acme/cli@^2 other', 'npm @acme/cli ^2, npm other'],
    ['npm i --global acme', 'npm acme'],
    ['npm install acme', ''],
    ['yarn global add acme', 'npm acme'],
  ])('%j', (command, expected) => {
    const shown = installsIn(command.split(' ')).map(({ ecosystem, name, range = '' }) =>
      `${ecosystem} ${name} ${range}`.trim(),
    );
    expect(shown.join(', ')).toBe(expected);
  });
});

describe('files and stages', () => {
  const taken = (text: string, target?: string, args: Readonly<Record<string, string>> = {}): string => {
    const { copies, images } = collect(readStages(text), args, target);
    return [
      ...copies.map(({ source }) => source),
      ...images.map(({ reference, isFinal }) => `${reference}${isFinal ? '' : ' (build)'}`),
    ].join(' ');
  };
  it.each([
    ['a stage that nothing takes from', 'FROM a\nCOPY x /\nFROM b\nCOPY y /', undefined, 'y b'],
    ['a target', 'FROM a AS one\nCOPY x /\nFROM b AS two\nCOPY y /', 'ONE', 'x a'],
    ['a target by number', 'FROM a\nCOPY x /\nFROM b\nCOPY y /', '0', 'x a'],
    ['an unknown target', 'FROM a\nCOPY x /\nFROM b\nCOPY y /', 'none', 'y b'],
    ['stages on stages', 'FROM a AS one\nCOPY x /\nFROM one AS two\nFROM two\nCOPY y /', undefined, 'x y a'],
    ['a stage copied from', 'FROM a AS one\nCOPY x /\nFROM b\nCOPY --from=one /x /', undefined, 'x a (build) b'],
    [
      'a stage mounted from',
      'FROM a AS one\nCOPY x /\nFROM b\nRUN --mount=type=bind,from=one,target=/x y',
      undefined,
      'x a (build) b',
    ],
    [
      'a mount of the context',
      'FROM a\nRUN --mount=type=bind,source=lib,target=/x --mount=type=cache,target=/c y',
      undefined,
      'lib a',
    ],
    ['scratch', 'FROM scratch\nCOPY x /', undefined, 'x'],
    ['URLs and repositories', 'FROM a\nADD https://x.org/y git@x.org:y z /d/', undefined, 'z a'],
    ['out of the context', 'FROM a\nCOPY ../x ./y/../z /w /d/', undefined, 'x z w a'],
    ['a stage is no image of that name', 'FROM a AS python\nFROM python', undefined, 'a'],
    ['nor is one that comes later', 'FROM python\nFROM a AS python', undefined, 'a'],
    ['an argument', 'ARG B=one\nFROM a AS one\nCOPY x /\nFROM a AS two\nCOPY y /\nFROM $B', undefined, 'x a'],
  ])('%s', (_, text, target, expected) => expect(taken(text, target)).toBe(expected));

  it('takes arguments of the build before defaults, and only where they are declared', () => {
    const text = 'FROM a\nCOPY $X /\nARG X=one\nCOPY $X /\nARG Y\nCOPY ${Y:-none} /';
    expect(taken(text)).toBe('one none a');
    expect(taken(text, undefined, { X: 'two', Y: 'three' })).toBe('two three a');
  });
});

describe('.dockerignore', () => {
  const files = ['a/src/x', 'a/Cargo.toml', 'b/src/y', 'b/Cargo.toml', 'deep/c/z', 'D(1)/x', 'Dockerfile'];
  const left = (ignore: string): string => {
    const repo = repoOf({ ...Object.fromEntries(files.map((file) => [file, ''])), '.dockerignore': ignore });
    return ignoredBy(repo, treeOf(repo.files))('.', 'Dockerfile').join(' ');
  };
  it.each([
    ['# c\n\nb\n', 'b b/**'],
    ['/b/\n./a', 'b b/** a a/**'],
    ['**/c', '**/c **/c/**'],
    ['*\n!a\n', 'D\\(1\\) D\\(1\\)/** b b/** deep deep/**'],
    ['*\n!a/src\nb', 'D\\(1\\) D\\(1\\)/** b b/** deep deep/**'],
    ['a\n!a/Cargo.toml\n', 'a/src a/src/**'],
    ['!a\n*', 'D\\(1\\) D\\(1\\)/** a a/** b b/** deep deep/**'],
    ['D(1)', 'D\\(1\\) D\\(1\\)/**'],
  ])('%j', (ignore, expected) => expect(left(ignore)).toBe(expected));
});

it.each([
  ['*.toml', 'a.toml b.toml'],
  ['lib/*', 'lib'],
  ['lib/**', 'lib'],
  ['*/x*.py', 'lib/x1.py other/x2.py'],
  ['l?b/x1.py', 'lib/x1.py'],
  ['none*', ''],
])('matches %s', (source, expected) => {
  const tree = treeOf(['a.toml', 'b.toml', 'lib/sub/z', 'lib/x1.py', 'other/x2.py'].sort());
  expect(matches(tree, '.', source).join(' ')).toBe(expected);
});

it.each([
  ['1.2.3', '1.2.3', true],
  ['^1', '1.2.3', undefined],
])('admits %s %s', (range, version, expected) => expect(docker.admits(range, version)).toBe(expected));

it('reads a file that cannot be read as a problem, and the others all the same', () => {
  const repo = repoOf({ 'a/Dockerfile': 'FROM x', 'b/Dockerfile': 'FROM y' });
  const problem = { code: 'FILE_UNREADABLE', severity: 'error', what: 'No.', fix: 'Mend it.' } as const;
  const text: typeof repo.text = (path) =>
    path === 'a/Dockerfile' ? { ok: false, problems: [problem] } : repo.text(path);
  const { units, problems } = docker.survey({ ...repo, text }, noConfig);
  expect([units.map(({ name }) => name), problems]).toEqual([['b'], [problem]]);
});
