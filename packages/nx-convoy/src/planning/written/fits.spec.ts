import fc from 'fast-check';
import * as z from 'zod/mini';
import { fits } from './fits.ts';
import { planSchema } from './plan-schema.ts';

const schemas: Readonly<Record<string, z.core.$ZodType>> = {
  text: z.string(),
  pattern: z.string().check(z.regex(/^a+$/)),
  whole: z.int(),
  truth: z.boolean(),
  literal: z.literal(true),
  word: z.enum(['a', 'b']),
  nullable: z.nullable(z.string()),
  list: z.readonly(z.array(z.int())),
  record: z.record(z.string(), z.unknown()),
  either: z.union([z.looseObject({ a: z.string() }), z.looseObject({ b: z.int() })]),
  shape: z.looseObject({
    a: z.string(),
    b: z.exactOptional(z.int()),
    c: z.looseObject({ a: z.nullable(z.boolean()) }),
  }),
};

/** JSON of the few keys and words that the schemas know, so that many values fit nearly. */
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'aa', 'c', '', 0, 1, -3, 1.5, 2 ** 53, true, false, null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

it.each(Object.entries(schemas))('says of %s what zod says', (_, schema) => {
  const check = fits(schema);
  fc.assert(
    fc.property(json, (value) => check(value) === z.safeParse(schema, value).success),
    { numRuns: 1000 },
  );
});

it('fits nothing where a schema says what it does not know', () => {
  expect(fits(z.array(z.string()).check(z.minLength(1)))(['a'])).toBe(false);
  expect(fits(z.object({ a: z.string() }))({ a: 'a' })).toBe(false);
  expect(fits(z.string().check(z.minLength(1)))('a')).toBe(false);
  expect(fits(z.number())(1)).toBe(false);
});

it('knows all that the schema of a plan says', () => {
  const kinds = new Set<string>();
  const walk = (schema: z.core.$ZodType): void => {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    kinds.add(def.type);
    if (def.type === 'object') Object.values(def.shape).forEach(walk);
    if (def.type === 'array') walk(def.element);
    if (def.type === 'union') def.options.forEach(walk);
    if (def.type === 'readonly' || def.type === 'optional' || def.type === 'nullable') walk(def.innerType);
    if (!['object', 'array', 'union', 'record', 'nullable', 'readonly', 'optional'].includes(def.type))
      expect(
        ['a', 1, true, false, 'error', 'runtime', 'patch', 'absent', '2026-11-20', 'a'.repeat(64)].some(fits(schema)),
      ).toBe(true);
  };
  walk(planSchema);
  expect(kinds.size).toBeGreaterThan(8);
});
