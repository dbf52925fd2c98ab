import { benchGraph } from './graph.ts';

const benches: Readonly<Record<string, () => void>> = {
  graph: benchGraph, // discovery, beside git ls-files and bare node
};

const [name = ''] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`Which bench? npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exitCode = 1;
} else bench();
