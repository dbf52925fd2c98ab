import { fileURLToPath } from 'node:url';
import './patience.ts';
import { startEngine } from '../shell/engine.ts';
import type * as Engine from './main.ts';

/** Said by the build: the bundle of main.ts, named by what it holds. */
declare const engineFile: string;

const argv = process.argv.slice(2);
const [word = ''] = argv;
const { exports: engine, keep } = startEngine<typeof Engine>(
  fileURLToPath(new URL(engineFile, import.meta.url)),
  /^[a-z-]+$/.test(word) ? word : 'none',
);
// Not process.exit: what was written to a pipe must be out before the process ends.
process.exitCode = await engine.main(argv, process.cwd());
if (engine.isVerb(word)) keep();
