import type { Claim } from '../../model/claim.ts';
import type { Config } from '../../model/config.ts';
import type { Ignored, Survey } from '../../model/ecosystem.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found, VersionSource } from '../../model/unit.ts';
import { isTemplate } from '../../text/placeholder.ts';
import { readToml, stringOf, stringsOf, tableOf } from '../../text/toml/read.ts';
import { readManifests } from '../reading.ts';
import { blockers } from './blockers.ts';
import { claimsOf, type Unversioned } from './claims.ts';
import { isInherited, packageKey, packageTable, type Crate } from './manifest.ts';
import { membership } from './membership.ts';
import { programsIn } from './programs.ts';

export function survey(repo: Snapshot, config: Config): Survey {
  const { manifests, ignored, problems } = readManifests(repo, isManifest, readToml, config);
  const crates = new Map(manifests.map((crate) => [crate.file, crate]));
  const members = membership(crates);
  const left: Ignored[] = [...ignored];
  const units: Found[] = [];
  const claims: Claim[] = [];
  const found: Problem[] = [...problems, ...members.problems];
  const programs = programsIn(repo);

  for (const crate of manifests) {
    const table = packageTable(crate);
    if (table === undefined) continue;
    const root = members.rootOf.get(crate.file);
    const why = reasonToLeave(crate, root, members.strays.get(crate.file));
    if (why !== undefined) left.push({ file: crate.file, why });
    else if (stringOf(table.name) === undefined) found.push(nameless(crate));
    else units.push(unitOf(crate, root, programs(crate)));
  }
  const unversioned: Unversioned[] = [];
  const isUnit = new Set(units.map((unit) => unit.key));
  for (const crate of manifests) {
    if (!isUnit.has(crate.file)) continue;
    const read = claimsOf(crate, members.rootOf.get(crate.file), crates, isUnit, repo);
    claims.push(...read.claims);
    found.push(...read.problems);
    unversioned.push(...read.unversioned);
  }
  const versions = new Map(units.map((unit) => [unit.key, unit.version]));
  found.push(...blockers(unversioned, (manifest) => versions.get(manifest)));
  return { units, claims, ignored: left, problems: found };
}

const isManifest = (file: string): boolean => file === 'Cargo.toml' || file.endsWith('/Cargo.toml');

function reasonToLeave(crate: Crate, root: Crate | undefined, stray: Crate | undefined): string | undefined {
  if (isTemplate(stringOf(packageTable(crate)?.name) ?? '')) return 'is a template: its name is a placeholder';
  // A member is a unit wherever it lies; what its workspace is decides.
  if (root !== undefined) return root.aside === undefined ? undefined : `its workspace ${root.aside}`;
  if (stray !== undefined) return `is neither a member of the workspace ${stray.file} nor excluded from it`;
  return crate.aside;
}

function unitOf(crate: Crate, root: Crate | undefined, programs: readonly string[]): Found {
  const table = packageTable(crate) ?? {};
  const name = stringOf(table.name) ?? '';
  const shared = tableOf(tableOf(root?.content.data.workspace).package);
  const inherits = isInherited(table.version);
  const version = inherits ? stringOf(shared.version) : stringOf(table.version);
  const publish = isInherited(table.publish) ? shared.publish : table.publish;
  const registries = stringsOf(publish);
  const why =
    publish === false
      ? 'publish = false'
      : Array.isArray(publish) && registries.length === 0
        ? 'publish = []'
        : version === undefined
          ? 'has no version, so cargo does not publish it'
          : undefined;
  return {
    key: crate.file,
    name,
    root: crate.folder,
    manifest: crate.file,
    ...(version === undefined ? {} : { version, versionSource: versionSource(crate, inherits ? root : undefined) }),
    private: why !== undefined,
    ...(why === undefined ? {} : { why }),
    registries,
    programs,
    ...(root === undefined ? {} : { workspace: root.file }),
  };
}

function versionSource(crate: Crate, shared: Crate | undefined): VersionSource {
  return shared === undefined
    ? { is: 'written', at: { file: crate.file, line: crate.content.line(packageKey(crate), 'version') } }
    : { is: 'inherited', at: { file: shared.file, line: shared.content.line('workspace', 'package', 'version') } };
}

const nameless = (crate: Crate): Problem => ({
  code: 'CARGO_NAME_MISSING',
  severity: 'error',
  what: 'The package has no name.',
  where: { file: crate.file, line: crate.content.line(packageKey(crate)) },
  fix: 'Add name = "..." below [package], or exclude the file.',
});
