import type { Claim, EdgeKind } from '../../model/claim.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { stringOf, tableOf } from '../../text/toml/read.ts';
import {
  isInherited,
  manifestAt,
  needOf,
  packageTable,
  requirements,
  type Crate,
  type Need,
  type Requirement,
  type Section,
} from './manifest.ts';
import { admits } from './ranges.ts';

const kinds: Readonly<Record<Section, EdgeKind>> = {
  dependencies: 'runtime',
  'build-dependencies': 'build',
  'dev-dependencies': 'dev',
};

/** What a crate needs from this repository: proven by a path or a `[patch]`, never by a name that a registry also has. */
export function claimsOf(
  crate: Crate,
  root: Crate | undefined,
  crates: ReadonlyMap<string, Crate>,
  isUnit: ReadonlySet<string>,
  repo: Snapshot,
): { claims: readonly Claim[]; problems: readonly Problem[]; unversioned: readonly Unversioned[] } {
  const claims: Claim[] = [];
  const unversioned: Unversioned[] = [];
  const problems: Problem[] = [];
  const patches = patchesOf(root ?? crate);
  for (const requirement of requirements(crate)) {
    const need = needOf(requirement, crate, root);
    if (need === undefined) {
      problems.push(notInherited(requirement, crate, root));
      continue;
    }
    const manifest = need.path === undefined ? patched(need, patches, crates, root) : manifestAt(need.from, need.path);
    if (manifest === crate.file) continue; // A crate's dev-dependency on itself, to test its own features.
    if (manifest !== undefined && isUnit.has(manifest)) claims.push(claim(requirement, need, crate, manifest));
    else if (need.path !== undefined && (manifest === undefined || !crates.has(manifest))) {
      problems.push(nothingThere(requirement, need, crate, manifest, repo));
    }
    if (manifest !== undefined && isUnit.has(manifest) && isBlocker(requirement, need, crate, root)) {
      unversioned.push({ need, key: requirement.key, by: crate, manifest });
    }
  }
  return { claims, problems, unversioned };
}

/** A requirement by path alone: cargo refuses to publish what needs it. */
export interface Unversioned {
  readonly need: Need;
  readonly key: string;
  readonly by: Crate;
  readonly manifest: string;
}

const claim = (requirement: Requirement, need: Need, crate: Crate, manifest: string): Claim => ({
  from: crate.file,
  kind: kinds[requirement.section],
  to: { key: manifest },
  at: { file: crate.file, line: requirement.line },
  ...(need.range === undefined ? {} : { range: need.range, rangeAt: need.at }),
  // Cargo drops a dev-dependency without version from what it publishes; one with a version must be in the index.
  ...(requirement.section === 'dev-dependencies' ? { verified: need.range !== undefined } : {}),
});

interface Patch {
  readonly source: string;
  readonly name: string;
  readonly manifest: string;
}

/** `[patch]` counts only in a workspace's root manifest. */
function patchesOf(root: Crate): readonly Patch[] {
  return Object.entries(tableOf(root.content.data.patch)).flatMap(([source, table]) =>
    Object.entries(tableOf(table)).flatMap(([key, spec]) => {
      const path = stringOf(tableOf(spec).path);
      const manifest = path === undefined ? undefined : manifestAt(root.folder, path);
      return manifest === undefined ? [] : [{ source, name: stringOf(tableOf(spec).package) ?? key, manifest }];
    }),
  );
}

/** The local crate that takes a requirement's place: same name and source, and a version that the requirement admits. */
function patched(
  need: Need,
  patches: readonly Patch[],
  crates: ReadonlyMap<string, Crate>,
  root: Crate | undefined,
): string | undefined {
  return patches.find((patch) => {
    if (patch.name !== need.name) return false;
    if (need.git !== undefined) return patch.source === need.git;
    const crate = crates.get(patch.manifest);
    const version = crate === undefined ? undefined : versionOf(crate, root);
    return version !== undefined && admits(need.range ?? '*', version) === true;
  })?.manifest;
}

export function versionOf(crate: Crate, root: Crate | undefined): string | undefined {
  const version = packageTable(crate)?.version;
  return isInherited(version)
    ? stringOf(tableOf(tableOf(root?.content.data.workspace).package).version)
    : stringOf(version);
}

function isBlocker(requirement: Requirement, need: Need, crate: Crate, root: Crate | undefined): boolean {
  if (requirement.section === 'dev-dependencies' || need.range !== undefined || need.path === undefined) return false;
  const table = packageTable(crate);
  const publish = isInherited(table?.publish)
    ? tableOf(tableOf(root?.content.data.workspace).package).publish
    : table?.publish;
  return publish !== false && versionOf(crate, root) !== undefined;
}

function nothingThere(
  requirement: Requirement,
  need: Need,
  crate: Crate,
  manifest: string | undefined,
  repo: Snapshot,
): Problem {
  const where = { file: crate.file, line: requirement.line };
  if (manifest === undefined) {
    return {
      code: 'PATH_OUTSIDE',
      severity: 'warning',
      what: `${requirement.key} is required from ${need.path ?? ''}, which lies outside of the workspace; it was not looked at.`,
      where,
      fix: 'Move the crate into the workspace, or require it from a registry.',
    };
  }
  const broken = repo.files.includes(manifest);
  return {
    code: broken ? 'PATH_UNREADABLE' : 'PATH_MISSING',
    severity: 'warning',
    what: `${requirement.key} is required from ${manifest}, which ${broken ? 'cannot be read' : 'is not there'}.`,
    where,
    fix: broken ? `Mend ${manifest}.` : 'Check it out (git submodule update --init), or correct the path.',
  };
}

const notInherited = (requirement: Requirement, crate: Crate, root: Crate | undefined): Problem => ({
  code: 'CARGO_NOT_INHERITED',
  severity: 'error',
  what: `${requirement.key} is inherited from the workspace, but ${root === undefined ? 'the crate is in none' : `${root.file} does not list it below [workspace.dependencies]`}.`,
  where: { file: crate.file, line: requirement.line },
  fix:
    root === undefined
      ? `Write a version: ${requirement.key} = "...".`
      : `Add ${requirement.key} to [workspace.dependencies] in ${root.file}.`,
});
