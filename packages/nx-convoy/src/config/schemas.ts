import * as z from 'zod/mini';
import { options } from './options.ts';
import { release } from './release.ts';
import { may, text } from './words.ts';

const convoy = z.strictObject({
  $schema: may(text('Where this schema is, for editors.')),
  release: may(release),
  convoy: may(options),
});

/** What editors check against: the options of the plugin's entry in nx.json, and convoy.json. */
export const jsonSchemas = (): Readonly<Record<string, unknown>> => ({
  'options.json': schema(options, 'Options of the plugin nx-convoy'),
  'convoy.json': schema(convoy, 'Configuration of nx-convoy where there is no nx.json'),
});

/** Draft 7 is what editors know best. */
const schema = (type: z.ZodMiniType, title: string): unknown => ({
  ...z.toJSONSchema(type, { target: 'draft-7', io: 'input' }),
  title,
});
