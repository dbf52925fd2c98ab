import * as z from 'zod/mini';
import { flag, list, may, text } from './words.ts';

/** What the user has run around a verb, and after a release. */
const argv = z
  .array(z.string())
  .check(z.minLength(1), z.describe('The program and its arguments; no shell sees them.'));

const hook = z.union([
  argv,
  z.strictObject({
    run: argv,
    writes: may(list('Globs of the files that it writes and that belong to the release commit.')),
  }),
]);

export const hooks = z.record(
  z.string().check(z.regex(/^(?:before|after):(?:apply|tag)$|^before:commit$/)),
  z.array(hook),
);

const matrix = z.strictObject({
  file: text('The Markdown file that holds the table.'),
  row: text('The row, with {cargo:core} for the version of that unit.'),
});

export const after = z.strictObject({
  develop: may(
    z
      .record(z.string(), z.string().check(z.regex(/^(?:major|minor|patch)[-.][0-9A-Za-z.-]+$/)))
      .check(
        z.describe('The next development version: by unit, group, ecosystem or *, a level and a suffix: patch-dev.'),
      ),
  ),
  unreleased: may(flag('Whether changelogs get a new section for what comes next.')),
  matrices: may(z.array(matrix).check(z.describe('Tables that get a row with each release.'))),
});
