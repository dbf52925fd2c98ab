import { listings } from '../../ecosystems/npm/listings.ts';
import { patternsByFolder } from '../../ecosystems/npm/listing.ts';
import { managerOf, type ManagerName } from '../../ecosystems/npm/manager.ts';
import { isShim, tableOf, type Package } from '../../ecosystems/npm/manifest.ts';
import { membership } from '../../ecosystems/npm/membership.ts';
import { readManifests } from '../../ecosystems/reading.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { join, nameOf, upwards } from '../../paths/inside.ts';
import { objectOf, stringOf, textsOf, type JsonObject } from '../../text/json/narrow.ts';
import { readJson, readJsonc } from '../../text/json/read.ts';

/** A package that Turborepo knows; the top of the repository is one as well, and is called `//`. */
export interface Carrier {
  readonly name: string;
  readonly folder: string;
  readonly manifest: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** Tasks that a turbo.json of its own speaks of: what it says goes before what the top says. */
  readonly ownTasks: ReadonlySet<string>;
  readonly isShim: boolean;
}

export interface TurboWorkspace {
  /** turbo.json, or turbo.jsonc. */
  readonly file: string;
  readonly tasks: JsonObject;
  readonly root: Carrier;
  readonly packages: readonly Carrier[];
  /** The file that lists the members. */
  readonly listing: string;
  readonly manager: ManagerName;
  /** Yarn since 2: only what a package itself needs can be run there by its name. */
  readonly isBerry: boolean;
  /** Whether nx-convoy is installed with the workspace. */
  readonly hasConvoy: boolean;
  isListed(folder: string): boolean;
}

export function readWorkspace(repo: Snapshot): Result<TurboWorkspace> {
  const turbo = readTurbo(repo);
  const { manifests } = readManifests(repo, (file) => nameOf(file) === 'package.json', readJson);
  const top = manifests.find(({ folder }) => folder === '.');
  if (!turbo.ok) return turbo;
  if (top === undefined) return fail(noPackage);
  const { workspaceOf } = membership(repo, manifests, noRules);
  const listing = listings(repo, manifests, noRules).byFolder.get('.');
  const files = new Set(repo.files);
  const managed = { root: top, listing: listing ?? { folder: '.', file: top.file } };
  const { name: manager, version } = managerOf(managed, files);
  const patterns = patternsByFolder(listing === undefined ? [] : [listing]);
  const isMember = ({ file, folder }: Package): boolean =>
    folder !== '.' && workspaceOf.get(file)?.listing.folder === '.';
  const { dependencies, devDependencies } = tableOf(top);
  return ok({
    ...turbo.value,
    ...{ manager, root: { ...carrierOf(top, repo), name: '//' }, listing: managed.listing.file },
    packages: manifests.filter(isMember).flatMap((pkg) => {
      const carrier = carrierOf(pkg, repo);
      return carrier.name === '' ? [] : [carrier];
    }),
    isBerry:
      manager === 'yarn' && (version === undefined ? files.has('.yarnrc.yml') : Number.parseInt(version, 10) > 1),
    hasConvoy: [dependencies, devDependencies].some((needs) => Object.hasOwn(objectOf(needs), 'nx-convoy')),
    isListed: (folder) =>
      [...upwards(folder)].some((above) => (patterns.get(above) ?? []).some((one) => one.matches(folder))),
  });
}

const noRules = { include: [], exclude: [], images: [], units: {}, ignore: [] };

function carrierOf({ file, folder, content }: Package, repo: Snapshot): Carrier {
  const pkg = { file, folder, content };
  const table = tableOf(pkg);
  return {
    name: stringOf(table.name) ?? '',
    ...{ folder, manifest: file, isShim: isShim(pkg) },
    scripts: Object.fromEntries(textsOf(table.scripts)),
    ownTasks: new Set(
      turboFiles
        .map((name) => repo.text(join(folder, name)))
        .flatMap((text) => (folder !== '.' && text?.ok === true ? Object.keys(tasksIn(text.value)) : [])),
    ),
  };
}

const turboFiles = ['turbo.json', 'turbo.jsonc'] as const;

const tasksIn = (text: string): JsonObject => {
  const read = readJsonc(text, '');
  return read.ok ? objectOf(objectOf(read.value.data).tasks) : {};
};

function readTurbo(repo: Snapshot): Result<Pick<TurboWorkspace, 'file' | 'tasks'>> {
  const [file, other] = turboFiles.filter((name) => repo.text(name) !== undefined);
  if (file === undefined) return fail(noTurbo);
  if (other !== undefined) return fail(twoOfThem);
  const text = repo.text(file);
  if (text?.ok !== true) return fail(...(text?.problems ?? []));
  const read = readJsonc(text.value, file);
  if (!read.ok) return read;
  const { tasks, pipeline } = objectOf(read.value.data);
  return pipeline === undefined ? ok({ file, tasks: objectOf(tasks) }) : fail(ofOld(file, read.value.line('pipeline')));
}

const noTurbo: Problem = {
  code: 'TURBO_MISSING',
  severity: 'error',
  what: 'There is no turbo.json here: this is no Turborepo workspace.',
  where: { file: 'turbo.json' },
  fix: 'Make it one first: npm install --save-dev turbo, and a turbo.json that holds { "tasks": {} }.',
};

const twoOfThem: Problem = {
  code: 'TURBO_TWICE',
  severity: 'error',
  what: 'turbo.json and turbo.jsonc are both there, and Turborepo takes neither.',
  where: { file: 'turbo.jsonc' },
  fix: 'Keep one of them.',
};

const noPackage: Problem = {
  code: 'TURBO_NO_PACKAGE',
  severity: 'error',
  what: 'There is no package.json at the top that can be read, and Turborepo starts from it.',
  where: { file: 'package.json' },
  fix: 'Make one, with "private": true, "packageManager" and "workspaces".',
};

const ofOld = (file: string, line: number): Problem => ({
  code: 'TURBO_OLD',
  severity: 'error',
  what: `${file} has "pipeline", which Turborepo calls "tasks" since its version 2.`,
  where: { file, line },
  fix: 'Let Turborepo rewrite it: npx @turbo/codemod migrate',
});
