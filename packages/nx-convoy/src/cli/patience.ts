import { setFlagsFromString } from 'node:v8';

/**
 * A run lives for a second. The V8 of Node 20 begins to optimise after a few milliseconds of a function's time, on other threads: half of
 * all CPU went there, for code that was never run again. Measured on 3,000 manifests: 1.42 s of CPU before, 0.84 s so, and less to wait;
 * a budget of 500,000 instead of two million costs a plan of any size a twentieth more.
 * Later engines have a cheaper middle step, and complain about a word that they do not know.
 */
if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString('--interrupt-budget=2000000');
