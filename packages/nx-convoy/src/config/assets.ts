import * as z from 'zod/mini';
import { builderWords, libraryKinds } from '../model/config.ts';
import { flag, list, may, text } from './words.ts';

const builder = z.enum(builderWords);
const bytes = z.int().check(z.minimum(0));

/** What is handed out beside the packages. */
export const asset = z.strictObject({
  name: may(
    text(
      'What the file is called: {name}, {version}, {tag} and {program} are known, {os}, {arch}, {abi}, {target}, {archive} and {exe} by its target. One name for each kind if absent.',
    ).check(z.minLength(1)),
  ),
  programs: may(
    z
      .union([z.boolean(), z.array(z.string())])
      .check(
        z.describe('Programs of the crate that it is built with: all of them, or these. A file for each by {program}.'),
      ),
  ),
  libraries: may(
    z.array(z.enum(libraryKinds)).check(z.minLength(1), z.describe('Libraries of the crate that it is built with.')),
  ),
  source: may(flag('The tree of the commit, as git archive has it.')),
  files: may(
    list(
      'Globs of what goes into it, from the top of the workspace; the one file itself where the name is no archive.',
    ),
  ),
  top: may(text('The folder at the top of the archive, in the words of names: none if absent or empty.')),
  targets: may(list('Rust targets; those of the unit if absent.')),
  build: may(
    z
      .union([builder, z.record(z.string(), builder)])
      .check(z.describe('What builds it: cargo, cross or zig (cargo-zigbuild); by target where they differ.')),
  ),
  strip: may(flag('Whether names of functions are taken out of programs and libraries.')),
  words: may(
    z
      .record(z.string(), z.string())
      .check(z.describe('Other words for names: { "macos": "darwin", "amd64": "x86_64" }.')),
  ),
  size: may(
    z.strictObject({ min: may(bytes), max: may(bytes) }).check(z.describe('Bytes that it has at least and at most.')),
  ),
});
