import * as z from 'zod/mini';
import { levels } from '../model/plan.ts';
import { releaseTypes } from '../model/release-type.ts';
import { list, may, text } from './words.ts';

/** What must be shown before a release goes on, and what it hands out beside its packages. */
export const gate = z.strictObject({
  says: text('What must be true, in a sentence for whoever decides.'),
  types: may(
    z.array(z.enum(releaseTypes)).check(z.describe('The types of release that it counts for; all if absent.')),
  ),
  bumps: may(
    z
      .array(z.enum(levels.filter((level) => level !== 'none')))
      .check(z.describe('How far a release must reach for it to count; any if absent.')),
  ),
  units: may(list('Ids, names or projects of the units that it counts for, or patterns of them; all if absent.')),
  evidence: may(list('Names of the evidence that shows it: "bench" is bench.json in the folder of evidence.')),
});

export const evidence = z.strictObject({
  folder: may(text('The folder of recorded evidence: .convoy/evidence if absent.')),
});
