import { benchApply } from './apply.ts';
import { benchGraph } from './graph.ts';
import { benchPlan } from './plan.ts';
import { benchPublish } from './publish.ts';
import { benchRegistries } from './registries.ts';

const benches: Readonly<Record<string, (parts: readonly string[]) => void | Promise<void>>> = {
  graph: benchGraph, // discovery, beside git ls-files and bare node
  apply: benchApply, // writing a release, beside a plain reading and writing of its files
  plan: benchPlan, // planning, beside raw git and the peers
  publish: benchPublish, // a publish, beside the clients and a batch of Nx that does nothing
  registries: benchRegistries, // the embedded registries, beside others' of each kind
};

const [name = '', ...parts] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`Which bench? npm run bench -- ${Object.keys(benches).join('|')}`);
  process.exitCode = 1;
} else await bench(parts);
