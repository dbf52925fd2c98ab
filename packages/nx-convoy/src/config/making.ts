import * as z from 'zod/mini';
import { list, may, text } from './words.ts';

/** What a user says of how one unit is made: commands of theirs, and what the files must be. */
const argv = (sentence: string) => z.array(z.string()).check(z.minLength(1), z.describe(sentence));

export const build = z
  .array(argv('The program and its arguments; no shell sees them.'))
  .check(z.describe('Commands that run in its folder of the copy that it is packaged from, before that.'));

export const ownPackage = z.strictObject({
  run: argv('The program that makes the files, and its arguments; no shell sees them.'),
  outputs: z
    .array(z.string().check(z.minLength(1)))
    .check(z.minLength(1), z.describe('Globs of the files that it makes, from where it runs. Each must match.')),
  cwd: may(text('Where it runs, from the top of the workspace; in the folder of the unit if absent.')),
  env: may(z.record(z.string(), z.string()).check(z.describe('Variables that it gets beside; no secrets.'))),
  tools: may(
    z
      .record(z.string(), argv('How the program is asked for its version.'))
      .check(z.describe('Programs that have a part in it: { "go": ["go", "version"] }.')),
  ),
});

export const afterBuild = z
  .array(
    z.strictObject({
      run: argv('The program and its arguments; {file} stands for the path, which comes last where nothing says so.'),
      files: may(list('Globs of names of files that it is for; all if absent.')),
      os: may(list('Systems on which it runs, as Node calls them: darwin, linux, win32; all if absent.')),
      secrets: may(list('Variables that it gets though builds do not: those that open the key that it signs with.')),
    }),
  )
  .check(
    z.describe('Commands that get each file when it is made, before it is measured: they sign, notarise or strip it.'),
  );

const bytes = (sentence: string) => z.int().check(z.minimum(1), z.describe(sentence));

export const size = z.strictObject({
  min: may(bytes('Bytes that each of its files has at least.')),
  max: may(bytes('Bytes that each of its files has at most.')),
  growth: may(
    bytes('By how many percent its files may be larger than those of the release that --since names, all together.'),
  ),
});
