import { verbOf } from './scaffolding/verb-of.ts';
import type { Verb } from './verb.ts';

/** Verbs are loaded when they are asked for: a run pays for one of them. */
export interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  /** It sets a repository up, and is a generator to Nx where others are executors. */
  readonly isGenerator?: true;
  load(): Promise<Verb>;
}

export const verbs: readonly VerbEntry[] = [
  {
    name: 'graph',
    summary: 'Shows the units of the repository, what they need of each other, and the order they are published in.',
    load: async () => (await import('./graph/verb.ts')).graph,
  },
  {
    name: 'plan',
    summary: 'Plans the next release: which units, from which version to which, why, and what has to change for it.',
    load: async () => (await import('./plan/verb.ts')).plan,
  },
  {
    name: 'apply',
    summary: 'Writes what a plan says: versions, requirements and changelogs, all or none; then commits and tags.',
    load: async () => (await import('./apply/verb.ts')).apply,
  },
  {
    name: 'package',
    summary:
      'Makes the files of units from the commit that is checked out, looks into them, and writes down what they are.',
    load: async () => (await import('./package/verb.ts')).packaging,
  },
  {
    name: 'merge',
    summary:
      'Puts together what many machines have made of a plan: exactly what it expects, each unit whole, or nothing.',
    load: async () => (await import('./merge/verb.ts')).merge,
  },
  {
    name: 'publish',
    summary:
      'Publishes what is due from the commit that is checked out, in dependency order, each file once; run again, it goes on where it was.',
    load: async () => (await import('./publish/verb.ts')).publish,
  },
  {
    name: 'package-test',
    summary: 'Installs the files that were packaged in a clean place, tries them there, and writes evidence of it.',
    load: async () => (await import('./package-test/verb.ts')).packageTest,
  },
  {
    name: 'sync',
    summary: 'Brings versions, requirements, lock files and documents into step without a release; --check only tells.',
    load: async () => (await import('./sync/verb.ts')).sync,
  },
  {
    name: 'tag',
    summary:
      'Makes the tags that are due on HEAD, after a release commit or a pull request with one was merged or squashed.',
    load: async () => (await import('./tag/verb.ts')).tag,
  },
  {
    name: 'verify',
    summary:
      'Installs what was published from its registries in a clean place, by the real clients, and shows that it works.',
    load: async () => (await import('./verify/verb.ts')).verify,
  },
  {
    name: 'verify-commit',
    summary:
      'Makes a release commit again from its base and compares every byte: proves that it holds the plan and nothing else.',
    load: async () => (await import('./verify-commit/verb.ts')).verifyCommit,
  },
  {
    name: 'rehearse',
    summary:
      'Shows a whole release before it counts: plans, applies, packages, publishes to registries that live only as long, installs from them.',
    load: async () => (await import('./rehearse/verb.ts')).rehearse,
  },
  {
    name: 'replay',
    summary: 'Plans every past release again and shows how often the plan equals what was released, and by which rule.',
    load: async () => (await import('./replay/verb.ts')).replay,
  },
  {
    name: 'init',
    summary: 'Sets a repository up for releases, by what is there and how it was released, and says why.',
    isGenerator: true,
    load: async () => verbOf((await import('./init/scaffolder.ts')).init),
  },
  {
    name: 'release-config',
    summary: 'Says what a repository has not said of its releases yet, and writes RELEASE.md, the runbook of its team.',
    isGenerator: true,
    load: async () => verbOf((await import('./release-config/scaffolder.ts')).releaseConfig),
  },
  {
    name: 'ci',
    summary:
      'Writes the workflows of CI: a plan in each pull request; a release that is built on many machines, and published from one.',
    isGenerator: true,
    load: async () => verbOf((await import('./ci/scaffolder.ts')).ci),
  },
  {
    name: 'turbo',
    summary: 'Gives a Turborepo workspace tasks that plan, package and publish, each after exactly those it needs.',
    isGenerator: true,
    load: async () => verbOf((await import('./turbo/scaffolder.ts')).turbo),
  },
];
