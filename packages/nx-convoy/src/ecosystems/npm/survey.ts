import type { Claim } from '../../model/claim.ts';
import type { Config } from '../../model/config.ts';
import type { Ignored, Survey } from '../../model/ecosystem.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found } from '../../model/unit.ts';
import { folderOf } from '../../paths/inside.ts';
import { readJson } from '../../text/json/read.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { isTemplate } from '../../text/placeholder.ts';
import { readManifests } from '../reading.ts';
import { claimsOf } from './claims.ts';
import { isPrivate, isShim, tableOf, type Package } from './manifest.ts';
import { membership, type Membership } from './membership.ts';
import { isPlatform } from './platforms.ts';
import { fieldProblems, nameProblem } from './shape.ts';

export function survey(repo: Snapshot, config: Config): Survey {
  const { manifests: packages, ignored, problems } = readManifests(repo, isManifest, readJson, config);
  const members = membership(repo, packages, config);
  const left: Ignored[] = [...ignored, ...members.ignored];
  const found: Problem[] = [...problems, ...members.problems];
  const kept: Package[] = [];
  for (const pkg of packages) {
    const wrong = pkg.aside === undefined ? nameProblem(pkg) : undefined;
    if (wrong !== undefined) {
      found.push(wrong);
      continue;
    }
    const why = reasonToLeave(pkg, members);
    if (why === undefined) kept.push(pkg);
    else left.push({ file: pkg.file, why });
    if (pkg.aside === undefined) found.push(...fieldProblems(pkg));
  }
  const claims: Claim[] = [];
  const read = claimsOf(
    {
      repo,
      files: new Set(repo.files),
      packages: new Map(packages.map((pkg) => [pkg.file, pkg])),
      byFolder: groupBy(kept, (pkg) => folderOf(pkg.folder)),
      workspaceOf: members.workspaceOf,
      platforms: groupBy(kept.filter(isPlatform), (pkg) => stringOf(tableOf(pkg).name) ?? ''),
    },
    new Set(kept.map((pkg) => pkg.file)),
  );
  for (const pkg of kept) {
    const claimed = read(pkg);
    claims.push(...claimed.claims);
    found.push(...claimed.problems);
  }
  return { units: kept.map((pkg) => unitOf(pkg, members)), claims, ignored: left, problems: found };
}

const isManifest = (file: string): boolean => file === 'package.json' || file.endsWith('/package.json');

function reasonToLeave(pkg: Package, { roots, workspaceOf, strays }: Membership): string | undefined {
  const name = stringOf(tableOf(pkg).name);
  if (roots.has(pkg.file) && (name === undefined || isPrivate(pkg))) return 'is the workspace root';
  if (name === undefined) return 'has no name';
  if (isShim(pkg)) return 'is a shim: it carries the tasks of what else lies here';
  if (isTemplate(name)) return 'is a template: its name is a placeholder';
  // A member is a unit wherever it lies; what its workspace is decides.
  const workspace = workspaceOf.get(pkg.file);
  if (workspace !== undefined) {
    const { aside } = workspace.listing;
    return aside === undefined ? undefined : `its workspace ${aside}`;
  }
  const hidden = pkg.folder.split('/').find((part) => part.length > 1 && part.startsWith('.'));
  // Actions of a forge, editors' settings: code that runs here, and that nobody else installs.
  if (hidden !== undefined) return pkg.aside ?? `lies in ${hidden}: a hidden folder`;
  const stray = strays.get(pkg.file);
  if (stray === undefined || isReleasedAlone(pkg)) return pkg.aside;
  return `is no member of the workspace ${stray.file}`;
}

/** Platform packages and the like: they are not installed with the others, but they are published. */
const isReleasedAlone = (pkg: Package): boolean =>
  pkg.aside === undefined && !isPrivate(pkg) && typeof tableOf(pkg).version === 'string';

function unitOf(pkg: Package, members: Membership): Found {
  const table = tableOf(pkg);
  const version = stringOf(table.version);
  const why = reasonForPrivate(pkg);
  const registry = stringOf(objectOf(table.publishConfig).registry);
  const workspace = members.workspaceOf.get(pkg.file)?.listing.file;
  return {
    key: pkg.file,
    name: stringOf(table.name) ?? '',
    root: pkg.folder,
    manifest: pkg.file,
    ...(version === undefined
      ? {}
      : { version, versionSource: { is: 'written', at: { file: pkg.file, line: pkg.content.line('version') } } }),
    private: why !== undefined,
    ...(why === undefined ? {} : { why }),
    registries: registry === undefined ? [] : [registry],
    ...(workspace === undefined ? {} : { workspace }),
  };
}

function reasonForPrivate(pkg: Package): string | undefined {
  const table = tableOf(pkg);
  if (isPrivate(pkg)) return '"private": true';
  if (typeof table.version !== 'string') return 'has no version, so npm does not publish it';
  // Its registry is the marketplace of editors, which reads the same file.
  return stringOf(objectOf(table.engines).vscode) === undefined ? undefined : 'is an extension for an editor';
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
