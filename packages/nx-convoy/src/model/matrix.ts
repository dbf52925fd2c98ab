/** What one machine builds: a unit for a platform. All of it is data that a workflow of CI reads from one line of JSON. */
export interface BuildJob {
  /** Unique, and fit for the name of a folder and of an artifact of CI. */
  readonly id: string;
  readonly unit: string;
  readonly project: string;
  /** Files that are handed out beside packages; absent: the packages. */
  readonly makes?: 'assets';
  readonly ecosystem: string;
  /** As its registry writes it. */
  readonly version: string;
  /** Counts from 1: what a unit needs is in an earlier one. */
  readonly wave: number;
  /** `any` where it makes no difference; else a Rust target, or `linux/arm64` of an image. */
  readonly platform: string;
  /** The label by which CI knows a machine that can do it. */
  readonly runner: string;
  /** The Rust targets that have to be installed, with spaces between them; absent where nothing is compiled by them. */
  readonly target?: string;
  /** Pythons to be there, as those who set them up write them: `3.10`, `3.14t`. */
  readonly pythons?: readonly string[];
  /** What wheels of the job are tagged with before their platform: `cp310-cp310`, `cp310-abi3`, `py3-none`. */
  readonly wheels?: readonly string[];
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

/** What no job makes or tries, and why. */
export interface LeftJob {
  readonly unit: string;
  readonly platform?: string;
  readonly python?: string;
  /** `merge` and `publish` make it themselves, once what it is made of is whole or out. */
  readonly by: 'merge' | 'publish' | 'nobody';
  readonly why: string;
}

/** What `plan --format=matrix` prints: each list as a workflow reads it, below `include`. */
export interface Matrix {
  readonly build: { readonly include: readonly BuildJob[] };
  readonly test: { readonly include: readonly TestJob[] };
  readonly left: readonly LeftJob[];
}

/** What the user says of machines: `matrix` in the options. */
export interface MachinesConfig {
  /** Labels of CI, by platform, by `<system>/<processor>`, or by system. */
  readonly runners?: Readonly<Record<string, string>>;
  /** The image that a build runs in, by the same words; false: none. */
  readonly containers?: Readonly<Record<string, string | false>>;
  /** Whether QEMU stands in for processors that no runner has; else such platforms are told. */
  readonly emulation?: boolean;
  /** By id of a unit. */
  readonly units?: Readonly<Record<string, UnitMachines>>;
}

export interface UnitMachines extends Pick<MachinesConfig, 'runners' | 'containers'> {
  /** What it is built for, in place of what its other settings tell. */
  readonly platforms?: readonly string[];
  /** `cp310`, `cp314t`, `abi3`. */
  readonly interpreters?: readonly string[];
  /** Machines that it is tried on, as `<system>/<processor>`. */
  readonly tests?: readonly string[];
  readonly skip?: readonly Skip[];
}

/** What is not built or not tried though the others of its kind are. Globs; each that is absent means all. */
export interface Skip {
  readonly platform?: string;
  readonly interpreter?: string;
  /** Whether it is built all the same, and only not tried. */
  readonly only?: 'test';
  readonly why: string;
}

/** Over which machines an ecosystem has a unit made. */
export interface Spread {
  /** Rust targets, or platforms of an image. */
  readonly platforms: readonly string[];
  /** One more job makes what is for all of them: a source distribution. */
  readonly hasCommon: boolean;
  /** Of a wheel. */
  readonly wheels?: WheelKind;
}

/** Which Pythons a wheel is for: one wheel for each, one for all from the lowest on, or one for any. */
export interface WheelKind {
  readonly by: 'version' | 'abi3' | 'any';
  /** `3.10`, in order. */
  readonly pythons: readonly string[];
}
