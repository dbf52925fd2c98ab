/** What one machine builds: a unit for a platform. All of it is data that a workflow of CI reads from one line of JSON. */
export interface BuildJob {
  /** Unique, and fit for the name of a folder and of an artifact of CI. */
  readonly id: string;
  readonly unit: string;
  readonly project: string;
  readonly ecosystem: string;
  /** As its registry writes it. */
  readonly version: string;
  /** Counts from 1: what a unit needs is in an earlier one. */
  readonly wave: number;
  /** `any` where it makes no difference; else a Rust target, or `linux/arm64` of an image. */
  readonly platform: string;
  /** The label by which CI knows a machine that can do it. */
  readonly runner: string;
  /** The Rust target to build for; absent where nothing is compiled by it. */
  readonly target?: string;
  /** Pythons to be there, as those who set them up write them: `3.10`, `3.14t`. */
  readonly pythons?: readonly string[];
  /** The image to run the job in, such as that of manylinux. */
  readonly container?: string;
  /** The processor that QEMU has to stand in for, as Docker calls it: `arm64`. */
  readonly emulates?: string;
}

/** What one machine tries of what was built. */
export interface TestJob {
  readonly id: string;
  readonly unit: string;
  readonly runner: string;
  readonly os: 'linux' | 'macos' | 'windows';
  /** The Python to try it with: `3.12`. */
  readonly python?: string;
  /** Ids of the build jobs whose bundles it takes: those of its unit that fit this machine, and of what it needs. */
  readonly needs: readonly string[];
}

/** What `plan --format=matrix` prints: each list as a workflow reads it, below `include`. */
export interface Matrix {
  readonly build: { readonly include: readonly BuildJob[] };
  readonly test: { readonly include: readonly TestJob[] };
}
