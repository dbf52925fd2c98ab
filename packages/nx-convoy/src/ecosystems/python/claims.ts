import type { Claim } from '../../model/claim.ts';
import type { Place, Problem } from '../../model/problem.ts';
import { isSameVersion, pinOf } from '../../versions/pep440.ts';
import { claimOf, claimPath, type Ground, type PathNeed } from './locals.ts';
import { normalise } from './names.ts';
import { listsOf, needsOf, type Need } from './needs.ts';
import type { Naming } from './naming.ts';
import { poetryNeeds } from './poetry.ts';
import { memberMissing, valueInvalid } from './problems.ts';
import type { Project } from './project.ts';
import { pathOf } from './references.ts';
import { parseRequirement } from './requirement.ts';
import { misshapen } from './shapes.ts';
import type { Sources } from './sources.ts';

/** A unit of this survey as others may require it. */
export interface Sibling {
  readonly key: string;
  /** Looked up only where a pin asks: it may stand with a crate. */
  version(): string | undefined;
}

/** What a project is seen against. */
export interface Surroundings {
  readonly key: string;
  readonly sources: Sources;
  /** The members of its uv workspace by normalised name. */
  readonly members: ReadonlyMap<string, string>;
  /** All units by normalised name. */
  readonly siblings: ReadonlyMap<string, readonly Sibling[]>;
  readonly ground: Ground;
}

export interface Claims {
  readonly claims: Claim[];
  readonly problems: Problem[];
}

/** What a package needs from this repository, proven by a path, a membership or an exact pin, never by a name alone. */
export function claimsOf(project: Project, naming: Naming, around: Surroundings): Claims {
  const lists = listsOf(project);
  const found: Claims = { claims: [], problems: [...misshapen(project, lists)] };
  for (const need of needsOf(project, naming, lists)) addNeed(need, project, naming, around, found);
  for (const { name, kind, at, path, version } of poetryNeeds(project)) {
    const local = path === undefined ? undefined : pathOf(path);
    if (local !== undefined) addPath({ name, kind, at, path: local, from: project.folder }, project, around, found);
    else if (path === undefined) addPin({ kind, text: name, at }, name, version, naming, around, found);
  }
  return found;
}

/** One requirement of any file: a direct reference, a name that uv takes from here, or an exact pin. */
export function addNeed(need: Need, project: Project, naming: Naming, around: Surroundings, found: Claims): void {
  const editable = /^\s*(?:-e|--editable)[\s=]+(.*)$/s.exec(need.text)?.[1];
  const requirement = editable === undefined ? parseRequirement(need.text) : undefined;
  const reference = editable ?? requirement?.url;
  if (reference !== undefined) {
    const path = pathOf(reference);
    if (path !== undefined)
      addPath({ ...need, name: requirement?.name ?? path, path, from: project.folder }, project, around, found);
    return;
  }
  if (requirement === undefined) return void found.problems.push(...unreadable(need, project));
  if (around.sources.size > 0 && addSourced(need, requirement, project, around, found)) return;
  addPin(need, requirement.name, requirement.range, naming, around, found);
}

export function addPath(need: PathNeed, project: Project, { key, ground }: Surroundings, found: Claims): void {
  const { claim, problem } = claimPath(need, key, project.folder, ground);
  if (claim !== undefined) found.claims.push(claim);
  if (problem !== undefined) found.problems.push(problem);
}

/** Whether `[tool.uv.sources]` says where the requirement comes from; then a pin proves nothing more. */
function addSourced(
  need: Need,
  { name, range }: { readonly name: string; readonly range?: string },
  project: Project,
  around: Surroundings,
  found: Claims,
): boolean {
  const sources = around.sources.get(normalise(name)) ?? [];
  for (const source of sources) {
    const needed = { ...need, name, ...(range === undefined ? {} : { range }) };
    if (source.is === 'elsewhere') continue;
    if (source.is === 'path') {
      const path = pathOf(source.path);
      if (path !== undefined) addPath({ ...needed, path, from: source.from }, project, around, found);
      continue;
    }
    const key = around.members.get(normalise(name));
    if (key === undefined) found.problems.push(noMember(name, need.at));
    else if (key !== around.key) found.claims.push(claimOf(needed, around.key, { key }));
  }
  return sources.length > 0;
}

/** A pin to exactly the version at which one unit of that name stands: the two are released together. */
function addPin(
  need: Need,
  name: string,
  range: string | undefined,
  naming: Naming,
  around: Surroundings,
  found: Claims,
): void {
  const pin = range === undefined ? undefined : pinOf(range);
  if (pin === undefined || range === undefined || normalise(name) === normalise(naming.name)) return;
  const same = (around.siblings.get(normalise(name)) ?? []).filter((sibling) => isAt(sibling, pin));
  const [only, ...others] = same;
  if (only === undefined || others.length > 0) return;
  found.claims.push(claimOf({ ...need, range }, around.key, { key: only.key }));
}

function isAt(sibling: Sibling, pin: string): boolean {
  const version = sibling.version();
  return version !== undefined && isSameVersion(version, pin);
}

/** Only a manifest of the standard form is held to it; older files hold options and comments of many tools. */
function unreadable({ text, at }: Need, { pyproject }: Project): readonly Problem[] {
  if (at.file !== pyproject?.file || /^\s*($|[#.{/]|--?\w)/.test(text)) return [];
  return [
    valueInvalid(
      `"${text}" is no requirement.`,
      plain(at),
      'Write it as PEP 508 has it: name>=1.0, or name @ address.',
    ),
  ];
}

const noMember = (name: string, at: Place): Problem =>
  memberMissing(
    `${name} is to come from the uv workspace, which has no member of that name.`,
    plain(at),
    `Add the folder of ${name} to the workspace's members, or take it from an index.`,
  );

const plain = ({ file, line }: Place): Place => ({ file, ...(line === undefined ? {} : { line }) });
