import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFolder } from './workshop-files.ts';

it('puts folders in the place of one another, also when several do it at once', async () => {
  const top = mkdtempSync(join(tmpdir(), 'nx-convoy-workshop-'));
  const writer = async (name: string): Promise<void> => {
    for (let turn = 0; turn < 200; turn++) {
      const from = join(top, `${name}-${turn}`);
      mkdirSync(from);
      writeFileSync(join(from, 'whole'), name);
      await replaceFolder(from, join(top, 'place'), join(top, `old-${name}`));
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(writer));
  expect(readFileSync(join(top, 'place/whole'), 'utf8')).toMatch(/^[abcd]$/);
});
