/** Narrowing by hand: manifests come from people, so nothing about their shape is taken for granted. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
export const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const stringsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item): item is string => typeof item === 'string');

/** The texts of an object by key; what is not a text is left out. */
export const textsOf = (value: unknown): readonly (readonly [key: string, text: string])[] =>
  Object.entries(objectOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
