import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../../tools/root.ts';
import { readConfig } from './read.ts';
import { jsonSchemas } from './schemas.ts';

const folder = join(root, 'packages/nx-convoy/schemas');

it.each(Object.entries(jsonSchemas()))(
  'schemas/%s says what the code reads (CONVOY_UPDATE=1 writes it)',
  (name, schema) => {
    const text = `${JSON.stringify(schema, undefined, 2)}\n`;
    if (process.env.CONVOY_UPDATE === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(JSON.parse(text));
  },
);

/** Every example of the guide, by the file that its heading line names. */
const examples = Array.from(
  readFileSync(join(root, 'docs/configuration.md'), 'utf8').matchAll(
    /^```jsonc\n\/\/ (nx|convoy)\.json\n([\s\S]*?)^```$/gm,
  ),
  ([, file, text]) => [file ?? '', text ?? ''] as const,
);

it('finds the examples of the guide', () => expect(examples.length).toBeGreaterThanOrEqual(6));

it.each(examples)('the guide shows a good %s.json: %s', async (file, text) => {
  const { config, problems } = await readConfig(file === 'nx' ? { nxJson: text } : { convoyJson: text });
  expect(problems).toEqual([]);
  expect(config).not.toEqual((await readConfig({})).config);
});
