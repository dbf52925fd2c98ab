// Checks that no compiler makes: `node tools/run.mjs tools/checks/main.ts`.
import { homedir } from 'node:os';
import { addresses, personalPaths } from './lockfile.ts';
import { absentPlatforms } from './platforms.ts';
import { sourceFiles, trackedFiles } from './tracked.ts';
import type { Violation } from './violation.ts';
import { walls } from './walls.ts';

const source = 'packages/nx-convoy/src';
const tracked = await trackedFiles();
const lock = tracked.get('package-lock.json') ?? '{ "packages": {} }';

const found: readonly Violation[] = [
  ...walls(sourceFiles(source)).map((violation) => ({ ...violation, file: `${source}/${violation.file}` })),
  ...addresses('package-lock.json', lock),
  ...absentPlatforms('package-lock.json', lock),
  ...[...tracked].flatMap(([file, text]) => personalPaths(file, text, homedir())),
];

for (const { file, line, what, fix } of found) console.log(`${file}:${line}: ${what}. ${fix}`);
if (found.length > 0) process.exitCode = 1;
