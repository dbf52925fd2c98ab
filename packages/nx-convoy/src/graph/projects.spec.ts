import { repoOf } from '../../../../tools/facts/snapshot.ts';
import { noConfig } from '../model/config.ts';
import { discover } from './discover.ts';

const crate = (name: string): string => `[package]\nname = "${name}"\nversion = "1.0.0"\n`;
const wheel = (name: string): string =>
  `[build-system]\nrequires = []\n[project]\nname = "${name}"\nversion = "1.0.0"\n`;
const chart = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;

it.each<[string, Record<string, string>, Record<string, string>]>([
  ['the unit names its folder', { 'x/Cargo.toml': crate('core') }, { 'cargo:core': 'core' }],
  [
    'the first of several ecosystems in a folder names it',
    { 'x/Chart.yaml': chart('app-chart'), 'x/Cargo.toml': crate('app'), 'x/pyproject.toml': wheel('app-py') },
    { 'cargo:app': 'app', 'helm:app-chart': 'app', 'python:app-py': 'app' },
  ],
  [
    'package.json wins',
    { 'x/Cargo.toml': crate('core'), 'x/package.json': '{"name":"@acme/core"}' },
    { 'cargo:core': '@acme/core' },
  ],
  [
    'project.json wins over package.json',
    { 'x/Cargo.toml': crate('core'), 'x/package.json': '{"name":"p"}', 'x/project.json': '{"name":"nx-name"}' },
    { 'cargo:core': 'nx-name' },
  ],
  [
    'a project.json without name takes the folder',
    { 'Libs/Cargo.toml': crate('core'), 'Libs/project.json': '{}' },
    { 'cargo:core': 'libs' },
  ],
  [
    'of two claimants the first keeps the name, the other adds its ecosystem',
    { 'charts/app/Chart.yaml': chart('app'), 'crates/app/Cargo.toml': crate('app') },
    { 'cargo:app': 'app', 'helm:app': 'app-helm' },
  ],
  [
    'a name that JavaScript has taken is taken',
    { 'web/package.json': '{"name":"app"}', 'app/Cargo.toml': crate('app') },
    { 'cargo:app': 'app-cargo' },
  ],
  [
    'of three equals the third spells out its path',
    { 'a/Cargo.toml': crate('x'), 'b/Cargo.toml': crate('x'), 'c/d/Cargo.toml': crate('x') },
    { 'cargo:x#a': 'x', 'cargo:x#b': 'x-cargo', 'cargo:x#c/d': 'c-d' },
  ],
])('%s', (_, files, expected) => {
  const { units } = discover(repoOf(files), noConfig);
  const projects = Object.fromEntries(units.filter(({ id }) => id in expected).map(({ id, project }) => [id, project]));
  expect(projects).toEqual(expected);
});
