import type { Claim } from '../../model/claim.ts';
import type { Problem } from '../../model/problem.ts';
import { isObject } from '../../text/json/narrow.ts';
import { bundlesOf } from './bundles.ts';
import { catalogued, leadOf, type Lead, type Need, type Surroundings } from './leads.ts';
import { linksByRange } from './manager.ts';
import { isPrivate, requirements, sections, tableOf, type Package } from './manifest.ts';
import type { Workspace } from './membership.ts';
import { isPlatform, platformsOf } from './platforms.ts';
import { forcedIn, pathIn, replacements } from './protocols.ts';

export interface Claimed {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

/** What a package needs of this repository: proven by a protocol, by membership or by a pin, never by a name alone. */
export function claimsOf(around: Omit<Surroundings, 'links'>, isUnit: ReadonlySet<string>): (pkg: Package) => Claimed {
  const links = once((workspace: Workspace) => linksByRange(workspace, around.repo, around.files));
  const replaced = once(replacements);
  const surroundings = { ...around, links };

  return (pkg) => {
    const workspace = around.workspaceOf.get(pkg.file);
    const claims: Claim[] = [];
    const problems: Problem[] = wrongSections(pkg);
    for (const requirement of requirements(pkg)) {
      const { written, name, section } = requirement;
      if (typeof written !== 'string') {
        problems.push(invalid(pkg, section, name));
        continue;
      }
      const instead = workspace === undefined ? undefined : replaced(workspace).get(name);
      const isStranger = workspace?.byName.has(name) !== true && !around.platforms.has(name);
      if (isStranger && instead === undefined && !isLocal(written)) continue;
      const need: Need = { ...requirement, written, pkg, workspace, spec: written, from: pkg.folder, ...instead };
      const lead = leadOf(need, surroundings);
      if (lead === undefined) continue;
      if ('problem' in lead) problems.push(lead.problem);
      if (!leadsToUnit(lead, pkg, isUnit)) continue;
      claims.push(claim(need, lead), ...forced(need, lead));
      if (isBlocker(need)) problems.push(pathPublished(need));
    }
    return { claims: [...claims, ...nativeClaims(pkg, claims, around)], problems };
  };
}

/** Most requirements are of strangers: this asks only whether the words themselves point into the repository. */
const isLocal = (written: string): boolean =>
  written.startsWith('workspace:') || written.startsWith('catalog:') || pathIn(written) !== undefined;

/** What is compiled in, and the packages that carry it to each platform: the main package only picks among them. */
function nativeClaims(pkg: Package, claims: readonly Claim[], around: Omit<Surroundings, 'links'>): readonly Claim[] {
  const platforms = platformsOf(pkg, around.byFolder);
  const bundles = bundlesOf(pkg, around.files);
  if (bundles.length === 0) return platforms;
  const carriers = new Set<string>();
  for (const { kind, to } of [...claims, ...platforms]) {
    const target = kind === 'runtime' && 'key' in to ? around.packages.get(to.key) : undefined;
    if (target !== undefined && isPlatform(target)) carriers.add(target.file);
  }
  return [...platforms, ...bundles, ...[...carriers].flatMap((from) => bundles.map((made) => ({ ...made, from })))];
}

function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, { readonly value: V }>();
  return (key) => {
    const known = made.get(key) ?? { value: make(key) };
    made.set(key, known);
    return known.value;
  };
}

type Found = Exclude<Lead, { readonly problem: Problem }>;

const leadsToUnit = (lead: Lead, pkg: Package, isUnit: ReadonlySet<string>): lead is Found =>
  'crate' in lead || ('to' in lead && lead.to.file !== pkg.file && isUnit.has(lead.to.file));

const claim = (need: Need, lead: Found): Claim => ({
  ...bare(need, lead),
  ...rangeOf(need),
});

/** What the root forces upon every requirement of that name has to lead to the same package. */
function forced(need: Need, lead: Found): readonly Claim[] {
  const entry = need.workspace === undefined || 'crate' in lead ? undefined : forcedIn(need.workspace, need.name);
  return entry === undefined ? [] : [{ ...bare(need, lead), range: entry.range, rangeAt: entry.at }];
}

/** A catalog is one place for all who refer to it. */
function rangeOf({ written, name, workspace }: Need): Pick<Claim, 'range' | 'rangeAt'> {
  if (pathIn(written) !== undefined) return {};
  const entry = catalogued({ spec: written, name, workspace });
  return entry === undefined ? { range: written } : { range: entry.range, rangeAt: entry.at };
}

const bare = ({ kind, section, name, pkg }: Need, lead: Found): Claim => ({
  from: pkg.file,
  ...('crate' in lead
    ? { kind: 'bundles', to: { path: lead.crate, ecosystem: 'cargo' } }
    : { kind, to: { key: lead.to.file } }),
  // Whoever installs the package brings its peers; npm looks at none of them at publish.
  ...(section === 'peerDependencies' ? { givesWay: true } : {}),
  at: { file: pkg.file, line: pkg.content.line(section, name) },
});

const isBlocker = ({ kind, written, pkg }: Need): boolean =>
  kind === 'runtime' && pathIn(written) !== undefined && !isPrivate(pkg) && typeof tableOf(pkg).version === 'string';

const pathPublished = ({ section, name, written, pkg }: Need): Problem => ({
  code: 'NPM_PATH_PUBLISHED',
  severity: 'warning',
  what: `${name} is required as ${written}; whoever installs the published package does not have that folder.`,
  where: { file: pkg.file, line: pkg.content.line(section, name) },
  fix: `Require a range ("^1.0.0"), or "workspace:^" where the package manager knows it.`,
});

function wrongSections(pkg: Package): Problem[] {
  return sections.flatMap(([section]) => {
    const value = tableOf(pkg)[section];
    return value === undefined || value === null || isObject(value) ? [] : [invalid(pkg, section)];
  });
}

const invalid = (pkg: Package, section: string, name?: string): Problem => ({
  code: 'NPM_DEPENDENCY_INVALID',
  severity: 'error',
  what: name === undefined ? `${section} is no object.` : `The requirement of ${name} is no text.`,
  where: { file: pkg.file, line: name === undefined ? pkg.content.line(section) : pkg.content.line(section, name) },
  fix: `Write "${section}": { "${name ?? 'name'}": "^1.0.0" }.`,
});
