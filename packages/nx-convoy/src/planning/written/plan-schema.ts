import * as z from 'zod/mini';
import { edgeKinds } from '../../model/claim.ts';
import { levels, type Plan } from '../../model/plan.ts';

/** plan.json as others read it. What is not known here passes: a later version of the tool may say more in the same schema. */
const text = z.string();
const texts = z.readonly(z.array(text));
const place = { file: text, line: z.int() };
const may = z.exactOptional;

const because = z.union([
  z.looseObject({ text, commit: text }),
  z.looseObject({ text, unit: text }),
  z.looseObject({ text, group: text }),
  z.looseObject({ text, request: text }),
  z.looseObject({ text, evidence: text }),
]);

const unit = z.looseObject({
  id: text,
  project: text,
  ecosystem: text,
  name: text,
  root: text,
  manifest: text,
  private: z.boolean(),
  registries: texts,
  group: may(text),
  version: z.looseObject({
    from: may(text),
    to: text,
    bump: z.enum([...levels, 'first', 'prerelease', 'release', 'as written', 'requested']),
    spelling: text,
  }),
  because: z.readonly(z.array(because)),
});

const problem = z.looseObject({
  code: text,
  severity: z.enum(['error', 'warning']),
  what: text,
  fix: text,
  file: may(text),
  line: may(z.int()),
  column: may(z.int()),
});

const answer = z.looseObject({
  unit: text,
  registry: text,
  name: text,
  version: text,
  is: z.enum(['absent', 'present', 'unknown']),
  digest: may(text),
  isYanked: may(z.boolean()),
  isDeleted: may(z.boolean()),
  isNewName: may(z.boolean()),
});

const sha256 = text.check(z.regex(/^[0-9a-f]{64}$/));

export const planSchema = z.looseObject({
  schema: z.literal(1),
  id: z.nullable(sha256),
  date: text.check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
  tool: text,
  options: z.record(text, z.unknown()),
  config: sha256,
  base: z.looseObject({
    commit: z.nullable(text),
    tags: z.readonly(z.array(z.looseObject({ name: text, commit: text }))),
    branch: z.nullable(text),
  }),
  units: z.readonly(z.array(unit)),
  edges: z.readonly(
    z.array(z.looseObject({ from: text, to: text, kind: z.enum(edgeKinds), ...place, range: may(text) })),
  ),
  waves: z.readonly(z.array(texts)),
  edits: z.readonly(
    z.array(z.looseObject({ ...place, before: text, after: text, why: text, isText: may(z.literal(true)) })),
  ),
  changelogs: z.readonly(
    z.array(
      z.looseObject({
        file: text,
        units: texts,
        entry: text,
        splices: z.readonly(z.array(z.looseObject({ line: z.int(), before: text, after: text }))),
        renderer: may(text),
      }),
    ),
  ),
  notes: z.readonly(
    z.array(
      z.looseObject({
        file: text,
        text,
        out: may(text),
        tag: text,
        units: texts,
        title: text,
        summary: may(text),
        isDrafted: z.boolean(),
      }),
    ),
  ),
  tags: z.readonly(z.array(z.looseObject({ name: text, units: texts, message: text }))),
  gates: z.readonly(z.array(z.looseObject({ name: text, says: text, units: texts, evidence: may(texts) }))),
  assets: z.readonly(z.array(z.looseObject({ unit: text, name: text, target: may(text), files: texts }))),
  versionPlans: may(texts),
  problems: z.readonly(z.array(problem)),
  checks: may(
    z.looseObject({
      clone: may(z.readonly(z.array(problem))),
      registries: may(z.looseObject({ answers: z.readonly(z.array(answer)), problems: z.readonly(z.array(problem)) })),
    }),
  ),
}) satisfies z.ZodMiniType<Plan>;

/** What editors and other programs check against; draft 7 is what they know best. */
export const planJsonSchema = (): unknown => ({
  ...z.toJSONSchema(planSchema, { target: 'draft-7', io: 'input' }),
  title: 'A plan of nx-convoy, schema 1',
});
