import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convoy } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';

const readme = `# acme

[![docs](https://docs.rs/acme-core/1.2.0/badge.svg)](https://docs.rs/acme-core/1.2.0)

\`\`\`toml
[dependencies]
acme-core = "1.2"
serde = "1.2"
\`\`\`

Or \`cargo add acme-core@1.2.0\`; for Python \`pip install acme-py==0.4.0\`.

Download https://github.com/acme/acme/releases/download/acme-core-v1.2.0/acme-1.2.0-linux.tar.gz.

<!-- convoy:begin unit=cargo:acme-core -->
The current version is 1.2.0.
<!-- convoy:end -->

## What's new in 1.2.0

\`cargo add acme-core@1.2.0\`
`;

const files = {
  'convoy.json': JSON.stringify({
    convoy: { references: [{ files: ['deploy/*.sh'], find: 'CORE={version}', expect: 1, unit: 'cargo:acme-core' }] },
  }),
  'README.md': readme,
  'deploy/install.sh': 'CORE=1.2.0\nOTHER=1.2.0\n',
  'docs/guide.md': '`cargo install acme-core --version 1.2.0`\n',
  'docs/other.md': 'Nothing of it.\n',
  'core/Cargo.toml': '[package]\nname = "acme-core"\nversion = "1.2.0"\nrepository = "https://github.com/acme/acme"\n',
  'core/CHANGELOG.md': '# Changelog\n\n## 1.2.0 - 2026-01-01\n\n- `cargo add acme-core@1.2.0`\n',
  'core/src/lib.rs': '',
  'py/pyproject.toml': '[project]\nname = "acme-py"\nversion = "0.4.0"\n',
};

/** A released workspace, and a feature of the crate after it. */
function released(more: Readonly<Record<string, string>> = {}): string {
  const folder = commitAll(write(tempFolder(), { ...files, ...more }));
  git(folder, 'tag', 'acme-core-v1.2.0');
  git(folder, 'tag', 'acme-py-v0.4.0');
  write(folder, { 'core/src/lib.rs': '// more\n' });
  git(folder, 'commit', '--quiet', '--all', '--message', 'feat: more');
  return folder;
}

const text = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

it('are in the plan, are written by apply, and are made again by verify-commit', () => {
  const folder = released();
  const plan = JSON.parse(convoy(folder, ['plan', '--format=json']).stdout) as {
    id: string;
    edits: { file: string; line: number; before: string; after: string; why: string }[];
  };
  expect(
    plan.edits
      .filter(({ file }) => file !== 'core/Cargo.toml')
      .map((edit) => `${edit.file}:${edit.line} ${edit.before} > ${edit.after}`),
  ).toEqual([
    'README.md:3 [![docs](https://docs.rs/acme-core/1.2.0/badge.svg)](https://docs.rs/acme-core/1.2.0) > [![docs](https://docs.rs/acme-core/1.3.0/badge.svg)](https://docs.rs/acme-core/1.3.0)',
    'README.md:7 1.2 > 1.3',
    'README.md:11 1.2.0 > 1.3.0',
    'README.md:13 acme-core-v1.2.0 > acme-core-v1.3.0',
    'README.md:13 acme-1.2.0-linux.tar.gz > acme-1.3.0-linux.tar.gz',
    'README.md:16 1.2.0 > 1.3.0',
    'deploy/install.sh:1 1.2.0 > 1.3.0',
    'docs/guide.md:1 1.2.0 > 1.3.0',
  ]);
  expect(JSON.parse(convoy(folder, ['plan', '--format=json']).stdout)).toMatchObject({ id: plan.id });
  expect(convoy(folder, ['apply', '--yes'])).toMatchObject({ code: 0 });
  const [before = '', after = ''] = readme.split("## What's new");
  expect(text(folder, 'README.md')).toBe(
    `${before.replaceAll('1.2.0', '1.3.0').replace('core = "1.2"', 'core = "1.3"')}## What's new${after}`,
  );
  expect(text(folder, 'deploy/install.sh')).toBe('CORE=1.3.0\nOTHER=1.2.0\n');
  expect(text(folder, 'core/CHANGELOG.md')).toContain('`cargo add acme-core@1.2.0`');
  expect(convoy(folder, ['verify-commit', 'HEAD'])).toMatchObject({ code: 0 });
  expect(convoy(folder, ['sync', '--check'])).toMatchObject({ code: 0, stdout: 'Everything is in step.\n' });
});

it('tell what is left and why', () => {
  const { stdout } = convoy(released(), ['plan', '--explain=acme-core']);
  expect(stdout).toContain('Left as it is');
  expect(stdout).toMatch(/README\.md:21 +1\.2\.0 +stands in the section "What's new in 1\.2\.0"/);
});

it('refuse a plan whose counts are wrong', () => {
  const folder = released({ 'deploy/more.sh': 'CORE=1.1.0\n' });
  const { code, stdout } = convoy(folder, ['plan']);
  expect(code).toBe(1);
  expect(stdout).toContain(
    '"CORE={version}" stands 2 times in deploy/*.sh, not 1: deploy/install.sh:1, deploy/more.sh:1.',
  );
  expect(convoy(folder, ['apply', '--yes'])).toMatchObject({ code: 1 });
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

it('cost little in thousands of pages', () => {
  const pages = Object.fromEntries(
    Array.from({ length: 3000 }, (_, at) => [
      `docs/pages/p${at}.md`,
      `# Page ${at}\n\n${'Words of a page, 7.7.7. '.repeat(80)}\n`,
    ]),
  );
  const few = released();
  const many = released(pages);
  const time = (folder: string): number => {
    const start = process.hrtime.bigint();
    expect(convoy(folder, ['plan', '--format=json']).code).toBe(0);
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  time(few);
  const base = Math.min(time(few), time(few));
  expect(Math.min(time(many), time(many)) - base).toBeLessThan(1000);
});
