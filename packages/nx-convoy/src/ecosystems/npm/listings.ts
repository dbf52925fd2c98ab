import type { Config } from '../../model/config.ts';
import type { Ignored } from '../../model/ecosystem.ts';
import type { Problem, Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { nameOf } from '../../paths/inside.ts';
import { isObject, listOf, objectOf, type JsonObject } from '../../text/json/narrow.ts';
import { readJsonc } from '../../text/json/read.ts';
import { readYaml } from '../../text/yaml/read.ts';
import { readManifests, type Read } from '../reading.ts';
import type { Listing } from './listing.ts';
import { tableOf, type Package } from './manifest.ts';

/** A file of any format that tells its data and where it stands. */
interface Located {
  readonly data: unknown;
  line(...path: readonly (string | number)[]): number;
}

export interface Listings {
  readonly byFolder: ReadonlyMap<string, Listing>;
  readonly ignored: readonly Ignored[];
  readonly problems: readonly Problem[];
}

/** All listings by folder. Where several files of a folder list members, the tool that manages it reads its own. */
export function listings(repo: Snapshot, packages: readonly Package[], config: Config): Listings {
  const read = readManifests<Located>(repo, isToolFile, parse, config);
  const problems: Problem[] = [...read.problems];
  const byFolder = new Map<string, Listing>();
  const add = (file: Read<Located>, patterns: readonly unknown[], path: Path, settings: JsonObject = {}): void => {
    if (patterns.length > 0) byFolder.set(file.folder, listing(file, patterns, path, settings));
  };
  for (const file of named(read.manifests, 'lerna.json')) {
    add(file, listOf(objectOf(file.content.data).packages), (index) => ['packages', index]);
  }
  for (const pkg of packages) {
    const { workspaces } = tableOf(pkg);
    if (!isObject(workspaces)) add(pkg, listOf(workspaces), (index) => ['workspaces', index]);
    else add(pkg, listOf(workspaces.packages), (index) => ['workspaces', 'packages', index]);
  }
  for (const file of named(read.manifests, 'rush.json')) {
    const projects = listOf(objectOf(file.content.data).projects).map((project) => objectOf(project).projectFolder);
    add(file, projects, (index) => ['projects', index, 'projectFolder']);
  }
  for (const file of named(read.manifests, 'pnpm-workspace.yaml')) {
    const settings = objectOf(file.content.data);
    add(file, listOf(settings.packages), (index) => ['packages', index], settings);
    if (file.aside === undefined && typeof settings.packages === 'string' && settings.packages !== '') {
      problems.push(noList(file));
    }
  }
  return { byFolder, ignored: read.ignored, problems };
}

const toolFiles: ReadonlySet<string> = new Set(['pnpm-workspace.yaml', 'lerna.json', 'rush.json']);
const isToolFile = (file: string): boolean => toolFiles.has(nameOf(file));

const parse = (text: string, file: string): Result<Located> =>
  file.endsWith('.yaml') ? readYaml(text, file) : readJsonc(text, file);

const named = (files: readonly Read<Located>[], name: string): readonly Read<Located>[] =>
  files.filter(({ file }) => nameOf(file) === name);

/** Where the pattern of that index stands. */
type Path = (index: number) => readonly (string | number)[];

const listing = (
  { file, folder, aside, content }: Read<Located>,
  patterns: readonly unknown[],
  path: Path,
  settings: JsonObject,
): Listing => ({
  file,
  folder,
  ...(aside === undefined ? {} : { aside }),
  patterns,
  line: (index) => content.line(...path(index)),
  place: (...keys) => content.line(...keys),
  settings,
});

const noList = (file: Read<Located>): Problem => ({
  code: 'NPM_WORKSPACES_INVALID',
  severity: 'error',
  what: 'packages is no list.',
  where: { file: file.file, line: file.content.line('packages') },
  fix: 'Write a list: packages: ["packages/*"].',
});
