import { join } from 'node:path';
import { measure } from './measure.ts';
import { bin } from './plan.ts';
import { headings, row, verdict } from './rows.ts';
import { nxWorkspace } from './twins.ts';

/** What a target of Nx adds: beside one whose executor does nothing, and beside the bin. */
export async function benchThroughNx(folder: string): Promise<void> {
  await nxWorkspace(folder, { units: 100, commits: 1000, seed: 1 });
  const nx = [process.execPath, join(folder, 'node_modules/nx/dist/bin/nx.js')];
  const env = { CI: 'true', NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' };
  const cost = measure(
    {
      'nx empty': { argv: [...nx, 'run', 'bench:empty'], env },
      'nx release-plan': { argv: [...nx, 'run', 'bench:release-plan', '--format=json', '--out=.git/plan.json'], env },
      'nx-convoy plan': [process.execPath, bin, 'plan', '--format=json', '--out=.git/plan.json'],
    },
    folder,
  );
  console.log(`\nthrough Nx: 100 units of all kinds, 1000 commits, without daemon, warm; medians of 5\n\n${headings}`);
  for (const [name, one] of Object.entries(cost)) console.log(row(name, one));
  const { 'nx empty': empty, 'nx release-plan': target, 'nx-convoy plan': own } = cost;
  console.log('');
  console.log(verdict('release-plan above an empty target and the bin, CPU', target.cpu - empty.cpu - own.cpu, 0.35));
}
