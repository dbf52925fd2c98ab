// Part of jest while `npm run fuzz` runs: counts what is really tried, whichever spec tries it.
import fc from 'fast-check';
import { appendFileSync } from 'node:fs';

const file = process.env.CONVOY_FUZZ_COUNT;
let tried = 0;
fc.installGlobalPlugin(fc.beforeEach(() => void (tried += 1)));
afterAll(() => {
  if (file !== undefined) appendFileSync(file, `${tried}\n`);
});
