import picomatch from 'picomatch';
import type { Made, Opened } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import { readToml, stringOf, stringsOf, tableOf, type TomlTable } from '../../text/toml/read.ts';

export const inspectCrate = (made: Made): readonly Problem[] => made.files.flatMap((file) => contents(file, made));

function contents(file: Opened, { unit, version }: Made): readonly Problem[] {
  const top = `${unit.name}-${version}`;
  const text = file.bytes(`${top}/Cargo.toml`);
  const toml = text === undefined ? undefined : readToml(new TextDecoder().decode(text), unit.manifest);
  if (toml?.ok !== true) return [other(file, unit.manifest, `it has no ${top}/Cargo.toml`)];
  const table = tableOf(toml.value.data.package);
  const told = `${stringOf(table.name) ?? ''} ${stringOf(table.version) ?? ''}`;
  const found = told === `${unit.name} ${version}` ? [] : [other(file, unit.manifest, `its Cargo.toml says ${told}`)];
  const files = new Set(file.entries.map(({ path }) => inCrate(path)));
  return [
    ...found,
    ...named(table, files, file, unit.manifest),
    ...(inheritsInclude(file, top, unit.manifest) ? [] : included(table, files, file, unit.manifest)),
  ];
}

/** cargo names these files in the manifest that it writes, whether they are there or not. */
function named(table: TomlTable, files: ReadonlySet<string>, { name }: Opened, manifest: string): readonly Problem[] {
  return (['readme', 'license-file'] as const).flatMap((key) => {
    const path = stringOf(table[key])?.replace(/^\.\//, '');
    if (path === undefined || files.has(path)) return [];
    return [
      {
        code: 'CRATE_FILE_MISSING',
        severity: 'error' as const,
        what: `${name} does not hold ${path}, which its manifest names as ${key}.`,
        where: { file: manifest },
        fix: `cargo packs it wherever it is: add the file, or correct ${key} in the manifest.`,
      },
    ];
  });
}

/** A pattern that takes nothing in is a file that was moved, or one that git does not have. */
function included(
  table: TomlTable,
  files: ReadonlySet<string>,
  { name }: Opened,
  manifest: string,
): readonly Problem[] {
  const paths = [...files];
  const isThere = (pattern: string): boolean => {
    const matches = picomatch(globsOf(pattern), { dot: true });
    return paths.some((path) => matches(path));
  };
  return stringsOf(table.include).flatMap((pattern) => {
    if (pattern.startsWith('!') || isThere(pattern)) return [];
    return [
      {
        code: 'CRATE_INCLUDE_EMPTY',
        severity: 'warning' as const,
        what: `Nothing in ${name} matches ${JSON.stringify(pattern)}, which its manifest includes.`,
        where: { file: manifest },
        fix: `Correct the pattern below include, or take it out; a generated file must exist when the crate is packaged.`,
      },
    ];
  });
}

/** A list for all members of a workspace names what only some of them have; cargo writes it out in the manifest, but keeps the original. */
function inheritsInclude(file: Opened, top: string, manifest: string): boolean {
  const bytes = file.bytes(`${top}/Cargo.toml.orig`);
  const toml = bytes === undefined ? undefined : readToml(new TextDecoder().decode(bytes), manifest);
  return toml?.ok === true && tableOf(tableOf(toml.value.data.package).include).workspace === true;
}

/** As .gitignore has it: a slash before the end holds a pattern to the top, and a folder is all that is in it. */
function globsOf(pattern: string): string[] {
  const bare = pattern.replace(/^\.?\//, '').replace(/\/$/, '');
  const lead = /\//.test(pattern.replace(/\/$/, '')) ? '' : '**/';
  return [`${lead}${bare}`, `${lead}${bare}/**`];
}

const inCrate = (path: string): string => path.slice(path.indexOf('/') + 1);

const other = ({ name }: Opened, manifest: string, why: string): Problem => ({
  code: 'PACKAGE_OTHER',
  severity: 'error',
  what: `${name} is not the crate that was asked for: ${why}.`,
  where: { file: manifest },
  fix: 'Bring manifests and versions into step: nx-convoy sync --check; then package again.',
});
