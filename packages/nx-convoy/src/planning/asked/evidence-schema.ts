import * as z from 'zod/mini';
import type { ApiDiff, EvidenceHead } from '../../model/evidence.ts';
import { levels } from '../../model/plan.ts';

const line = (sentence: string): z.ZodMiniString => z.string().check(z.minLength(1), z.describe(sentence));
const may = z.exactOptional;

const head = {
  tag: may(line('The tag of the release that it was recorded for.')),
  version: may(line('The version that it was recorded for.')),
  source: may(line('A digest of the source that it was made from.')),
  commit: may(line('The commit that it was made from.')),
};

export const apiDiffSchema = z.looseObject({
  kind: z.literal('api-diff'),
  ...head,
  unit: line('Id of the unit whose interface was compared: "cargo:parser".'),
  tool: line('Who compared, with its version: "cargo-semver-checks 0.44.0".'),
  base: line('The released version that was compared with.'),
  requires: z.enum(levels).check(z.describe('How far the next version has to go, as from 1.0 on.')),
  summary: line('What was found, in one sentence.'),
}) satisfies z.ZodMiniType<ApiDiff>;

const otherSchema = z.looseObject({
  kind: may(line('What kind of proof it is.')),
  ...head,
}) satisfies z.ZodMiniType<EvidenceHead>;

/** What editors and recording tools check against. */
export const evidenceJsonSchema = (): unknown => ({
  ...z.toJSONSchema(z.union([apiDiffSchema, otherSchema]), { target: 'draft-7', io: 'input' }),
  title: 'Recorded evidence for nx-convoy: an API difference, or any other proof',
});
