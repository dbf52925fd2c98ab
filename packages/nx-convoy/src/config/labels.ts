import * as z from 'zod/mini';

/** A tag, with `{major}`, `{minor}` and `{patch}` in it. */
const pattern = /^(?:[A-Za-z0-9_]|\{(?:major|minor|patch)\})(?:[A-Za-z0-9_.-]|\{(?:major|minor|patch)\}){0,100}$/;

export const labels = z
  .array(z.string().check(z.regex(pattern)))
  .check(
    z.describe(
      'Tags of an image or chart that each release takes along if it is the highest stable one of theirs: ["latest", "{major}", "{major}.{minor}"].',
    ),
  );
