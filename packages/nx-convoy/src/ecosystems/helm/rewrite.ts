import { createHash } from 'node:crypto';
import type { Change, Edit, Rewriting } from '../../model/edit.ts';
import { ok, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf, inside, join, nameOf } from '../../paths/inside.ts';
import { fieldOf, replace } from '../../text/splice/blocks.ts';
import { yamlValues } from '../../text/splice/yaml.ts';
import { listOf, mapOf, readYaml, stringOf } from '../../text/yaml/read.ts';

/** Chart.lock and the requirements.lock of older charts: the versions of local charts, and the digest over both lists. */
export function rewrite({ before, after, changes }: Rewriting): Result<readonly Edit[]> {
  const own = changes.filter(({ ecosystem }) => ecosystem === 'helm');
  return ok(
    after.files.flatMap((file) => {
      const manifest = manifests[nameOf(file)];
      const text = manifest === undefined ? undefined : after.text(file);
      if (manifest === undefined || text?.ok !== true) return [];
      const versions = versionEdits(file, text.value, own);
      return [...versions, ...digestEdit(file, text.value, join(folderOf(file), manifest), versions, before, after)];
    }),
  );
}

const manifests: Readonly<Record<string, string>> = {
  'Chart.lock': 'Chart.yaml',
  'requirements.lock': 'requirements.yaml',
};

/** What comes from a folder of this repository, and by its name and old version what comes from a repository. */
function versionEdits(file: string, text: string, changes: readonly Change[]): readonly Edit[] {
  const yaml = readYaml(text, file);
  if (!yaml.ok) return [];
  const values = yamlValues(text);
  return listOf(mapOf(yaml.value.data).dependencies).flatMap((entry, index) => {
    const { name, version, repository } = mapOf(entry);
    const path = /^file:(?:\/\/)?(.*)$/.exec(stringOf(repository) ?? '')?.[1];
    const root = path === undefined ? undefined : inside(folderOf(file), path);
    const change = changes.find((each) => each.name === name && each.root === root);
    const value = values.find((each) => each.path.join('\n') === `dependencies\n${index}\nversion`);
    if (change === undefined || value === undefined || stringOf(version) === undefined) return [];
    const after = /^v(?=\d)/.test(value.text) && !change.to.startsWith('v') ? `v${change.to}` : change.to;
    return value.holds(after) ? replace(file, value, after, `locks ${change.name}`) : [];
  });
}

/** A digest that we can make from both lists as they were is one that we may make from what they become. */
function digestEdit(
  file: string,
  text: string,
  manifest: string,
  versions: readonly Edit[],
  before: Snapshot,
  after: Snapshot,
): readonly Edit[] {
  const field = fieldOf(text, { start: 0, end: text.length }, /^digest: "?sha256:([0-9a-f]+)/);
  const [was, is] = [dependenciesIn(before, manifest), dependenciesIn(after, manifest)];
  const locked = dependenciesOf(text, file);
  if (field === undefined || was === undefined || is === undefined || locked === undefined) return [];
  if (digest(was, locked) !== field.text) return [];
  const moved = new Map(versions.map(({ why, after: version }) => [why.slice('locks '.length), version]));
  const relocked = locked.map((each) => ({ ...each, ...optional('version', moved.get(each.name)) }));
  return replace(file, field, digest(is, relocked), `the digest of ${manifest}`);
}

/** A dependency as helm's own type has it: fields in this order, empty ones left out. */
interface Dependency {
  readonly name: string;
  readonly version?: string;
  readonly repository: string;
  readonly condition?: string;
  readonly tags?: readonly string[];
  readonly enabled?: boolean;
  readonly 'import-values'?: readonly unknown[];
  readonly alias?: string;
}

function dependenciesIn(repo: Snapshot, file: string): readonly Dependency[] | undefined {
  const text = repo.text(file);
  return text?.ok === true ? dependenciesOf(text.value, file) : undefined;
}

function dependenciesOf(text: string, file: string): readonly Dependency[] | undefined {
  const yaml = readYaml(text, file);
  if (!yaml.ok) return undefined;
  return listOf(mapOf(yaml.value.data).dependencies).map((entry) => {
    const map = mapOf(entry);
    const [tags, values] = [listOf(map.tags), listOf(map['import-values'])];
    return {
      name: stringOf(map.name) ?? '',
      ...optional('version', stringOf(map.version)),
      repository: stringOf(map.repository) ?? '',
      ...optional('condition', stringOf(map.condition)),
      ...(tags.length === 0 ? {} : { tags: tags.map(String) }),
      ...(map.enabled === 'true' ? { enabled: true } : {}),
      ...(values.length === 0 ? {} : { 'import-values': values.map(sortedKeys) }),
      ...optional('alias', stringOf(map.alias)),
    };
  });
}

const optional = <Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, string>>);

/** Go writes the keys of a free map in order. */
const sortedKeys = (value: unknown): unknown =>
  typeof value === 'string'
    ? value
    : Object.fromEntries(Object.entries(mapOf(value)).sort(([a], [b]) => (a < b ? -1 : 1)));

const digest = (required: readonly Dependency[], locked: readonly Dependency[]): string =>
  createHash('sha256')
    .update(goJson([required, locked]))
    .digest('hex');

/** JSON as Go writes it: what could end a script in a page is escaped. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => String.raw`\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
