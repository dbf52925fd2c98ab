import { history, told } from './history.ts';
import { planIn } from './in-process.ts';

const root = (tables: string): string => `write Cargo.toml [workspace]\\nmembers = ["*"]\\n${tables}`;
const member = (name: string, needs: string, more = ''): string =>
  `write ${name}/Cargo.toml [package]\\nname = "${name}"\\nversion = "1.0.0"\\n${more}[dependencies]\\n${needs}`;

/** Two crates, of which the first inherits what it needs. */
const crates = `
  ${root('[workspace.dependencies]\\nserde = "1.0"\\nlog = "0.4"')}
  ${member('a', 'serde.workspace = true')}
  ${member('b', 'log = "0.4"')}
  commit feat: begin
  tag a-v1.0.0 b-v1.0.0`;

const pkg = (name: string, more: string): string =>
  `write ${name}/package.json {"name":"${name}","version":"1.0.0",${more}}`;

it.each<[string, string, string]>([
  [
    'a requirement of the workspace reaches those that inherit it',
    `${crates} \n ${root('[workspace.dependencies]\\nserde = "1.1"\\nlog = "0.4"')} \n commit fix: raise serde`,
    'a 1.0.0 > 1.0.1',
  ],
  [
    'one that nobody inherits reaches nobody',
    `${crates} \n ${root('[workspace.dependencies]\\nserde = "1.0"\\nlog = "0.5"')} \n commit fix: raise log`,
    '',
  ],
  [
    'the rest of a workspace manifest is nobody’s where no crate stands beside it',
    `${crates} \n ${root('resolver = "2"\\n[workspace.dependencies]\\nserde = "1.0"\\nlog = "0.4"')} \n commit fix: resolver`,
    '',
  ],
  [
    'what a commit to the shared file alone says holds for all that it reaches',
    `${crates} \n ${root('[workspace.dependencies]\\nserde = "2.0"\\nlog = "0.4"')} \n commit feat!: serde 2`,
    'a 1.0.0 > 2.0.0',
  ],
  [
    'a feature of one is no more than a patch to who inherits what it raised',
    `${crates} \n ${root('[workspace.dependencies]\\nserde = "1.1"\\nlog = "0.4"')} \n commit feat: x @ b`,
    'a 1.0.0 > 1.0.1, b 1.0.0 > 1.1.0',
  ],
  [
    'an inherited field of the package',
    `${root('[workspace.package]\\nversion = "9.0.0"\\nedition = "2021"')}
     ${member('a', '', 'edition.workspace = true\\n')} \n ${member('b', '')} \n commit feat: begin \n tag a-v1.0.0 b-v1.0.0
     ${root('[workspace.package]\\nversion = "9.1.0"\\nedition = "2024"')} \n commit fix: edition`,
    'a 1.0.0 > 1.0.1',
  ],
  [
    'the version of a sibling in the shared table is no change of who needs it',
    `${root('[workspace.dependencies]\\nb = { version = "1", path = "b" }')}
     ${member('a', 'b.workspace = true')} \n ${member('b', '')} \n commit feat: begin \n tag a-v1.0.0 b-v1.0.0
     ${root('[workspace.dependencies]\\nb = { version = "1.0", path = "b" }')} \n commit fix: follow b`,
    '',
  ],
  [
    'a catalog of pnpm reaches the packages that name it',
    `write pnpm-workspace.yaml packages: ["*"]\\ncatalog:\\n  react: ^18.0.0\\n  vue: ^3.0.0\\n
     ${pkg('a', '"dependencies":{"react":"catalog:"}')} \n ${pkg('b', '"dependencies":{"vue":"^3.0.0"}')}
     commit feat: begin \n tag a-v1.0.0 b-v1.0.0
     write pnpm-workspace.yaml packages: ["*"]\\ncatalog:\\n  react: ^19.0.0\\n  vue: ^3.1.0\\n \n commit fix: raise`,
    'a 1.0.0 > 1.0.1',
  ],
  [
    'an override is in what is built here, and in nothing that is published',
    `write package.json {"private":true,"workspaces":["*"],"overrides":{"x":"1.0.0"}}
     ${pkg('a', '"dependencies":{"x":"1"}')} \n ${pkg('b', '"dependencies":{}')} \n commit feat: begin \n tag a-v1.0.0 b-v1.0.0
     write package.json {"private":true,"workspaces":["*"],"overrides":{"x":"1.0.1"}} \n commit fix: pin x`,
    '',
  ],
])('%s', async (_, script, expected) => expect(told(await planIn(history(script)))).toBe(expected));

const locked = (serde: string, log: string): string =>
  `write Cargo.lock version = 4\\n\\n${[
    '[[package]]\\nname = "lib"\\nversion = "1.0.0"\\ndependencies = [\\n "serde",\\n]',
    '[[package]]\\nname = "tool"\\nversion = "1.0.0"\\ndependencies = [\\n "lib",\\n]',
    '[[package]]\\nname = "other"\\nversion = "1.0.0"\\ndependencies = [\\n "log",\\n]',
    `[[package]]\\nname = "serde"\\nversion = "${serde}"\\nsource = "registry+x"`,
    `[[package]]\\nname = "log"\\nversion = "${log}"\\nsource = "registry+x"`,
  ].join('\\n\\n')}\\n`;

/** A program that needs a library, and another one beside them. */
const programs = `
  ${root('')} \n ${member('lib', '')} \n ${member('tool', 'lib = { path = "../lib", version = "1" }')} \n ${member('other', '')}
  write tool/src/main.rs fn main() {} \n write other/src/main.rs fn main() {}
  ${locked('1.0.0', '0.4.0')}
  commit feat: begin
  tag lib-v1.0.0 tool-v1.0.0 other-v1.0.0`;

it.each<[string, string, string]>([
  [
    'a lock reaches the programs whose entries changed, and no library',
    `${programs} \n ${locked('1.0.1', '0.4.0')} \n commit fix: take serde’s fix`,
    'tool 1.0.0 > 1.0.1',
  ],
  [
    'an entry that another program has',
    `${programs} \n ${locked('1.0.0', '0.4.1')} \n commit fix: take log’s fix`,
    'other 1.0.0 > 1.0.1',
  ],
  [
    'what a wheel has compiled in is in the wheel, though its crate is a library',
    `write lib/pyproject.toml [build-system]\\nrequires = ["maturin"]\\nbuild-backend = "maturin"\\n[project]\\nname = "wheel"\\nversion = "1.0.0"\\n
     ${programs} \n tag wheel-v1.0.0 \n ${locked('1.0.1', '0.4.0')} \n commit fix: take serde’s fix`,
    'tool 1.0.0 > 1.0.1, wheel 1.0.0 > 1.0.1 ! TAG_AMBIGUOUS',
  ],
  ['a lock that says the same', `${programs} \n ${locked('1.0.0', '0.4.0')}# \n commit fix: a comment`, ''],
  [
    'by the default rule the upkeep of a lock releases nothing',
    `${programs} \n ${locked('1.0.1', '0.4.1')} \n commit chore(deps): lock file maintenance`,
    '',
  ],
  [
    'it does where dependencies do',
    `write convoy.json {"convoy":{"bump":{"patch":"deps"}}} \n ${programs} \n ${locked('1.0.1', '0.4.0')} \n commit chore(deps): lock file maintenance`,
    'tool 1.0.0 > 1.0.1',
  ],
])('%s', async (_, script, expected) => expect(told(await planIn(history(script)))).toBe(expected));
