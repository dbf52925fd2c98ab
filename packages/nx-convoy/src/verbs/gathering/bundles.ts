import type { Depot, Lying } from '../../model/depot.ts';
import type { Problem } from '../../model/problem.ts';
import { bundleFile, bundleFiles, readBundle, textDigest, unreadable } from '../../packaging/bundle.ts';
import type { FoundBundle } from '../../packaging/bundle-expect.ts';
import { isSafe, strange } from '../../packaging/bundle-names.ts';
import type { Bundle } from '../../packaging/bundle-schema.ts';

/** More than the list of any bundle has. */
const mostText = 64 * 1024 * 1024;

/** Hidden files that keep git away from a folder; some ways of handing on leave them out. */
const ignored = '.gitignore';

export interface Bundles {
  readonly found: readonly FoundBundle[];
  /** Jobs whose bundles are there, and cannot be taken. */
  readonly broken: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The bundles in a folder, one in each folder of it, or the folder itself: those of which every file is what bundle.json tells, and nothing
 * else is there. Whatever machines have sent is looked through before anything is made of it.
 */
export async function gatherBundles(folder: string, most: number, depot: Depot): Promise<Bundles> {
  const lying = await depot.list(folder);
  if (lying === undefined) return { found: [], broken: [], problems: [noFolder(folder)] };
  const total = strange(lying, folder, most).filter(({ code }) => code === 'BUNDLE_TOO_LARGE');
  if (total.length > 0) return { found: [], broken: [], problems: total };
  const [found, broken, problems]: [FoundBundle[], string[], Problem[]] = [[], [], []];
  for (const [name, below] of foldersIn(lying)) {
    const at = name === '.' ? folder : `${folder}/${name}`;
    if (below === undefined) {
      problems.push(stray(folder, name));
      continue;
    }
    const one = await readOne(at, below, most, depot);
    problems.push(...one.problems);
    if (one.found !== undefined) found.push(one.found);
    else if (one.job !== undefined) broken.push(one.job);
  }
  return { found, broken, problems };
}

/** By the first part of their paths; undefined for what lies beside the folders. */
function foldersIn(lying: readonly Lying[]): ReadonlyMap<string, readonly Lying[] | undefined> {
  if (lying.some(({ path }) => path === bundleFile)) return new Map([['.', lying]]);
  const folders = new Map<string, Lying[] | undefined>();
  for (const one of lying) {
    const slash = one.path.indexOf('/');
    const name = slash < 0 ? one.path : one.path.slice(0, slash);
    if (slash < 0) {
      if (one.kind === 'folder') folders.set(name, folders.get(name) ?? []);
      else if (name !== ignored) folders.set(name, undefined);
      continue;
    }
    folders.set(name, [...(folders.get(name) ?? []), { ...one, path: one.path.slice(slash + 1) }]);
  }
  return folders;
}

interface ReadOne {
  readonly found?: FoundBundle;
  readonly job?: string;
  readonly problems: readonly Problem[];
}

async function readOne(folder: string, lying: readonly Lying[], most: number, depot: Depot): Promise<ReadOne> {
  const odd = strange(lying, folder, most);
  const text = await depot.text(`${folder}/${bundleFile}`, mostText);
  const read = text === undefined ? undefined : readBundle(text, folder);
  if (read?.ok !== true || text === undefined)
    return { problems: [...odd, ...(read === undefined ? [unreadable(folder)] : read.ok ? [] : read.problems)] };
  const bundle = read.value;
  const { job } = bundle;
  const listed = [...odd, ...listedBadly(folder, bundle)];
  // Nothing is opened by a name that leads elsewhere.
  if (listed.length > 0) return { job, problems: listed };
  const problems = [...differing(folder, bundle, lying)];
  for (const { name, sha256 } of problems.length > 0 ? [] : bundle.files)
    if ((await depot.digest(`${folder}/${bundleFiles}/${name}`)) !== sha256)
      problems.push(altered(folder, bundle, name, 'has other bytes than its list says'));
  return problems.length > 0
    ? { job, problems }
    : { job, found: { folder, bundle, digest: textDigest(text) }, problems };
}

/** Only an earlier bundle gives way: whatever else is in a folder is not ours to put away. */
export async function takenFolder(folder: string, depot: Depot): Promise<readonly Problem[]> {
  const there = (await depot.list(folder)) ?? [];
  return there.length === 0 || there.some(({ path }) => path === bundleFile) ? [] : [taken(folder)];
}

/** What it tells may be as strange as what it holds. */
function listedBadly(folder: string, { files }: Bundle): readonly Problem[] {
  const lying = files.map(({ name, size }): Lying => ({ path: name, kind: 'file', size }));
  return strange(lying, `${folder}/${bundleFile}`, Infinity).concat(files.length === 0 ? [unreadable(folder)] : []);
}

function differing(folder: string, bundle: Bundle, lying: readonly Lying[]): readonly Problem[] {
  const there = new Map(lying.flatMap(({ path, kind, size }) => (kind === 'file' ? [[path, size] as const] : [])));
  const told = new Set(bundle.files.map(({ name }) => `${bundleFiles}/${name}`));
  return [
    ...bundle.files.flatMap(({ name, size }) => {
      const is = there.get(`${bundleFiles}/${name}`);
      if (is === undefined) return [altered(folder, bundle, name, 'is gone, and its list tells it')];
      return is === size ? [] : [altered(folder, bundle, name, `has ${is} bytes, and ${size} by its list`)];
    }),
    ...[...there.keys()]
      .filter((path) => path !== bundleFile && path !== ignored && !told.has(path))
      .map((path) => unlisted(folder, bundle, path)),
  ];
}

/** A text among the files of a bundle that was looked through. */
export const textIn = (found: FoundBundle, name: string, depot: Depot): Promise<string | undefined> =>
  isSafe(name) ? depot.text(`${found.folder}/${bundleFiles}/${name}`, mostText) : Promise.resolve(undefined);

const noFolder = (folder: string): Problem => ({
  code: 'BUNDLE_MISSING',
  severity: 'error',
  what: `There is no folder ${folder}.`,
  fix: 'Name the folder into which the bundles of all jobs were fetched, a folder for each.',
});

const stray = (folder: string, name: string): Problem => ({
  code: 'BUNDLE_EXTRA',
  severity: 'error',
  what: `${folder}/${name} lies beside the bundles, and belongs to none.`,
  fix: 'Take it out of the folder, or name another: it holds a folder for each bundle, and nothing else.',
});

const unlisted = (folder: string, { job }: Bundle, path: string): Problem => ({
  code: 'BUNDLE_EXTRA',
  severity: 'error',
  what: `${folder} (${job}) has ${path}, which its list does not tell.`,
  fix: `Hand on what the job leaves as it is; run it again: nx-convoy package --plan=plan.json --job=${job} --bundle=<folder>`,
});

const altered = (folder: string, { job }: Bundle, file: string, how: string): Problem => ({
  code: 'BUNDLE_ALTERED',
  severity: 'error',
  what: `${file} of ${folder} (${job}) ${how}: it is not what the job made.`,
  fix: `Find out who changed it on its way; then run the job again: nx-convoy package --plan=plan.json --job=${job} --bundle=<folder>`,
});

const taken = (folder: string): Problem => ({
  code: 'BUNDLE_FOLDER_TAKEN',
  severity: 'error',
  what: `${folder} holds something else than a bundle, which would be lost.`,
  fix: `Name a folder that is empty or not there yet: --bundle=${folder}/<job>.`,
});
