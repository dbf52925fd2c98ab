import { drifted } from '../../scaffolding/drift.ts';
import { afterwards, scaffolded, type Files } from './imagined.ts';

const crate = (more = ''): string => `[package]\nname = "parser"\nversion = "1.2.0"\n${more}`;
const home = (url: string): string => `repository = "${url}"\n`;
const program = { 'service/src/main.rs': 'fn main() {}\n' };
const image = 'FROM scratch\nCOPY service /src\n';
const chart = 'apiVersion: v2\nname: parser\nversion: 0.1.0\n';

const convoyOf = (files: Files): unknown =>
  (JSON.parse(files['convoy.json'] ?? '{}') as { readonly convoy?: unknown }).convoy;

/** All but tags, which every case would have. */
async function said(files: Files, asked: Readonly<Record<string, unknown>> = {}): Promise<readonly unknown[]> {
  const scaffold = await scaffolded(files, { runbook: false, ...asked });
  const after = afterwards(files, scaffold);
  const again = await scaffolded(after, { runbook: false, ...asked });
  expect(drifted(again.files)).toEqual([]);
  const { units = {}, ...rest } = (convoyOf(after) ?? {}) as { readonly units?: Readonly<Record<string, object>> };
  const untagged = Object.entries(units).flatMap(([id, own]) => {
    const others = Object.entries(own).filter(([key]) => key !== 'tag');
    return others.length === 0 ? [] : [[id, Object.fromEntries(others)]];
  });
  const told = scaffold.choices
    .filter(({ what }) => !what.includes('.tag: '))
    .map(({ what, why }) => `${what} (${why})`);
  return [{ ...rest, ...(untagged.length === 0 ? {} : { units: Object.fromEntries(untagged) }) }, ...told];
}

const github = home('https://github.com/Acme/Parser');

it.each<readonly [string, Files, Readonly<Record<string, unknown>>, readonly unknown[]]>([
  ['nothing to say', { 'Cargo.toml': crate() }, {}, [{}]],
  [
    'an image without a name is declared, with the folder that it is built with',
    { 'service/Cargo.toml': crate(github), ...program, 'docker/api/Dockerfile': image },
    {},
    [
      { images: [{ name: 'ghcr.io/acme/api', dockerfile: 'docker/api/Dockerfile', context: '.' }] },
      'images: ghcr.io/acme/api, from docker/api/Dockerfile (it holds cargo:parser; the registry of https://github.com/Acme/Parser)',
    ],
  ],
  [
    'as asked',
    { 'service/Cargo.toml': crate(github), ...program, 'docker/api/Dockerfile': image },
    { registry: 'https://images.example.com/team/' },
    [
      { images: [{ name: 'images.example.com/team/api', dockerfile: 'docker/api/Dockerfile', context: '.' }] },
      'images: images.example.com/team/api, from docker/api/Dockerfile (it holds cargo:parser; asked for by --registry)',
    ],
  ],
  [
    'an image that holds nothing of ours stays private',
    { 'Cargo.toml': crate(github), 'tools/lint/Dockerfile': 'FROM debian\n' },
    {},
    [{}, 'docker:tools/lint stays private (it holds no unit of this repository, and no chart runs it)'],
  ],
  [
    'a name of one machine gets a registry',
    {
      'service/Cargo.toml': crate(home('https://gitlab.com/Acme/tools/parser')),
      ...program,
      'docker/api/Dockerfile': image,
      'compose.yaml':
        'services:\n  api:\n    image: api\n    build:\n      context: .\n      dockerfile: docker/api/Dockerfile\n',
    },
    {},
    [
      { units: { 'docker:api': { registries: ['registry.gitlab.com/acme/tools/parser'] } } },
      'units.docker:api.registries: ["registry.gitlab.com/acme/tools/parser"] (it holds cargo:parser; the registry of https://gitlab.com/Acme/tools/parser)',
    ],
  ],
  [
    'a chart goes beside the images',
    { 'Cargo.toml': crate(github), 'chart/Chart.yaml': chart },
    {},
    [
      { units: { 'helm:parser': { registries: ['oci://ghcr.io/acme/charts'] } } },
      'units.helm:parser.registries: ["oci://ghcr.io/acme/charts"] (beside the images: the registry of https://github.com/Acme/Parser)',
    ],
  ],
  [
    'a chart goes where the others go',
    {
      'Cargo.toml': crate(github),
      'a/Chart.yaml': chart,
      'b/Chart.yaml': chart.replace('parser', 'other'),
      'convoy.json': '{ "convoy": { "units": { "helm:other": { "registries": ["https://charts.example.com"] } } } }',
    },
    {},
    [
      {
        units: {
          'helm:other': { registries: ['https://charts.example.com'] },
          'helm:parser': { registries: ['https://charts.example.com'] },
        },
      },
      'units.helm:parser.registries: ["https://charts.example.com"] (where helm:other goes)',
    ],
  ],
  [
    'nobody tells',
    { 'Cargo.toml': crate(home('https://bitbucket.org/acme/parser')), 'chart/Chart.yaml': chart },
    {},
    [{}, 'helm:parser has no registry yet (nothing here tells where it goes; say it by --charts)'],
  ],
  [
    'what was said stays',
    {
      'Cargo.toml': crate(github),
      'chart/Chart.yaml': chart,
      'convoy.json': '{ "convoy": { "units": { "helm:parser": { "private": true } }, "references": [] } }',
      'README.md': 'The parser 1.2.0.\n',
    },
    {},
    [{ references: [], units: { 'helm:parser': { private: true } } }],
  ],
  [
    'versions in documents',
    {
      'Cargo.toml': crate(),
      'README.md':
        '```sh\ncargo add parser@1.2.0\n```\n\nThis is parser 1.2.0, and that serde 1.2.0. Since parser 1.2.0 all is well.\n',
      'install.sh': 'PARSER_VERSION=1.2.0\necho "parser 1.2.0"\necho "parser 1.2.0 is there"\n',
      'docs/use.md':
        'Look for parser v1.2.0 here.\nThe parser 1.2.0.\nparser 1.1.0 did not.\nHere since Parser 1.2.0.\n',
    },
    {},
    [
      {
        references: [
          { files: ['docs/use.md'], find: 'parser v{version}', unit: 'cargo:parser' },
          { files: ['install.sh'], find: 'PARSER_VERSION={version}', unit: 'cargo:parser' },
          { files: ['install.sh'], find: 'parser {version}', expect: 2, unit: 'cargo:parser' },
        ],
      },
      'a version in README.md (move by themselves: they are written as people write them)',
      'references: "parser v{version}" (docs/use.md:1 names the version of cargo:parser, and nothing would move it)',
      'references: "PARSER_VERSION={version}" (install.sh:1 names the version of cargo:parser, and nothing would move it)',
      'references: "parser {version}" (install.sh:2, install.sh:3 name the version of cargo:parser, and nothing would move it)',
    ],
  ],
])('%s', async (_, files, asked, expected) => {
  expect(await said(files, asked)).toEqual(expected);
});

it('keeps comments, and says tags as they are', async () => {
  const before = {
    'Cargo.toml': crate(),
    'nx.json': '{\n  // ours\n  "plugins": ["nx-convoy"] // all of them\n}\n',
  };
  const tags = { 'for-each-ref': '', 'rev-list': '', log: '' };
  const after = afterwards(before, await scaffolded(before, { runbook: false }, tags));
  expect(after['nx.json']).toBe(
    [
      '{',
      '  // ours',
      '  "plugins": [{',
      '    "plugin": "nx-convoy",',
      '    "options": {',
      '      "units": {',
      '        "cargo:parser": {',
      '          "tag": "v{version}"',
      '        }',
      '      }',
      '    }',
      '  }] // all of them',
      '}',
      '',
    ].join('\n'),
  );
});

it('says one tag for those that share a version, and none where one of them has it', async () => {
  const member = (name: string): string => `[package]\nname = "${name}"\nversion.workspace = true\n`;
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.package]\nversion = "1.0.0"\n',
    'a/Cargo.toml': member('a'),
    'b/Cargo.toml': member('b'),
  };
  const tagsIn = async (more: Files): Promise<readonly string[]> =>
    (await scaffolded({ ...files, ...more }, { runbook: false })).choices.map(({ what }) => what);
  expect(await tagsIn({})).toEqual(['units.cargo:a.tag: "v{version}"']);
  const said = '{ "convoy": { "units": { "cargo:b": { "tag": "both-{version}" } } } }';
  expect(await tagsIn({ 'convoy.json': said })).toEqual([]);
});

it('tells units of one name apart', async () => {
  const npm = { 'package.json': '{ "name": "parser", "version": "0.1.0" }' };
  const { choices } = await scaffolded({ 'Cargo.toml': crate(), ...npm }, { runbook: false });
  expect(choices.map(({ what }) => what)).toEqual([
    'units.cargo:parser.tag: "parser@{version}"',
    'units.npm:parser.tag: "parser-npm@{version}"',
  ]);
});

it('says tags as they are, and nothing where one of them names several units', async () => {
  const head = 'c0ffee'.padEnd(40, '0');
  const answersFor = (tag: string): Readonly<Record<string, string>> => ({
    'rev-parse --is-shallow': `false\n\n${head}\nrefs/heads/main\n`,
    'rev-list --topo-order': `${head}\n`,
    'for-each-ref refs/tags --format=%(refname:strip=2)%00%(objecttype)': `${tag}\0commit\0${head}\0\0\n`,
  });
  const told = async (files: Files, tag: string): Promise<readonly string[]> =>
    (await scaffolded(files, { runbook: false }, answersFor(tag))).choices.map(({ what, why }) => `${what} (${why})`);
  expect(await told({ 'Cargo.toml': crate() }, 'release-1.2.0')).toEqual([
    'units.cargo:parser.tag: "release-{version}" (as release-1.2.0 is written)',
  ]);
  const other = crate().replace('parser', 'other');
  expect(await told({ 'a/Cargo.toml': crate(), 'b/Cargo.toml': other }, 'v1.2.0')).toEqual([
    'tags of cargo:other stay unsaid (one tag names all of cargo:other, cargo:parser: a group would say so)',
  ]);
});

it('writes nothing where the configuration cannot be understood', async () => {
  const { files, problems } = await scaffolded({
    'Cargo.toml': crate(),
    'convoy.json': '{ "convoy": { "units": 1 } }',
  });
  expect([files, problems.map(({ code }) => code)]).toEqual([[], ['CONFIG_INVALID']]);
});

it.each([
  ['the first commit', github, 'https://github.com/Acme/Parser/compare/c0ffee...HEAD'],
  ['nothing, where nobody says where the repository is', '', undefined],
])('begins a changelog that is asked for, compared with %s', async (_, more, link) => {
  const files = {
    'Cargo.toml': crate(more),
    'convoy.json':
      '{ "release": { "projects": ["*"], "changelog": { "projectChangelogs": { "file": "{projectRoot}/NEWS.md" } } } }',
  };
  const after = afterwards(files, await scaffolded(files, {}, { 'rev-list --max-parents=0': 'beef\nc0ffee\n' }));
  expect(after['NEWS.md']).toMatch(/^# Changelog\n[^]+\n## \[Unreleased\]\n/);
  expect(/^\[Unreleased\]: (.*)$/m.exec(after['NEWS.md'] ?? '')?.[1]).toBe(link);
  const { files: again } = await scaffolded({ ...after, 'NEWS.md': 'ours\n' });
  expect(again.map(({ file }) => file)).not.toContain('NEWS.md');
});
