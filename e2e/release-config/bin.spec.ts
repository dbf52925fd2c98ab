import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, convoy, type Ran } from '../world/bin.ts';
import { commitAll, git, tempFolder, write } from '../world/folder.ts';

const chart = 'apiVersion: v2\nname: harbor\nversion: 1.2.0\nsources:\n  - https://github.com/Acme/harbor\n';
const settings =
  '{\n  // what our release says\n  "release": {\n    "changelog": { "workspaceChangelog": true }\n  }\n}\n';

/** A chart that was released, and a branch that keeps an old line of it under a name of the team's own. */
function repository(): string {
  const folder = write(tempFolder(), { 'Chart.yaml': chart, 'values.yaml': '{}\n', 'convoy.json': settings });
  commitAll(folder);
  git(folder, 'tag', 'harbor-1.1.0');
  git(folder, 'switch', '--quiet', '--create', 'keep-1.1');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'fix: an old one');
  git(folder, 'tag', 'harbor-1.1.1');
  git(folder, 'branch', 'bump-serde-1.0', 'main');
  git(folder, 'switch', '--quiet', 'main');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'feat: 1.2');
  git(folder, 'tag', 'harbor-1.2.0');
  return folder;
}

const textOf = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

function done(ran: Ran): string {
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  return ran.stdout;
}

it('says what was not said, and what it makes goes on with the releases', () => {
  const folder = repository();
  const shown = done(convoy(folder, ['release-config', '--dry-run']));
  expect(git(folder, 'status', '--porcelain')).toBe('');
  expect(done(convoy(folder, ['release-config']))).toBe(shown.replaceAll('would be', 'is'));
  expect(textOf(folder, 'convoy.json')).toContain('// what our release says');
  expect(JSON.parse(textOf(folder, 'convoy.json').replace(/\/\/.*/, ''))).toEqual({
    release: { changelog: { workspaceChangelog: true } },
    convoy: {
      units: { 'helm:harbor': { registries: ['oci://ghcr.io/acme/charts'], tag: 'harbor-{version}' } },
      branches: { maintenance: ['keep-{line}'] },
    },
  });
  done(convoy(folder, ['release-config', '--check']));
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'chore: settle releases');

  write(folder, {
    'values.yaml': 'mast: 1\n',
    'CHANGELOG.md': textOf(folder, 'CHANGELOG.md').replace(
      '[Unreleased]\n',
      '[Unreleased]\n\n### Added\n\n- Told by hand.\n',
    ),
  });
  git(folder, 'commit', '--quiet', '--all', '--message', 'feat: a mast');
  done(convoy(folder, ['apply', '--yes', '--no-prove']));
  const [head, released, links] = textOf(folder, 'CHANGELOG.md').split(/(?=^## \[1\.3\.0\])|(?=^\[Unreleased\]:)/m);
  expect(head).toMatch(/^# Changelog\n[^]*\n## \[Unreleased\]\n\n$/);
  expect(released).toMatch(/^## \[1\.3\.0\] - \d{4}-\d\d-\d\d\n\n### Added\n\n- Told by hand\.\n- a mast/);
  expect(links).toContain('[Unreleased]: https://github.com/Acme/harbor/compare/harbor-1.3.0...HEAD\n');
  expect(links).toContain('[1.3.0]: https://github.com/Acme/harbor/compare/harbor-1.2.0...harbor-1.3.0\n');
  done(convoy(folder, ['release-config', '--check']));
  done(convoy(folder, ['verify-commit']));
});

it('--check tells when configuration and runbook differ, and what the team wrote stays', () => {
  const folder = repository();
  done(convoy(folder, ['release-config']));
  const own = 'Ada decides.\n';
  write(folder, {
    'RELEASE.md': textOf(folder, 'RELEASE.md').replace('<!-- nx-convoy: begin release -->', `${own}\n$&`),
  });
  done(convoy(folder, ['release-config', '--check']));
  write(folder, {
    'convoy.json': textOf(folder, 'convoy.json').replace('oci://ghcr.io/acme/charts', 'https://charts.example.com'),
  });
  const checked = convoy(folder, ['release-config', '--check']);
  expect([checked.code, checked.stdout + checked.stderr]).toEqual([1, expect.stringContaining('OUT_OF_DATE')]);
  expect(textOf(folder, 'RELEASE.md')).not.toContain('charts.example.com');
  done(convoy(folder, ['release-config']));
  expect(textOf(folder, 'RELEASE.md')).toContain('### charts.example.com');
  expect(textOf(folder, 'RELEASE.md')).toContain(own);
});

it('what the runbook says to type releases, up to the push', () => {
  const folder = repository();
  done(convoy(folder, ['release-config']));
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'feat: settle releases');
  const remote = join(tempFolder(), 'remote.git');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  git(folder, 'remote', 'add', 'origin', remote);
  git(folder, 'push', '--quiet', '--set-upstream', 'origin', 'main');
  const [, plan = '', apply = ''] =
    /### Plan\n[^]*?```sh\n([^]*?)```[^]*?Directly:\n\n```sh\n([^]*?)```/.exec(textOf(folder, 'RELEASE.md')) ?? [];
  // Registries of others are not asked, and nobody is there to say yes.
  const script = [
    plan.replace(/^.*--check-registries\n/m, ''),
    apply.replace(/( apply .*)/, '$1 --yes --no-prove'),
  ].join('');
  const tools = write(tempFolder(), { 'nx-convoy': `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n` });
  const { status, stderr } = spawnSync('sh', ['-ec', `chmod +x '${tools}/nx-convoy'\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${tools}:${process.env.PATH ?? ''}`, GIT_PAGER: 'cat' },
  });
  expect([status, stderr]).toEqual([0, expect.any(String)]);
  expect(git(folder, 'ls-remote', 'origin')).toMatch(/refs\/tags\/harbor-1\.3\.0/);
  expect(git(folder, 'rev-parse', 'HEAD')).toBe(git(folder, 'rev-parse', 'origin/main'));
  expect(git(folder, 'status', '--porcelain')).toBe('');
});
