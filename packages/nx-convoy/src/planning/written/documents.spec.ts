import { readChange } from '../../history/touched.ts';
import { noConfig, type Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import { ok } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { documentsOf } from './documents.ts';
import type { Released } from '../plan.ts';

/** Units by name, with what they need; all go from 1.0.0 to the version behind the colon. */
interface Ship {
  readonly name: string;
  readonly root?: string;
  readonly to?: string;
  readonly needs?: string;
  readonly group?: string;
  readonly commits?: readonly string[];
  readonly private?: boolean;
}

const unitOf = ({ name, root = `crates/${name}`, private: isPrivate = false }: Ship): Unit => ({
  key: name,
  id: `cargo:${name}`,
  ecosystem: 'cargo',
  project: name,
  name,
  root,
  manifest: `${root}/Cargo.toml`,
  version: '1.0.0',
  private: isPrivate,
  registries: [],
});

function releasedOf(ships: readonly Ship[], units: readonly Unit[], name: string): Released {
  const [first] = ships;
  const to = first?.to ?? '1.1.0';
  const prefix = ships.length > 1 ? 'v' : `${name}-v`;
  const tag = { name: `${prefix}1.0.0`, commit: 'base' };
  const latest = { tag, prefix, version: '1.0.0' };
  const own = units.filter((unit) => ships.some((ship) => ship.name === unit.name));
  const changes = ships.flatMap((ship) =>
    (ship.commits ?? []).map((text, at) =>
      readChange({
        id: `${ship.name}${at}`.padEnd(40, '0'),
        at,
        author: 'Ada Ship',
        email: 'ada@acme.io',
        text,
        units: [units.findIndex((unit) => unit.name === ship.name)],
      }),
    ),
  );
  return {
    group: { name, units: own, isFixed: ships.length > 1, because: '', isConfigured: ships.length > 1 },
    base: { stable: latest, latest, taken: new Set(['1.0.0']), abandoned: new Set(), prefix },
    decision: { from: '1.0.0', to, bump: 'minor' },
    cause: { level: 'minor', because: [], changes, isNew: true },
    because: [],
    units: own.map((unit) => ({ ...unit, version: { from: '1.0.0', to, bump: 'minor', spelling: to }, because: [] })),
  };
}

const snapshot = (files: Readonly<Record<string, string>>): Snapshot => ({
  files: Object.keys(files).sort(),
  text: (path) => {
    const text = files[path];
    return text === undefined ? undefined : ok(text);
  },
});

async function documents(ships: readonly Ship[], files: Readonly<Record<string, string>>, release?: object) {
  const units = ships.map(unitOf);
  const groups = new Map<string, Ship[]>();
  for (const ship of ships) groups.set(ship.group ?? ship.name, [...(groups.get(ship.group ?? ship.name) ?? []), ship]);
  const edges = ships.flatMap(({ name, needs }) =>
    needs === undefined
      ? []
      : [
          {
            from: `cargo:${name}`,
            to: `cargo:${needs}`,
            kind: 'runtime' as const,
            file: 'x',
            line: 1,
            requirements: [],
            orders: true,
          },
        ],
  );
  const graph: Graph = { units, edges, publishOrder: [], ignored: [], problems: [] };
  const config: Config = release === undefined ? noConfig : { ...noConfig, release: { ...release, raw: {} } };
  const released = [...groups].map(([name, members]) => releasedOf(members, units, name));
  return documentsOf({
    released,
    graph,
    config,
    ancestry: { ids: [], at: new Map(), parents: [] },
    repo: snapshot(files),
  });
}

const shown = async (...args: Parameters<typeof documents>): Promise<string> =>
  (await documents(...args)).changelogs
    .map(
      ({ file, units, entry }) =>
        `${file} (${units.join(' ')}): ${entry
          .split('\n')
          .filter((line) => /^[#-] |^##/.test(line))
          .join(' ')}`,
    )
    .join(' | ');

const core: Ship = { name: 'core', commits: ['feat: a mast'] };
const app: Ship = { name: 'app', to: '2.0.0', needs: 'core', commits: ['fix: no leak'] };
const [fixedCore, fixedApp] = [
  { ...core, group: 'fleet' },
  { ...app, to: '1.1.0', group: 'fleet' },
];
const coreEntry = 'crates/core/CHANGELOG.md (cargo:core): ## [1.1.0] - {{date}} ### Added - a mast (core000)';
const appEntry =
  'crates/app/CHANGELOG.md (cargo:app): ## [2.0.0] - {{date}} ### Fixed - no leak (app0000) ### Dependencies - Updated `core` to 1.1.0';
const project = { changelog: { projectChangelogs: true, workspaceChangelog: false } };

const rows: readonly (readonly [
  what: string,
  ships: readonly Ship[],
  files: Readonly<Record<string, string>>,
  expected: string,
  release?: object,
])[] = [
  ['one for each unit, where nobody has any', [core, app], {}, `${appEntry} | ${coreEntry}`],
  ['none for a private unit', [{ ...core, private: true }], {}, ''],
  [
    'the file of the whole, where that tells of all by name',
    [core, app],
    { 'CHANGELOG.md': '# Changes\n\n## core-v1.0.0\n\n### Added\n\n- x\n\n## app-v1.0.0\n' },
    'CHANGELOG.md (cargo:app cargo:core): ## core-v1.1.0 ### Added - a mast (core000) ## app-v2.0.0 ### Fixed - no leak (app0000) ### Dependencies - Updated `core` to 1.1.0',
  ],
  ['not the file of the whole, where that is about something else', [core, app], { 'CHANGELOG.md': '## 7.0.0\n' }, ''],
  [
    'not a file that only says where to look',
    [core, app],
    { 'CHANGELOG.md': 'See [the site](https://acme.io/changes).\n' },
    '',
  ],
  [
    'files by another name',
    [core],
    { 'crates/core/HISTORY.md': '## 1.0.0\n' },
    'crates/core/HISTORY.md (cargo:core): ## 1.1.0 ### Added - a mast (core000)',
  ],
  [
    'one for a group',
    [fixedCore, fixedApp],
    {},
    'crates/CHANGELOG.md (cargo:app cargo:core): ## [1.1.0] - {{date}} ### Added - a mast (core000) ### Fixed - no leak (app0000)',
  ],
  [
    'the files of a group and of its units',
    [fixedCore, fixedApp],
    { 'CHANGELOG.md': '## v1.0.0\n', 'crates/core/CHANGELOG.md': '## 1.0.0\n' },
    'CHANGELOG.md (cargo:app cargo:core): ## v1.1.0 ### Added - a mast (core000) ### Fixed - no leak (app0000) | crates/core/CHANGELOG.md (cargo:core): ## 1.1.0 ### Added - a mast (core000)',
  ],
  [
    'what nx.json asks of projects',
    [core, app],
    { 'CHANGELOG.md': '## 1.0.0\n' },
    `${appEntry} | ${coreEntry}`,
    project,
  ],
  [
    'what nx.json asks of the workspace',
    [fixedCore, fixedApp],
    {},
    'CHANGELOG.md (cargo:app cargo:core): ## [1.1.0] - {{date}} ### Added - a mast (core000) ### Fixed - no leak (app0000)',
    { changelog: { workspaceChangelog: true } },
  ],
  [
    'what a group asks',
    [core],
    {},
    'docs/core.md (cargo:core): ## [1.1.0] - {{date}} ### Added - a mast (core000)',
    { groups: { libs: { projects: ['core'], changelog: { file: '{workspaceRoot}/docs/{projectName}.md' } } } },
  ],
  [
    'nothing where nx.json wants none',
    [core],
    { 'crates/core/CHANGELOG.md': '## 1.0.0\n' },
    '',
    { changelog: { projectChangelogs: false, workspaceChangelog: false } },
  ],
  [
    "Nx's sentence where a version moves along",
    [{ name: 'core', commits: ['chore: x'] }],
    {},
    'crates/core/CHANGELOG.md (cargo:core): ## [1.1.0] - {{date}}',
  ],
];

it.each(rows.map(([what, ships, files, expected, release]) => [what, ships, files, release, expected] as const))(
  'adds to %s',
  async (_, ships, files, release, expected) => expect(await shown(ships, files, release)).toBe(expected),
);

it('takes the address of links from the manifests', async () => {
  const { changelogs, notes } = await documents([core], {
    'Cargo.toml': '[workspace.package]\nrepository = "https://github.com/acme/ship"\n',
  });
  expect(changelogs[0]?.entry).toContain('https://github.com/acme/ship/commit/core0');
  expect(notes[0]?.text).toContain('https://github.com/acme/ship/compare/core-v1.0.0...core-v1.1.0');
});

it('gives each tag a message and notes, and reads drafts where nx.json says', async () => {
  const { messages, notes } = await documents([core], {
    'docs/releases/core-v1.1.0.md': '# Masts\n\nShips have masts.\n',
  });
  expect(messages.get('core-v1.1.0')).toBe('core-v1.1.0\n\nMasts\n\nShips have masts.');
  expect(notes).toMatchObject([{ title: 'Masts', summary: 'Ships have masts.', tag: 'core-v1.1.0' }]);
});

it('tells what version plans say', async () => {
  const because = [{ request: 'minor', text: 'Sails. (.nx/version-plans/a.md)' }];
  const units = [unitOf(core)];
  const graph: Graph = { units, edges: [], publishOrder: [], ignored: [], problems: [] };
  const released = [{ ...releasedOf([{ name: 'core' }], units, 'core'), because }];
  const repo = snapshot({ '.nx/version-plans/a.md': '---\ncore: minor\n---\n\nSails.\n\nOf linen.\n' });
  const { changelogs } = await documentsOf({
    released,
    graph,
    config: noConfig,
    ancestry: { ids: [], at: new Map(), parents: [] },
    repo,
  });
  expect(changelogs[0]?.entry).toBe('## [1.1.0] - {{date}}\n\n### Added\n\n- Sails.\n\n  Of linen.');
});
