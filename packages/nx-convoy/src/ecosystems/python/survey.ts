import type { Claim } from '../../model/claim.ts';
import type { Ignored, Survey } from '../../model/ecosystem.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Found } from '../../model/unit.ts';
import { isTemplate } from '../../text/placeholder.ts';
import { bundlesOf } from './bundles.ts';
import { claimsOf, type Claims, type Sibling, type Surroundings } from './claims.ts';
import { addLines } from './lines.ts';
import { groundOf } from './locals.ts';
import { membership } from './membership.ts';
import { isPlaceholder, normalise } from './names.ts';
import { nameOfProject, whyIgnored, type Naming } from './naming.ts';
import { whyPrivate } from './privacy.ts';
import { filesOf, readProjects, type Project } from './project.ts';
import { requirementFiles } from './requirement-files.ts';
import { withVersion } from './setup.ts';
import { copiesOf, skewsOf } from './skew.ts';
import { sourcesOf, type Sources } from './sources.ts';
import { takenVersion } from './taken.ts';
import { readerOf, versionOf } from './version/version.ts';

/** A folder that is a unit, with all that its claims are made from. */
interface Package {
  readonly project: Project;
  readonly naming: Naming;
  readonly unit: Found;
  readonly root?: Project;
}

export function survey(repo: Snapshot): Survey {
  const { projects, ignored, problems } = readProjects(repo);
  const members = membership(new Map(projects.map((project) => [project.folder, project])));
  const left: Ignored[] = [...ignored];
  const found: Problem[] = [...problems, ...members.problems];
  const packages: Package[] = [];

  for (const project of projects) {
    const root = members.rootOf.get(project.folder);
    const named = nameOfProject(project, repo);
    const why = named.is === 'named' ? reasonToLeave(project, root, named.naming.name) : undefined;
    if (named.is === 'invalid' && project.aside === undefined) found.push(named.problem);
    else if (named.is !== 'named' || why !== undefined) {
      left.push(...filesOf(project).map((file) => ({ file, why: why ?? project.aside ?? whyIgnored(project, file) })));
    } else packages.push(packageOf(project, named.naming, root, repo, found));
  }
  const claims = allClaims(packages, repo, found);
  return { units: packages.map(({ unit }) => unit), claims, ignored: left, problems: found };
}

function reasonToLeave(project: Project, root: Project | undefined, name: string): string | undefined {
  if (isTemplate(name) || isPlaceholder(name)) return 'is a template: its name is a placeholder';
  if (project.setup?.content.isTemplate === true) return 'is a template: it holds placeholders';
  // A member is a unit wherever it lies; what its workspace is decides.
  if (root !== undefined) return root.aside === undefined ? undefined : `its workspace ${root.aside}`;
  return project.aside;
}

function packageOf(
  project: Project,
  naming: Naming,
  root: Project | undefined,
  repo: Snapshot,
  problems: Problem[],
): Package {
  const reader = readerOf(project, naming, repo);
  const { version, source } = versionOf(reader);
  const why = whyPrivate(project, naming);
  const copies = copiesOf(reader, source);
  problems.push(...skewsOf(copies, version));
  const unit: Found = {
    key: naming.manifest,
    name: naming.name,
    root: project.folder,
    manifest: naming.manifest,
    ...(version === undefined ? {} : { version }),
    versionSource: source,
    ...(copies.length === 0 ? {} : { copies }),
    private: why !== undefined,
    ...(why === undefined ? {} : { why }),
    registries: [],
    ...(root?.pyproject === undefined ? {} : { workspace: root.pyproject.file }),
  };
  return {
    project: version === undefined ? project : knowing(project, version),
    naming,
    unit,
    ...(root === undefined ? {} : { root }),
  };
}

const knowing = (project: Project, version: string): Project =>
  project.setup === undefined
    ? project
    : { ...project, setup: { ...project.setup, content: withVersion(project.setup.content, version) } };

function allClaims(packages: readonly Package[], repo: Snapshot, problems: Problem[]): readonly Claim[] {
  const claims: Claim[] = [];
  const ground = groundOf(repo, new Map(packages.map(({ unit }) => [unit.root, unit.key])));
  const siblings = siblingsOf(packages, repo);
  const membersOf = membersByRoot(packages);
  const files = requirementFiles(repo);
  const known = new WeakMap<Project, Sources>();
  for (const { project, naming, unit, root } of packages) {
    const around: Surroundings = {
      key: unit.key,
      sources: sourcesOf(project, root, known),
      members: membersOf.get(root) ?? new Map<string, string>(),
      siblings,
      ground,
    };
    const found: Claims = claimsOf(project, naming, around);
    addLines(project, naming, files.get(project.folder) ?? [], repo, around, found);
    const bundles = bundlesOf(project, unit.key, ground);
    claims.push(...found.claims, ...bundles.claims);
    problems.push(...found.problems, ...bundles.problems);
  }
  return claims;
}

function siblingsOf(packages: readonly Package[], repo: Snapshot): ReadonlyMap<string, readonly Sibling[]> {
  const siblings = new Map<string, Sibling[]>();
  for (const { unit } of packages) {
    const { versionSource: source } = unit;
    const version = (): string | undefined =>
      unit.version ?? (source?.is === 'of' ? takenVersion(source.target, repo) : undefined);
    const list = siblings.get(normalise(unit.name));
    if (list === undefined) siblings.set(normalise(unit.name), [{ key: unit.key, version }]);
    else list.push({ key: unit.key, version });
  }
  return siblings;
}

function membersByRoot(packages: readonly Package[]): ReadonlyMap<Project | undefined, ReadonlyMap<string, string>> {
  const members = new Map<Project | undefined, Map<string, string>>();
  for (const { root, unit } of packages) {
    if (root === undefined) continue;
    const named = members.get(root) ?? new Map<string, string>();
    members.set(root, named.set(normalise(unit.name), unit.key));
  }
  return members;
}
