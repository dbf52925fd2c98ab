import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../../../tools/root.ts';
import { rehearsalJsonSchema } from './evidence-schema.ts';

it('schemas/rehearsal-1.json says what is written (CONVOY_UPDATE=1 writes it)', () => {
  const file = join(root, 'packages/nx-convoy/schemas/rehearsal-1.json');
  const text = `${JSON.stringify(rehearsalJsonSchema(), undefined, 2)}\n`;
  if (process.env.CONVOY_UPDATE === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});
