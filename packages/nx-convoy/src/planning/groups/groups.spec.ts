import { noConfig, type Config, type ReleaseConfig } from '../../model/config.ts';
import type { Unit } from '../../model/unit.ts';
import { groupsOf } from './groups.ts';

/** `cargo:core`; behind `^` the place where its version stands, behind `=` the unit whose version it takes. */
function unit(text: string): Unit {
  const [, id = '', place, of] = /^([^^=]+)(?:\^(.+))?(?:=(.+))?$/.exec(text) ?? [];
  const [ecosystem = '', name = ''] = id.split(':');
  return {
    id,
    key: name,
    ecosystem,
    name,
    project: name,
    root: `packages/${name}`,
    manifest: `packages/${name}/${ecosystem}`,
    private: false,
    registries: [],
    ...(place === undefined ? {} : { versionSource: { is: 'inherited', at: { file: place, line: 3 } } }),
    ...(of === undefined ? {} : { versionOf: of }),
  };
}

const show = (units: string, config: Config = noConfig): string =>
  groupsOf(units.split(' ').map(unit), config)
    .map(({ units: members, isFixed }) => `${members.map(({ name }) => name).join('+')}${isFixed ? '' : ' alone'}`)
    .join(', ');

const release = (settings: Omit<ReleaseConfig, 'raw'>): Config => ({ ...noConfig, release: { ...settings, raw: {} } });

it.each<[string, string, Config, string]>([
  ['each alone', 'cargo:a cargo:b', noConfig, 'a alone, b alone'],
  ['one inherited version', 'cargo:a^Cargo.toml cargo:b^Cargo.toml cargo:c', noConfig, 'a+b, c alone'],
  ['a wheel takes its crate along', 'cargo:a python:w=cargo:a', noConfig, 'a+w'],
  ['all of it in a chain', 'cargo:a^x cargo:b^x python:w=cargo:b', noConfig, 'a+b+w'],
  ['Nx: fixed unless it says otherwise', 'cargo:a cargo:b', release({ projects: '*' }), 'a+b'],
  ['Nx: independent', 'cargo:a cargo:b', release({ projectsRelationship: 'independent' }), 'a alone, b alone'],
  ['Nx: what is not named is not released', 'cargo:a cargo:b', release({ projects: ['a'] }), 'a'],
  ['Nx: a folder, and not', 'cargo:a cargo:b', release({ projects: ['packages/*', '!b'] }), 'a'],
  ['groups', 'cargo:a npm:b', release({ groups: { x: { projects: ['cargo:*'] }, y: { projects: 'b' } } }), 'a, b'],
  [
    'a unit says its group',
    'cargo:a cargo:b cargo:c',
    { ...noConfig, units: { 'cargo:a': { group: 'x' }, 'cargo:c': { group: 'x' } } },
    'a+c, b alone',
  ],
])('%s', (_, units, config, expected) => expect(show(units, config)).toBe(expected));
