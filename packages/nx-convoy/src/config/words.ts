import * as z from 'zod/mini';

/** The few shapes that a configuration is made of, each with the sentence that an editor shows. */
export const text = (sentence: string): z.ZodMiniString => z.string().check(z.describe(sentence));
export const flag = (sentence: string): z.ZodMiniBoolean => z.boolean().check(z.describe(sentence));
export const list = (sentence: string): z.ZodMiniArray<z.ZodMiniString> =>
  z.array(z.string()).check(z.describe(sentence));
export const texts = (
  sentence: string,
): z.ZodMiniUnion<readonly [z.ZodMiniString<string>, z.ZodMiniArray<z.ZodMiniString<string>>]> =>
  z.union([z.string(), z.array(z.string())]).check(z.describe(sentence));

/** A key that may be absent, but not `undefined`. */
export const may = z.exactOptional;
