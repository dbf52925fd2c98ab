import { history, told } from './history.ts';
import { planIn } from './in-process.ts';

const released = (names: string): string =>
  `commit feat: begin \n tag ${names
    .split(' ')
    .map((name) => `${name}-v1.0.0`)
    .join(' ')}`;

/** An image, tagged as such, that copies a folder and a file from outside of its own. */
const image = `
  crate lib 1.0.0
  write shared/entry.sh one
  write shared/other.sh one
  write deploy/Dockerfile FROM scratch\\nCOPY assets /assets\\nCOPY shared/entry.sh /entry.sh\\n
  write compose.yaml services:\\n  app:\\n    image: ghcr.io/acme/app\\n    build: { context: ., dockerfile: deploy/Dockerfile }\\n
  ${released('lib app')}`;

const chart = (name: string, more = ''): string =>
  `write ${name}/Chart.yaml apiVersion: v2\\nname: ${name.split('/').at(-1) ?? ''}\\nversion: 1.0.0\\n${more}`;

it.each<[string, string, string]>([
  [
    'the deepest folder wins',
    `crate a 1.0.0 \n crate a/inner 1.0.0 \n ${released('a inner')} \n commit fix: x @ a/inner`,
    'inner 1.0.0 > 1.0.1',
  ],
  [
    'and what lies above it is its own',
    `crate a 1.0.0 \n crate a/inner 1.0.0 \n ${released('a inner')} \n commit fix: x @ a/README.md`,
    'a 1.0.0 > 1.0.1',
  ],
  ['a folder that an image copies', `${image} \n commit fix: x @ assets/logo.svg`, 'acme/app 1.0.0 > 1.0.1'],
  ['a file that it copies', `${image} \n commit fix: x @ shared/entry.sh`, 'acme/app 1.0.0 > 1.0.1'],
  ['one beside it in the context, which it does not copy', `${image} \n commit fix: x @ shared/other.sh`, ''],
  [
    'folders that it is made from, as the configuration says',
    `write convoy.json {"convoy":{"units":{"cargo:a":{"sources":["./proto/","schema.json"]}}}} \n crate a 1.0.0 \n crate b 1.0.0
     ${released('a b')} \n commit fix: x @ proto/v1/a.proto \n commit feat: y @ schema.json`,
    'a 1.0.0 > 1.1.0',
  ],
  [
    'all that is in no unit',
    `write convoy.json {"convoy":{"units":{"cargo:a":{"sources":["."]}}}} \n crate a 1.0.0 \n ${released('a')} \n commit fix: x @ internal/a.go`,
    'a 1.0.0 > 1.0.1',
  ],
  [
    'files that are ignored release nothing',
    `write convoy.json {"convoy":{"ignore":["**/*.md","**/tests/**"]}} \n crate a 1.0.0 \n ${released('a')}
     commit fix: x @ a/README.md a/tests/x.rs`,
    '',
  ],
  [
    'ignored shared files neither',
    `write convoy.json {"convoy":{"ignore":["Cargo.toml"]}}
     write Cargo.toml [workspace]\\nmembers = ["a"]\\n[workspace.dependencies]\\nserde = "1"\\n
     write a/Cargo.toml [package]\\nname = "a"\\nversion = "1.0.0"\\n[dependencies]\\nserde.workspace = true\\n \n ${released('a')}
     write Cargo.toml [workspace]\\nmembers = ["a"]\\n[workspace.dependencies]\\nserde = "2"\\n \n commit fix: x`,
    '',
  ],
  [
    'values for a subchart are the parent’s',
    `${chart('parent', 'dependencies:\\n  - { name: sub, version: ">=1", repository: "file://../sub" }\\n')} \n ${chart('sub')}
     ${released('parent sub')} \n write parent/values.yaml sub:\\n  replicas: 2\\n \n commit fix: x`,
    'parent 1.0.0 > 1.0.1',
  ],
  [
    'a chart inside of another is itself, and in the other',
    `${chart('parent')} \n ${chart('parent/charts/sub')} \n ${released('parent sub')} \n commit fix: x @ parent/charts/sub/values.yaml`,
    'parent 1.0.0 > 1.0.1, sub 1.0.0 > 1.0.1',
  ],
])('%s', async (_, script, expected) => {
  const plan = await planIn(history(script));
  expect(told({ ...plan, problems: [] })).toBe(expected);
});
