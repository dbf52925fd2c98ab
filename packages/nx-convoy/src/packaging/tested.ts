import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { unitFolder } from './slug.ts';
import type { Unit } from '../model/unit.ts';

/** What was tried of files that were made, before anybody gets them. A later version of the tool may say more in the same schema. */
const text = (sentence: string): z.ZodMiniString => z.string().check(z.describe(sentence));
const may = z.exactOptional;

const command = z.looseObject({
  phase: z.enum(['prepare', 'install', 'smoke', 'integration', 'after']),
  command: z.readonly(z.array(z.string())).check(z.describe('Its arguments; {trial} is the folder it was run in.')),
  code: z.int(),
  milliseconds: z.number(),
  failed: may(z.enum(['absent', 'late']).check(z.describe('There was no such program; it was ended after its time.'))),
});

export const testedSchema = z.looseObject({
  schema: z.literal(1),
  kind: z.literal('package-test'),
  unit: text('Its id, such as cargo:parser.'),
  version: text('As its registry writes it.'),
  commit: text('What the files were made from.'),
  manifest: text('SHA-256 of the manifest.json that tells the files: with other files it is another one.'),
  ok: z.boolean().check(z.describe('Whether every command ended well.')),
  tool: text('The version of nx-convoy.'),
  machine: text('System and architecture, such as linux-x64.'),
  tools: z.record(z.string(), z.string()).check(z.describe('The clients, with their versions.')),
  startedAt: text('ISO 8601.'),
  endedAt: z.string(),
  commands: z.readonly(z.array(command)),
  problems: z.readonly(z.array(z.looseObject({ code: z.string(), what: z.string(), fix: z.string() }))),
});

export type Tested = z.infer<typeof testedSchema>;
export type TestedCommand = z.infer<typeof command>;

/** Of the text of a manifest, byte for byte. */
export const manifestDigest = (manifest: string): string => createHash('sha256').update(manifest).digest('hex');

/**
 * Where the evidence of a folder of packages is: `dist/release/tests/cargo/parser.json`. Not in that folder, which caches of tasks wipe
 * before they restore it: evidence outlasts that, for it is bound to what the manifest says.
 */
export const evidenceFile = (out: string, folder: string): string => `${out}/tests/${folder}.json`;

export const evidenceOf = (out: string, unit: Pick<Unit, 'id' | 'ecosystem'>): string =>
  evidenceFile(out, unitFolder(unit));

/** Whether exactly the files of a manifest were tried, and all went well: by the texts of both. */
export function isTested(manifest: string, evidence: string | undefined): boolean {
  const tested = evidence === undefined ? undefined : readTested(evidence);
  return tested?.ok === true && tested.manifest === manifestDigest(manifest);
}

/** Undefined where the text is no evidence. */
export function readTested(evidence: string): Tested | undefined {
  try {
    const parsed = testedSchema.safeParse(JSON.parse(evidence));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** What others check it against. */
export const testedJsonSchema = (): unknown => ({
  ...z.toJSONSchema(testedSchema, { target: 'draft-7' }),
  title: 'What nx-convoy package-test tried',
});
