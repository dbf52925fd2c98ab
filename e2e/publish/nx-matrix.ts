import type { Files } from './nx-fleet.ts';

/** A workspace whose settings change what the tasks of a publish depend on. */
export interface Overridden {
  readonly nxJson?: object;
  readonly files?: Files;
}

const own = (dependsOn: readonly unknown[]): Files => ({
  'bow/project.json': JSON.stringify({ name: 'bow', targets: { 'publish-npm': { dependsOn } } }),
});

export const overrides = {
  inferred: {},
  'replaced, and nothing is passed on': { files: own([{ projects: ['aft'], target: 'publish-npm' }]) },
  'replaced by nothing': { files: own([]) },
  'a default for the name': { nxJson: { targetDefaults: { publish: { dependsOn: ['build'] } } } },
  'a default for the executor': { nxJson: { targetDefaults: { 'nx-convoy:publish': { dependsOn: ['build'] } } } },
  'more than what is inferred': { files: own(['...', { target: 'build' }]) },
} satisfies Readonly<Record<string, Overridden>>;

export const modes = { batch: [], normal: ['--batch=false'] } satisfies Readonly<Record<string, readonly string[]>>;

export interface Typed {
  readonly words: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** `nx release publish` takes no `--batch`: the variable says the same. */
export const dryRuns = {
  'run-many': { words: ['run-many', '-t', 'publish', '--dry-run', '--yes'] },
  'one project': { words: ['run', 'bow:publish', '--dry-run', '--yes'] },
  'a variable': { words: ['run-many', '-t', 'publish', '--yes'], env: { NX_DRY_RUN: 'true' } },
  'nx release': { words: ['release', 'publish', '--dry-run'] },
  'nx release, in short': { words: ['release', 'publish', '-d'] },
} satisfies Readonly<Record<string, Typed>>;

export const realRuns = {
  'run-many': { words: ['run-many', '-t', 'publish', '--yes'] },
  'nx release': { words: ['release', 'publish'] },
} satisfies Readonly<Record<string, Typed>>;

/** Every combination. */
export const whole = <A, B, C>(as: readonly A[], bs: readonly B[], cs: readonly C[]): readonly (readonly [A, B, C])[] =>
  as.flatMap((a) => bs.flatMap((b) => cs.map((c) => [a, b, c] as const)));

/** So many that each value of the first stands beside some of each other, and all values of all are there. */
export const thinned = <A, B, C>(
  as: readonly A[],
  bs: readonly B[],
  cs: readonly C[],
): readonly (readonly [A, B, C])[] =>
  as.flatMap((a, at) => {
    // One step more after each turn, or the two would always go together.
    const [b, c] = [bs[at % bs.length], cs[(at + Math.floor(at / bs.length)) % cs.length]];
    return b === undefined || c === undefined ? [] : [[a, b, c] as const];
  });
