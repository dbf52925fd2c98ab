import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { measure, seconds } from './measure.ts';
import { kinds, makeWorkspace, type Kind } from './workspaces.ts';

/** The budget above bare node: a start, and so much for each manifest. */
const start = 0.15;
const each: Readonly<Record<Kind | 'mixed', number>> = {
  cargo: 0.00035,
  python: 0.00035,
  npm: 0.00035,
  docker: 0.0006,
  helm: 0.0006,
  mixed: (3 * 0.00035 + 2 * 0.0006) / 5,
};

export function benchGraph(): void {
  console.log(
    'nx-convoy graph --format=json: CPU seconds, children included, medians of 5, in turn with git and bare node\n',
  );
  console.log('kind    units  git ls-files  bare node    graph   above   budget  wall');
  const bin = join(root, 'packages/nx-convoy/dist/bin.js');
  for (const kind of [...kinds, 'mixed'] as const) {
    for (const count of [1000, 3000]) {
      const folder = mkdtempSync(join(tmpdir(), 'nx-convoy-bench-'));
      try {
        makeWorkspace(folder, kind, count);
        const cost = measure(
          {
            git: ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
            node: [process.execPath, '-e', '0'],
            graph: [process.execPath, bin, 'graph', '--format=json'],
          },
          folder,
        );
        const above = cost.graph.cpu - cost.node.cpu;
        const budget = start + each[kind] * count;
        console.log(
          `${kind.padEnd(7)} ${String(count).padStart(5)}  ${seconds(cost.git.cpu).padStart(12)}  ${seconds(cost.node.cpu).padStart(9)}  ${seconds(cost.graph.cpu)} ${seconds(above)}  ${seconds(budget)}  ${seconds(cost.graph.wall)}${above > budget ? '  over' : ''}`,
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
}
