import type { core } from 'zod/mini';

type Check = (value: unknown) => boolean;

/**
 * Whether a value is what a schema describes, without a copy of it and without a word about why not: a plan has tens of thousands of
 * objects, and nearly all plans fit. Made from the schema, so that the two cannot differ; a kind of schema that is not known here fits
 * nothing. Who hears no asks the schema itself, which tells.
 */
export function fits(schema: core.$ZodType): Check {
  const { def } = (schema as core.$ZodTypes)._zod;
  if (def.checks !== undefined && def.type !== 'string') return () => false;
  if (def.type === 'string') return textThat((def.checks ?? []).map(patternOf));
  if (def.type === 'number' && 'format' in def && def.format === 'safeint') return Number.isSafeInteger;
  if (def.type === 'boolean') return (value) => typeof value === 'boolean';
  if (def.type === 'unknown') return () => true;
  if (def.type === 'literal') return oneOf(def.values);
  if (def.type === 'enum') return oneOf(Object.values(def.entries));
  if (def.type === 'nullable') return orNull(fits(def.innerType));
  if (def.type === 'readonly' || def.type === 'optional') return fits(def.innerType);
  if (def.type === 'array') return listOf(fits(def.element));
  if (def.type === 'union') return anyOf(def.options.map(fits));
  if (def.type === 'record' && isOpen(def.valueType)) return isObject;
  if (def.type === 'object' && isOpen(def.catchall)) return shapeOf(def.shape);
  return () => false;
}

const isOpen = (schema: core.$ZodType | undefined): boolean => schema?._zod.def.type === 'unknown';

/** Undefined where a check is another one than a pattern. */
function patternOf(check: core.$ZodCheck): RegExp | undefined {
  const { def } = check._zod;
  return 'pattern' in def && def.pattern instanceof RegExp ? def.pattern : undefined;
}

const textThat =
  (patterns: readonly (RegExp | undefined)[]): Check =>
  (value) =>
    typeof value === 'string' && patterns.every((pattern) => pattern?.test(value) === true);

function oneOf(values: readonly unknown[]): Check {
  const known = new Set(values);
  return (value) => known.has(value);
}

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const anyOf =
  (checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON has no undefined: what is absent may be so, or not. */
function shapeOf(shape: Readonly<Record<string, core.$ZodType>>): Check {
  const fields = Object.entries(shape).map(([key, schema]) => ({
    key,
    check: fits(schema),
    mayMiss: schema._zod.def.type === 'optional',
  }));
  return (value) =>
    isObject(value) &&
    fields.every(({ key, check, mayMiss }) => {
      const field = value[key];
      return field === undefined ? mayMiss : check(field);
    });
}
