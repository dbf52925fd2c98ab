import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { kinds } from './kinds.ts';
import { tryKinds, type Matrix } from './matrix.ts';
import { tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    kind: { type: 'string' },
    points: { type: 'string', default: 'all' },
    samples: { type: 'string', default: '12' },
    workers: { type: 'string', default: '3' },
    journals: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(
    `npm run crash-matrix -- [--kind=crates] [--only=uploading] [--points=20] [--samples=12] [--seed=1] [--workers=3] [--journals=FILE]

Kills a publisher at every point, publishes again, and sees that every unit is out once. --only: points with this in their name.
--points, --samples: so many of them, chosen by the seed. --journals: keeps all journals that were written.`,
  );
} else {
  const { only } = values;
  const extent = {
    seed: Number(values.seed),
    points: values.points === 'all' ? Infinity : Number(values.points),
    samples: Number(values.samples),
    workers: Number(values.workers),
    kindsAtOnce: 1,
    isWhole: only === undefined,
    ...(only === undefined ? {} : { only }),
  };
  console.log(`seed ${values.seed}`);
  const wanted = kinds.filter(({ name }) => values.kind === undefined || name.includes(values.kind));
  const found: (readonly [string, Matrix])[] = [];
  for (const [kind, trying] of tryKinds(wanted, extent)) {
    found.push([kind.name, await trying]);
    if (wanted.length > 1) console.log(tableOf(found.slice(-1)).text);
  }
  const { text, isGood } = tableOf(found);
  console.log(`\n${text}`);
  const { journals } = values;
  const trials = found.flatMap(([kind, matrix]) =>
    matrix.is === 'tried' ? matrix.rows.flatMap((row) => row.trials.map((trial) => ({ kind, ...trial }))) : [],
  );
  if (journals !== undefined) writeFileSync(journals, JSON.stringify(trials));
  process.exitCode = isGood ? 0 : 1;
}
