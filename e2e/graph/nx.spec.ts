import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { graphOf } from '../world/bin.ts';
import { commitAll, copyOf, git, tempFolder, write } from '../world/folder.ts';
import { installNx, nx, ownModules } from '../world/nx.ts';

const harbor = (): string => commitAll(copyOf(join(root, 'e2e/workspaces/harbor')));
const crate = (name: string, needs = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\n[dependencies]\n${needs}`;
const plugin = JSON.stringify({ plugins: ['nx-convoy'] });

interface NxGraph {
  readonly graph: {
    readonly nodes: Readonly<
      Record<string, { data: { root: string; tags?: string[]; targets?: Record<string, { options: unknown }> } }>
    >;
    readonly dependencies: Readonly<Record<string, readonly { target: string }[]>>;
  };
}

function nxGraph(folder: string, env = {}): NxGraph['graph'] {
  const { code, stderr } = nx(folder, ['graph', '--file=graph.json'], env);
  if (code !== 0) throw new Error(stderr);
  return (JSON.parse(readFileSync(join(folder, 'graph.json'), 'utf8')) as NxGraph).graph;
}

function graphThroughNx(folder: string): unknown {
  const { code, stdout, stderr } = nx(folder, ['release-graph', '--format=json', '--out=units.json']);
  if (code !== 0) throw new Error(stdout + stderr);
  const text = readFileSync(join(folder, 'units.json'), 'utf8');
  rmSync(join(folder, 'units.json'));
  return JSON.parse(text);
}

it('shows one project per folder, with tags and our targets, and every edge between folders', () => {
  const folder = installNx(harbor());
  const { nodes, dependencies } = nxGraph(folder);
  const { units, edges } = graphOf(folder);
  const projectOf = new Map(units.map(({ id, project }) => [id, project]));
  for (const { id, root: at, project } of units) {
    expect(nodes[project]?.data.root).toBe(at);
    expect(nodes[project]?.data.tags).toContain(`convoy:${id.split(':')[0] ?? ''}`);
    expect(nodes[project]?.data.targets).toHaveProperty('release-graph');
  }
  for (const { from, to } of edges) {
    const [source = '', target = ''] = [projectOf.get(from), projectOf.get(to)];
    if (source !== target) expect(dependencies[source]?.map((needed) => needed.target)).toContain(target);
  }
});

it('gives the same graph through Nx as by the bin, where Nx adds nothing', () => {
  const folder = installNx(harbor());
  expect(graphThroughNx(folder)).toEqual(graphOf(folder));
});

it('makes declared edges of what Nx says: implicit dependencies, also through projects that ship nothing', () => {
  const folder = write(tempFolder(), {
    'nx.json': plugin,
    'a/Cargo.toml': crate('a'),
    'b/Cargo.toml': crate('b'),
    'b/project.json': JSON.stringify({ name: 'b', implicitDependencies: ['assets'] }),
    'assets/project.json': JSON.stringify({ name: 'assets', implicitDependencies: ['a'] }),
    'c/Cargo.toml': crate('c'),
    'c/project.json': JSON.stringify({ name: 'renamed', implicitDependencies: ['b'] }),
  });
  installNx(commitAll(folder));
  const { units, edges } = graphThroughNx(folder) as ReturnType<typeof graphOf>;
  expect(edges.map(({ from, to, kind }) => `${from} > ${to} ${kind}`)).toEqual([
    'cargo:b > cargo:a declared',
    'cargo:c > cargo:b declared',
  ]);
  expect(units.map(({ project }) => project)).toEqual(['a', 'b', 'renamed']);
  expect(graphOf(folder).edges).toEqual([]);
});

it("takes another plugin's edges too", () => {
  const folder = write(tempFolder(), {
    'nx.json': JSON.stringify({ plugins: ['nx-convoy', './other-plugin.cjs'] }),
    'other-plugin.cjs': `exports.name = 'other';
      exports.createDependencies = () => [{ source: 'b', target: 'a', type: 'implicit' }];`,
    'a/Cargo.toml': crate('a'),
    'b/Cargo.toml': crate('b'),
  });
  installNx(commitAll(folder));
  const { edges } = graphThroughNx(folder) as ReturnType<typeof graphOf>;
  expect(edges.map(({ from, to, kind }) => `${from} > ${to} ${kind}`)).toEqual(['cargo:b > cargo:a declared']);
});

it('keeps the name and the overrides of a folder that is a project already', () => {
  const folder = write(tempFolder(), {
    'nx.json': plugin,
    'a/Cargo.toml': crate('a'),
    'a/project.json': JSON.stringify({
      name: 'mine',
      targets: { 'release-graph': { options: { format: 'dot' } }, other: { command: 'true' } },
    }),
  });
  installNx(commitAll(folder));
  const targets = nxGraph(folder).nodes.mine?.data.targets;
  expect(targets?.['release-graph']?.options).toEqual({ units: ['cargo:a'], format: 'dot' });
  expect(targets).toHaveProperty('other');
  expect(nx(folder, ['release-graph', 'mine']).stdout).toContain('digraph');
});

it('lets targetDefaults of the executor win', () => {
  const folder = write(tempFolder(), {
    'nx.json': JSON.stringify({
      plugins: ['nx-convoy'],
      targetDefaults: { 'release-graph': { options: { format: 'mermaid' } } },
    }),
    'a/Cargo.toml': crate('a'),
  });
  installNx(commitAll(folder));
  expect(nx(folder, ['release-graph', 'a']).stdout).toContain('flowchart');
});

it('works where units of one folder make a cycle between folders that is none between units', () => {
  const wheel = (name: string, needs: string): string =>
    `[build-system]\nrequires = []\n[project]\nname = "${name}"\nversion = "1.0.0"\ndependencies = [${needs}]\n`;
  const folder = write(tempFolder(), {
    'nx.json': plugin,
    'a/Cargo.toml': crate('a-rs'),
    'a/pyproject.toml': `${wheel('a-py', '"b-py"')}[tool.uv.sources]\nb-py = { path = "../b" }\n`,
    'b/Cargo.toml': crate('b-rs', 'a-rs = { path = "../a", version = "1" }'),
    'b/pyproject.toml': wheel('b-py', ''),
  });
  installNx(commitAll(folder));
  const { edges, publishOrder, problems } = graphThroughNx(folder) as ReturnType<typeof graphOf>;
  expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
    'cargo:b-rs > cargo:a-rs',
    'python:a-py > python:b-py',
  ]);
  expect(problems).toEqual([]);
  expect(publishOrder).toHaveLength(4);
  const one = graphOf(folder, ['--units=python:a-py']);
  expect(one.units.map(({ id }) => id)).toEqual(['python:a-py', 'python:b-py']);
});

it.each([
  ['without package.json, without release', {}, {}],
  ['with a root package.json', { 'package.json': '{"name":"ws","private":true}' }, {}],
  ['with a root project.json', { 'project.json': '{"name":"top"}' }, {}],
  ["with nx.json's release", {}, { release: { projects: ['a', 'b'], projectsRelationship: 'independent' } }],
])('shows, explains and selects affected projects: %s', (_, files, settings) => {
  const folder = write(tempFolder(), {
    '.gitignore': 'node_modules\n.nx\ngraph.json\n',
    'nx.json': JSON.stringify({ plugins: ['nx-convoy'], ...settings }),
    'a/Cargo.toml': crate('a'),
    'b/Cargo.toml': crate('b', 'a = { path = "../a", version = "1" }'),
    'c/Cargo.toml': crate('c'),
    ...files,
  });
  installNx(commitAll(folder));
  write(folder, { 'a/src/lib.rs': '// changed\n' });
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'fix: a');
  const affected = nx(folder, ['show', 'projects', '--affected', '--base=HEAD~1', '--json']);
  expect((JSON.parse(affected.stdout) as string[]).filter((name) => name.length === 1).sort()).toEqual(['a', 'b']);
  expect(nx(folder, ['show', 'project', 'b', '--json']).stdout).toContain('"cargo:b"');
  expect(nx(folder, ['release-graph'])).toMatchObject({ code: 0, stdout: expect.stringContaining('cargo:c') });
});

it('sees a new crate while the daemon lives on', () => {
  const folder = installNx(
    commitAll(
      write(tempFolder(), {
        '.gitignore': 'node_modules\n.nx\ngraph.json\n',
        'nx.json': plugin,
        'a/Cargo.toml': crate('a'),
      }),
    ),
  );
  const daemon = { NX_DAEMON: 'true' };
  try {
    expect(Object.keys(nxGraph(folder, daemon).nodes)).toContain('a');
    write(folder, { 'b/Cargo.toml': crate('b', 'a = { path = "../a", version = "1" }') });
    nx(folder, ['reset', '--onlyWorkspaceData'], daemon);
    const { nodes, dependencies } = nxGraph(folder, daemon);
    expect(Object.keys(nodes)).toContain('b');
    expect(dependencies.b?.map(({ target }) => target)).toEqual(['a']);
  } finally {
    nx(folder, ['daemon', '--stop'], daemon);
  }
});

it('says what is wrong with the repository and fails the task', () => {
  const folder = installNx(
    commitAll(write(tempFolder(), { 'nx.json': plugin, 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': '[package\n' })),
  );
  const { code, stdout } = nx(folder, ['release-graph']);
  expect(code).not.toBe(0);
  expect(stdout).toContain('TOML_INVALID  b/Cargo.toml:1');
  expect(stdout).toContain('cargo:a');
});

describe.each(['nx@22', 'nx@23'] as const)('%s', (line) => {
  describeWith(line, ({ paths }) => {
    it('has the same projects, edges and units', () => {
      const folder = installNx(harbor(), paths.modules ?? ownModules);
      const { nodes } = nxGraph(folder);
      const { units } = graphOf(folder);
      for (const { project, root: at } of units) expect(nodes[project]?.data.root).toBe(at);
      expect(graphThroughNx(folder)).toEqual(graphOf(folder));
    });
  });
});
