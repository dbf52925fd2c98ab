import * as z from 'zod/mini';
import { calverPattern } from '../versions/calver.ts';
import { list, may, text } from './words.ts';

/** Who moves with whom, and on which branches. */
export const linkedSet = z.strictObject({
  units: list('Ids, names, projects or patterns of the units that are linked.'),
  by: z
    .enum(['bump', 'version'])
    .check(z.describe('Whether those that are released share how far they move, or the very version.')),
});

export const linked = z.array(z.union([z.array(z.string()), linkedSet]));

export const channel = z.strictObject({
  preid: may(text('The word of the prereleases that are planned on this branch; stable versions if absent.')),
  channel: may(text("Under which word registries offer them: npm's dist-tag; the branch's name if absent.")),
});

export const channels = z.record(z.string(), z.union([z.string(), channel]));

export const branches = z.strictObject({
  maintenance: may(list('Patterns of branches that keep one line, with {line} for 1.x or 1.2: support/{line}.')),
  release: may(list('Patterns of branches that prepare one version: release/{version}.')),
});

export const scheme = z.union([z.literal('semver'), z.string().check(z.regex(calverPattern))]);
