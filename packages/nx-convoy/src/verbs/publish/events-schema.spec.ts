import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../../../tools/root.ts';
import { eventJsonSchema } from './events-schema.ts';

it('schemas/publish-1.json says what is told (CONVOY_UPDATE=1 writes it)', () => {
  const file = join(root, 'packages/nx-convoy/schemas/publish-1.json');
  const text = `${JSON.stringify(eventJsonSchema(), undefined, 2)}\n`;
  if (process.env.CONVOY_UPDATE === '1') writeFileSync(file, text);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(text));
});
