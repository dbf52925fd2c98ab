import type { Change, Edit, Rewriting } from '../../model/edit.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf, inside, join } from '../../paths/inside.ts';
import { blocksOf, fieldOf, fieldsOf, replace, type Block } from '../../text/splice/blocks.ts';
import { readToml, type TomlTable } from '../../text/toml/read.ts';
import { pdmHashes, poetryHashes } from './lock-hash.ts';
import { normalise } from './names.ts';

/** poetry.lock names local packages by their folder, below `[package.source]`, with what they require as their manifests have it. */
export function poetryLockEdits(file: string, text: string, release: Rewriting): readonly Edit[] {
  const { edits, changes } = release;
  const names = new Set(changes.map(({ name }) => normalise(name)));
  const found: Edit[] = [];
  for (const block of packages(text)) {
    if (fieldOf(text, block, /^type = "(directory)"/) === undefined) continue;
    const root = inside(folderOf(file), fieldOf(text, block, /^url = "([^"]*)"/)?.text ?? '..');
    if (root === undefined) continue;
    found.push(...versionEdits(file, text, block, root, changes));
    const written = new Map(
      edits.filter((edit) => edit.file === join(root, 'pyproject.toml')).map(({ before, after }) => [before, after]),
    );
    found.push(...requirementEdits(file, text, block, names, written));
  }
  return [...found, ...hashEdits(file, text, /^content-hash = "([^"]*)"/, poetryHashes, release)];
}

/** pdm.lock says `path` of what is local. */
export function pdmLockEdits(file: string, text: string, release: Rewriting): readonly Edit[] {
  const found = packages(text).flatMap((block) => {
    const path = fieldOf(text, block, /^path = "([^"]*)"/);
    const root = path === undefined ? undefined : inside(folderOf(file), path.text);
    return root === undefined ? [] : versionEdits(file, text, block, root, release.changes);
  });
  return [...found, ...hashEdits(file, text, /^content_hash = "sha256:([^"]*)"/, pdmHashes, release)];
}

/** The last package ends where the rest of the file begins. */
const packages = (text: string): readonly Block[] => blocksOf(text, /^\[\[package\]\]|^\[metadata\]/);

function versionEdits(
  file: string,
  text: string,
  block: Block,
  root: string,
  changes: readonly Change[],
): readonly Edit[] {
  const name = normalise(fieldOf(text, block, /^name = "([^"]*)"/)?.text ?? '');
  const change = changes.find((each) => each.root === root && normalise(each.name) === name);
  if (change === undefined) return [];
  return replace(file, fieldOf(text, block, /^version = "([^"]*)"/), change.to, `locks ${change.name}`);
}

function requirementEdits(
  file: string,
  text: string,
  block: Block,
  names: ReadonlySet<string>,
  written: ReadonlyMap<string, string>,
): readonly Edit[] {
  if (written.size === 0) return [];
  return fieldsOf(text, block, /^"?[\w.-]+"? = (?:\{.*?version = )?"([^"]*)"/).flatMap((field) => {
    const row = text.slice(text.lastIndexOf('\n', field.start) + 1, field.start);
    const name = normalise(/^"?([\w.-]+)/.exec(row)?.[1] ?? '');
    return names.has(name) ? replace(file, field, written.get(field.text) ?? field.text, `requires ${name}`) : [];
  });
}

/** A hash that we can make from the manifest as it was is one that we may make from what it becomes; another lock was stale before. */
function hashEdits(
  file: string,
  text: string,
  pattern: RegExp,
  hashes: readonly ((manifest: TomlTable) => string)[],
  { before, after }: Rewriting,
): readonly Edit[] {
  const field = fieldOf(text, { start: 0, end: text.length }, pattern);
  const manifest = join(folderOf(file), 'pyproject.toml');
  const [was, is] = [tableIn(before, manifest), tableIn(after, manifest)];
  if (field === undefined || was === undefined || is === undefined) return [];
  const hash = hashes.find((each) => each(was) === field.text);
  return hash === undefined ? [] : replace(file, field, hash(is), `the hash of ${manifest}`);
}

function tableIn(repo: Snapshot, file: string): TomlTable | undefined {
  const text = repo.text(file);
  const toml = text?.ok === true ? readToml(text.value, file) : undefined;
  return toml?.ok === true ? toml.value.data : undefined;
}
