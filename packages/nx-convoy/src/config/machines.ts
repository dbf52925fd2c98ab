import * as z from 'zod/mini';
import { flag, list, may, text } from './words.ts';

/** Which machines of CI build and try what. */
const labels = (says: string) => z.record(z.string(), z.string()).check(z.describe(says));

const runners = labels(
  'Labels by which CI knows a machine, by what it is for: a Rust target, linux/arm64, or a system such as macos.',
);

const containers = z
  .record(z.string(), z.union([z.string(), z.literal(false)]))
  .check(z.describe('Images that builds run in, by the same words; false for none.'));

const skip = z.strictObject({
  platform: may(text('Which platform, or a glob of them: *-musl; all if absent.')),
  interpreter: may(text('Which interpreter, or a glob of them: cp314*; all if absent.')),
  only: may(z.enum(['test']).check(z.describe('test: it is built, and not tried.'))),
  why: z.string().check(z.minLength(1), z.describe('Why, for whoever asks for it later.')),
});

const unitMachines = z.strictObject({
  platforms: may(
    list('What it is built for, in place of targets and of what images declare: Rust targets, or linux/arm64.'),
  ),
  interpreters: may(
    z
      .array(z.string().check(z.regex(/^(?:cp3\d+t?|abi3)$/)))
      .check(z.describe('Pythons that a wheel is built for: cp310, cp314t; or abi3 for one that all of them take.')),
  ),
  tests: may(
    z
      .array(z.string().check(z.regex(/^(?:linux|macos|windows)\/[a-z0-9_]+$/)))
      .check(z.describe('Machines that it is tried on: linux/amd64, macos/arm64.')),
  ),
  runners: may(runners),
  containers: may(containers),
  skip: may(z.array(skip).check(z.describe('What is not built, or not tried, and why.'))),
});

export const machines = z.strictObject({
  runners: may(runners),
  containers: may(containers),
  emulation: may(flag('Whether QEMU stands in for processors that no machine of CI has; true if absent.')),
  units: may(
    z
      .record(z.string().check(z.regex(/^[a-z][a-z0-9-]*:\S+$/)), unitMachines)
      .check(z.describe('What is said of one unit, by its id.')),
  ),
});
