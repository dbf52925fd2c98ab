import { manifestSchema, type Manifest } from './manifest-schema.ts';

/** Undefined where the text is no manifest. */
export function readManifest(text: string): Manifest | undefined {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
