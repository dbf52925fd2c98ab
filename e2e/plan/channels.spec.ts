import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../packages/nx-convoy/src/model/plan.ts';
import { write } from '../world/folder.ts';
import { installNx, nx } from '../world/nx.ts';
import { convoy } from '../world/bin.ts';
import { git, history, told } from './history.ts';
import { planIn } from './in-process.ts';

/** Released as 1.2.0 and 1.3.0, then 2.0.0; a branch stands at 1.2.0. */
const three = `
  crate a 1.0.0
  commit feat: begin
  tag v1.2.0
  commit feat: x @ a
  tag v1.3.0
  commit feat!: y @ a
  tag v2.0.0`;
const at = (ref: string, branch: string): string => `${three} \n git checkout --quiet -b ${branch} ${ref}`;
const next = `
  crate a 1.0.0
  commit feat: begin
  tag v1.2.0
  commit feat: x @ a`;
const channels = (said: object): string => `write convoy.json ${JSON.stringify({ convoy: { channels: said } })}`;

it.each<[string, string, readonly string[], string]>([
  ['a line by its branch', `${at('v1.2.0', '1.2.x')} \n commit fix: z @ a`, [], 'a 1.2.0 > 1.2.1'],
  ['a line behind a word', `${at('v1.2.0', 'support/1.2')} \n commit fix: z @ a`, [], 'a 1.2.0 > 1.2.1'],
  ['a feature leaves 1.2.x', `${at('v1.2.0', '1.2.x')} \n commit feat: z @ a`, [], 'a 1.2.0 > 1.3.0 ! LINE_LEFT'],
  [
    'and may not leave 1.x by a break',
    `${at('v1.3.0', '1.x')} \n commit feat!: z @ a`,
    [],
    'a 1.3.0 > 2.0.0 ! LINE_LEFT',
  ],
  ['a feature stays in 1.x', `${at('v1.3.0', '1.x')} \n commit feat: z @ a`, [], 'a 1.3.0 > 1.4.0'],
  [
    'its next number may be taken',
    `${at('v1.2.0', '1.x')} \n commit feat: z @ a`,
    [],
    'a 1.2.0 > 1.3.0 ! VERSION_TAKEN',
  ],
  ['a line by an option', `${at('v1.2.0', 'topic')} \n commit fix: z @ a`, ['--line=1.2.x'], 'a 1.2.0 > 1.2.1'],
  [
    'no line by an option',
    `${at('v1.2.0', '1.2.x')} \n commit feat: z @ a`,
    ['--line=none'],
    'a 1.2.0 > 1.3.0 ! VERSION_TAKEN',
  ],
  ['a line that is none', next, ['--line=one'], 'a 1.2.0 > 1.3.0 ! LINE_UNKNOWN'],
  ['a line without a release', `${next} \n on 7.x`, [], 'a 1.2.0 > 1.3.0 ! LINE_UNRELEASED'],
  ['a candidate in a line', `${at('v1.2.0', '1.2.x')} \n commit fix: z @ a`, ['--preid=rc'], 'a 1.2.0 > 1.2.1-rc.1'],
  [
    'a newer line that was merged into an old one',
    `${at('v1.2.0', '1.x')} \n merge v2.0.0 \n commit fix: z @ a`,
    [],
    'a 1.3.0 > 2.0.0 ! LINE_LEFT',
  ],
  ['a branch next is nothing by itself', `${next} \n on next`, [], 'a 1.2.0 > 1.3.0'],
  ['until it is a channel', `${channels({ next: 'next' })} \n ${next} \n on next`, [], 'a 1.2.0 > 1.3.0-next.1'],
  [
    'a pattern of branches',
    `${channels({ 'beta/*': { preid: 'beta', channel: 'beta' } })} \n ${next} \n on beta/x`,
    [],
    'a 1.2.0 > 1.3.0-beta.1',
  ],
  [
    'a channel of stable versions',
    `${channels({ lts: { channel: 'lts' } })} \n ${next} \n on lts`,
    [],
    'a 1.2.0 > 1.3.0',
  ],
  ['the main branch beside it', `${channels({ next: 'next' })} \n ${next}`, [], 'a 1.2.0 > 1.3.0'],
  [
    'its next number',
    `${channels({ next: 'beta' })} \n ${next} \n on next \n tag v1.3.0-beta.1 \n commit fix: z @ a`,
    [],
    'a 1.3.0-beta.1 > 1.3.0-beta.2',
  ],
  [
    'from alpha to beta',
    `${next} \n tag v1.3.0-alpha.4 \n commit fix: z @ a`,
    ['--preid=beta'],
    'a 1.3.0-alpha.4 > 1.3.0-beta.1',
  ],
  ['from rc to stable', `${next} \n tag v1.3.0-rc.2`, [], 'a 1.3.0-rc.2 > 1.3.0'],
  [
    'a release in preparation is passed',
    `${next} \n on release/1.3.0 \n to main \n commit fix: z @ a`,
    [],
    'a 1.2.0 > 1.4.0',
  ],
  [
    'until it is out',
    `${next} \n on release/1.3.0 \n tag v1.3.0 \n to main \n commit fix: z @ a`,
    [],
    'a 1.3.0 > 1.3.1',
  ],
  [
    'at a remote as well',
    `${next} \n on release/1.3.0 \n to main \n commit fix: z @ a \n clone`,
    [],
    'a 1.2.0 > 1.4.0',
  ],
  [
    'by the names that are said',
    `write convoy.json ${JSON.stringify({ convoy: { branches: { release: ['prepare-{version}'] } } })} \n ${next} \n on prepare-1.3.0 \n on release/1.4.0 \n to main`,
    [],
    'a 1.2.0 > 1.4.0',
  ],
  [
    'nothing is passed where it is said',
    `${next} \n on release/1.3.0 \n to main`,
    ['--reserved=1.9.0'],
    'a 1.2.0 > 1.3.0',
  ],
  [
    'the branch itself leads to its version',
    `${three} \n on release/2.1.0 \n commit fix: z @ a`,
    [],
    'a 2.0.0 > 2.1.0',
  ],
  ['by candidates', `${three} \n on release/2.1.0 \n commit fix: z @ a`, ['--type=rc'], 'a 2.0.0 > 2.1.0-rc.1'],
  ['and not beyond', `${three} \n on release/2.1.0 \n commit feat!: z @ a`, [], 'a 2.0.0 > 3.0.0 ! LINE_LEFT'],
  ['a hotfix', `${next} \n tag v1.3.0 \n commit fix: z @ a`, ['--type=hotfix'], 'a 1.3.0 > 1.3.1'],
  ['a hotfix with a feature', next, ['--type=hotfix'], 'a 1.2.0 > 1.3.0 ! TYPE_REFUSED'],
  ['that is asked for', next, ['--type=hotfix', '--specifier=a=minor'], 'a 1.2.0 > 1.3.0'],
  ['a security release with a feature', next, ['--type=security'], 'a 1.2.0 > 1.3.0 ! TYPE_REFUSED'],
  ['a candidate', next, ['--type=rc'], 'a 1.2.0 > 1.3.0-rc.1'],
  ['a candidate by another word', next, ['--type=rc', '--preid=beta'], 'a 1.2.0 > 1.3.0-beta.1 ! TYPE_REFUSED'],
  ['a long-term candidate', next, ['--type=lts', '--preid=rc'], 'a 1.2.0 > 1.3.0-rc.1 ! TYPE_REFUSED'],
  ['a channel that npm would not take', next, ['--channel=1.x'], 'a 1.2.0 > 1.3.0 ! CHANNEL_REFUSED'],
  ['a build that was asked for', next, ['--specifier=1.3.0+b.5'], 'a 1.2.0 > 1.3.0+b.5'],
  [
    'a build that PyPI and npm would not have',
    `write w/pyproject.toml [build-system]\\nrequires = []\\n[project]\\nname = "w"\\nversion = "1.2.0"\\n \n write n/package.json {"name":"n","version":"1.2.0"} \n commit feat: begin \n tag w-v1.2.0 n-v1.2.0`,
    ['--specifier=1.3.0+b.5'],
    'n 1.2.0 > 1.3.0+b.5, w 1.2.0 > 1.3.0+b.5 ! VERSION_REFUSED',
  ],
  [
    'a build of what is out',
    `${next} \n tag v1.3.0 \n commit fix: z @ a`,
    ['--specifier=1.3.0+b.5'],
    'a 1.3.0 > 1.3.0+b.5 ! VERSION_TAKEN',
  ],
])('%s', async (_, script, args, expected) => {
  expect(told(await planIn(history(script), args))).toBe(expected);
});

it('records what the branch had to say, so that any branch gives the same plan', async () => {
  const folder = history(`${next} \n on release/1.3.0 \n on release/7.0.0 \n to main \n commit fix: z @ a`);
  const plan = await planIn(folder);
  expect(plan.options).toMatchObject({ reserved: ['1.3.0'] });
  expect(plan.units[0]?.because[0]).toEqual({ evidence: '1.3.0', text: 'another branch prepares 1.3.0' });
  git(folder, ['branch', '--delete', '--force', 'release/1.3.0']);
  git(folder, ['checkout', '--quiet', '-b', '1.2.x']);
  const again = await planIn(folder, ['--reserved=1.3.0', '--line=none']);
  expect(again.id).toBe(plan.id);
  expect((await planIn(folder)).options).toMatchObject({ line: '1.2.x', channel: 'release-1.2.x' });
});

it('makes a release of a line that can be checked from any branch', () => {
  const folder = history(`${at('v1.2.0', '1.2.x')} \n commit fix: z @ a`);
  const environment = {
    env: { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@b' },
  };
  expect(convoy(folder, ['apply', '--yes'], environment)).toMatchObject({ code: 0 });
  expect(git(folder, ['log', '-1', '--format=%B'])).toContain('"line":"1.2.x"');
  git(folder, ['checkout', '--quiet', 'main']);
  git(folder, ['branch', 'release/1.2.1']);
  expect(convoy(folder, ['verify-commit', 'v1.2.1'], environment)).toMatchObject({ code: 0 });
});

it('plans builds between releases, and commits none', async () => {
  const folder = history(next);
  const commit = git(folder, ['rev-parse', '--short=7', 'HEAD']).trim();
  const plan = await planIn(folder, ['--snapshot']);
  expect(told(plan)).toBe(`a 1.2.0 > 1.3.0-canary.2.g${commit}`);
  expect(plan).toMatchObject({ options: { snapshot: 'canary' }, tags: [], changelogs: [], notes: [] });
  expect(told(await planIn(folder, ['--snapshot=pr17']))).toBe(`a 1.2.0 > 1.3.0-pr17.2.g${commit}`);
  expect(told(await planIn(folder, ['--snapshot=1.0']))).toContain('SNAPSHOT_NAME');
  write(folder, { '.git/plan.json': JSON.stringify(plan) });
  const refused = convoy(folder, ['apply', '--yes', '--plan=.git/plan.json']);
  expect(refused.code).toBe(1);
  expect(refused.stdout + refused.stderr).toContain('SNAPSHOT_UNCOMMITTED');
  expect(convoy(folder, ['apply', '--yes', '--no-commit', '--plan=.git/plan.json'])).toMatchObject({ code: 0 });
  expect(git(folder, ['diff'])).toContain(`+version = "1.3.0-canary.2.g${commit}"`);
  expect(git(folder, ['tag', '--list'])).toBe('v1.2.0\n');
});

it('takes the same options on Nx, where one without a value is true', () => {
  const folder = installNx(
    history(`
      write .gitignore node_modules\\n.nx\\nplan.json
      write nx.json {"plugins":["nx-convoy"]}
      ${next}`),
  );
  const { code, stdout, stderr } = nx(folder, [
    'release-plan',
    '--snapshot',
    '--line=none',
    '--reserved=1.3.0',
    '--format=json',
    '--out=plan.json',
  ]);
  expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Plan;
  expect(told(plan)).toMatch(/^a 1\.2\.0 > 1\.4\.0-canary\.2\.g[0-9a-f]{7}$/);
});
