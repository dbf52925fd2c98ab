import { replay } from '../../packages/nx-convoy/src/verbs/replay/verb.ts';
import type { Replay } from '../../packages/nx-convoy/src/verbs/replay/replay.ts';
import { diskWorld } from '../../packages/nx-convoy/src/shell/world.ts';
import { history } from '../plan/history.ts';

const replayed = async (script: string, options: object = {}): Promise<Replay> => {
  const { value } = await replay.run(replay.options.parse(options), diskWorld(history(script)));
  return value;
};

const show = ({ steps }: Replay): string =>
  steps
    .map(({ tag, planned, isEqual, isWritten, reason }) =>
      [tag, planned ?? 'nothing', isEqual ? (isWritten ? 'written' : 'equal') : (reason ?? '')].join(' '),
    )
    .sort()
    .join(', ');

/** A commit that writes a version down and does nothing else. */
const release = (name: string, version: string): string =>
  `crate ${name} ${version} \n commit chore: release ${name} ${version} \n tag ${name}-v${version}`;

const begin = `crate a 1.0.0 \n crate b 1.0.0 \n commit feat: begin \n tag a-v1.0.0 b-v1.0.0`;

it.each<[string, string, string]>([
  ['a first release is no step', begin, ''],
  ['as the commits ask', `${begin} \n commit feat: x @ a \n ${release('a', '1.1.0')}`, 'a-v1.1.0 1.1.0 equal'],
  ['more than they ask', `${begin} \n commit fix: x @ a \n ${release('a', '1.1.0')}`, 'a-v1.1.0 1.0.1 more than asked'],
  ['nothing of its own', `${begin} \n commit fix: x @ b \n ${release('a', '1.0.1')}`, 'a-v1.0.1 nothing no commit'],
  [
    'the tag on the change, which writes the version',
    `${begin} \n crate a 1.7.0 \n commit feat: x @ a \n tag a-v1.7.0`,
    'a-v1.7.0 1.7.0 written',
  ],
  [
    'a merged release',
    `${begin} \n commit feat: x @ a \n on pr \n crate a 1.1.0 \n commit chore: release a 1.1.0 \n to main \n merge pr \n tag a-v1.1.0`,
    'a-v1.1.0 1.1.0 equal',
  ],
  [
    'a release beside the line is the base of the next one',
    `${begin} \n commit fix: x @ a \n on side \n ${release('a', '1.0.1')} \n to main \n crate a 1.0.1 \n commit chore: release a 1.0.1
     commit feat: y @ a \n ${release('a', '1.1.0')}`,
    'a-v1.0.1 1.0.1 equal, a-v1.1.0 1.1.0 equal',
  ],
  [
    'a maintenance branch',
    `${begin} \n commit feat!: x @ a \n ${release('a', '2.0.0')} \n git checkout --quiet -b old a-v1.0.0 \n commit fix: y @ a
     ${release('a', '1.0.1')} \n to main`,
    'a-v1.0.1 1.0.1 equal, a-v2.0.0 2.0.0 equal',
  ],
  [
    'a folder that moved',
    `${begin} \n commit fix: x @ a \n git mv a core \n commit refactor: move \n write core/Cargo.toml [package]\\nname = "a"\\nversion = "1.0.1"\\n
     commit chore: release a 1.0.1 \n tag a-v1.0.1`,
    'a-v1.0.1 1.0.1 equal',
  ],
  [
    'a value that it inherits',
    `write Cargo.toml [workspace]\\nmembers = ["a"]\\n[workspace.dependencies]\\nserde = "1"\\n
     write a/Cargo.toml [package]\\nname = "a"\\nversion = "1.0.0"\\n[dependencies]\\nserde.workspace = true\\n \n commit feat: begin \n tag a-v1.0.0
     write Cargo.toml [workspace]\\nmembers = ["a"]\\n[workspace.dependencies]\\nserde = "2"\\n \n commit fix: raise serde
     write a/Cargo.toml [package]\\nname = "a"\\nversion = "1.0.1"\\n[dependencies]\\nserde.workspace = true\\n \n commit chore: release a 1.0.1
     tag a-v1.0.1`,
    'a-v1.0.1 1.0.1 equal',
  ],
])('%s', async (_, script, expected) => expect(show(await replayed(script))).toBe(expected));

const needing = (version: string, need: string): string =>
  `write a/Cargo.toml [package]\\nname = "a"\\nversion = "${version}"\\n[dependencies]\\nb = { path = "../b", version = "${need}" }\\n`;

it('finds that breaks break dependents', async () => {
  const { best, equal } = await replayed(
    `${needing('0.1.0', '0.1.0')} \n crate b 0.1.0 \n commit feat: begin \n tag a-v0.1.0 b-v0.1.0 \n commit feat!: x @ b
     ${needing('0.2.0', '0.2.0')} \n crate b 0.2.0 \n commit chore: release a 0.2.0, b 0.2.0 \n tag a-v0.2.0 b-v0.2.0`,
  );
  expect([best.dependents, equal]).toEqual(['compatible', 2]);
});

it('finds the rule of the repository, and says what is asked for', async () => {
  const script = `${begin} \n commit docs: x @ a \n ${release('a', '1.0.1')} \n commit chore: y @ b \n ${release('b', '1.0.1')}`;
  const { best, equal, configured } = await replayed(script);
  expect([best.patch, equal, configured.equal]).toEqual(['any', 2, 0]);
  expect(show(await replayed(script, { units: ['b'] }))).toBe('b-v1.0.1 1.0.1 equal');
  expect(show(await replayed(script, { limit: 1 }))).not.toContain(',');
  const { text } = await replay.run(replay.options.parse({}), diskWorld(history(script)));
  expect(text).toContain('2 past releases replayed: the plan equals 2, 100.0 %');
  expect(text).toContain('"bump": { "zero": "shift", "patch": "any"');
});
