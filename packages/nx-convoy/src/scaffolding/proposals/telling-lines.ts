import picomatch from 'picomatch';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Config } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { setAside } from '../../paths/aside.ts';
import { folderOf, nameOf } from '../../paths/inside.ts';
import { pageTest } from '../../references/pages.ts';
import type { Moved } from '../../references/moved.ts';
import { literal } from '../../text/splice/blocks.ts';

/** A line of a document that tells the version of one unit. */
export interface Telling {
  readonly file: string;
  readonly line: number;
  /** Where the version stands in the text. */
  readonly start: number;
  readonly end: number;
  readonly unit: Unit;
  /** The text around it, with {version} in it. */
  readonly find: string;
}

interface Around {
  readonly repo: Snapshot;
  readonly graph: Graph;
  readonly config: Config;
}

/**
 * Lines in which the version of a unit stands in full behind its name, in documents and in files beside manifests: `harbor 1.2.0`,
 * `HARBOR_VERSION=1.2.0`. A version alone could be anybody's, and what says since when something holds stays as it is.
 */
export function tellingLines(around: Around, moved: readonly Moved[]): readonly Telling[] {
  const isTold = fileTest(around);
  const pattern = moved.map(({ leaves: [version = ''] }) => literal(version)).join('|');
  if (pattern === '') return [];
  const anyOf = new RegExp(`(?<![\\w.-])v?(?<version>${pattern})(?![\\w-]|\\.\\d)`, 'dg');
  return around.repo.files.filter(isTold).flatMap((file) => {
    const text = around.repo.text(file);
    return text?.ok === true && text.value.length < longest ? inText(file, text.value, anyOf, moved) : [];
  });
}

/** What is longer was made by a program. */
const longest = 200_000;

function inText(file: string, text: string, pattern: RegExp, moved: readonly Moved[]): readonly Telling[] {
  let start = 0;
  return text.split('\n').flatMap((row, at) => {
    const offset = start;
    start += row.length + 1;
    const found = [...row.matchAll(pattern)];
    const [only] = found;
    const range = only?.indices?.groups?.version;
    if (found.length !== 1 || range === undefined || past.test(row)) return [];
    const named = moved.flatMap(({ unit, leaves: [version] }) => {
      const from = version === row.slice(...range) ? nameBefore(unit, row.slice(0, range[0])) : undefined;
      return from === undefined ? [] : [{ unit, from }];
    });
    const [one] = named;
    if (one === undefined || named.length > 1) return [];
    const find = `${row.slice(one.from, range[0])}{version}`;
    return [{ file, line: at + 1, start: offset + range[0], end: offset + range[1], unit: one.unit, find }];
  });
}

const past =
  /\b(?:since|as of|introduced|added|until|before|deprecated|removed|from|fixed in|requires?|changed in|released)\b|[<>^~]=?\s*v?\d/i;

/** Where its name begins, with nothing but the word version and signs between the two. */
function nameBefore({ name, project, images = [] }: Unit, before: string): number | undefined {
  for (const word of [...images, name, nameOf(name), project].sort((a, b) => b.length - a.length)) {
    const spelled = literal(word).replaceAll(/[-_]/g, '[-_ ]');
    const found = new RegExp(
      `(?<![\\w./-])${spelled}[\\s_-]*(?:(?:current\\s+)?(?:version|release|tag))?[\\s:=@"'\`*|v-]*$`,
      'i',
    ).exec(before);
    if (found !== null) return found.index;
  }
  return undefined;
}

/** Documents, and other files of people at the top of the repository or of a unit; not what releases edit anyway. */
function fileTest({ graph, config }: Around): (file: string) => boolean {
  const isPage = pageTest(graph.units, config.exclude);
  const isManifest = picomatch(
    ecosystems.flatMap(({ globs }) => [...globs]),
    { dot: true },
  );
  const edited = new Set([
    ...graph.units.flatMap(({ manifest, workspace, versionSource, copies = [] }) => [
      manifest,
      workspace,
      versionSource !== undefined && 'at' in versionSource ? versionSource.at.file : undefined,
      ...copies.map(({ at }) => at.file),
    ]),
    ...graph.edges.flatMap(({ file, requirements }) => [file, ...requirements.map(({ at }) => at.file)]),
    'nx.json',
    'convoy.json',
  ]);
  const folders = new Set(['.', ...graph.units.map(({ root }) => root)]);
  const isLock = (file: string): boolean => /(?:^|[-.])lock(?:[.-]|b?$)|shrinkwrap|\.sum$/i.test(nameOf(file));
  return (file) =>
    isPage(file) ||
    (folders.has(folderOf(file)) &&
      !edited.has(file) &&
      !isManifest(file) &&
      !isLock(file) &&
      setAside(folderOf(file)) === undefined &&
      // A page that is none of the above tells of other times.
      !/\.(?:md|mdx|markdown|rst|adoc)$/i.test(file));
}
