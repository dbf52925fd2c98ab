// Completes package-lock.json for `npm ci` on every platform: `npm run lock`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { withPlatforms } from './platforms.ts';

const file = join(root, 'package-lock.json');
writeFileSync(file, withPlatforms(readFileSync(file, 'utf8')));
