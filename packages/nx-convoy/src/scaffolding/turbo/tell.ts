import type { Choice, Scaffold } from '../../model/scaffold.ts';
import { taskOf, type Home } from './homes.ts';
import type { Drawn } from './draw.ts';

/** Each task with its reasons, what no package carries, and what a person types next. */
export function tell(drawn: Drawn): Pick<Scaffold, 'choices' | 'next'> {
  const { workspace, found, tasks } = drawn;
  const shims = found.homes.filter(({ isNew }) => isNew);
  const top: readonly Choice[] = ['release-plan', 'publish', 'package']
    .filter((name) => tasks.has(`//#${name}`))
    .map((name) => ({ what: `//#${name}`, why: reasons[name] ?? '' }));
  return {
    choices: [
      ...top,
      ...found.homes.flatMap((home) => told(home, drawn)),
      ...found.homeless.publish.map(({ id, root }) => ({
        what: id,
        why: `goes with //#publish, or along with what needs it: ${root === '.' ? 'it lies at the top' : `no package of the workspace is in ${root}; --shims makes one where none is`}`,
      })),
      ...(shims.length === 0
        ? []
        : [
            {
              what: `${shims.length} × package.json`,
              why: 'shims: they carry tasks and are no units. Where packages take in whole folders, keep them out: exclude, .helmignore, .dockerignore',
            },
          ]),
    ],
    next: nextOf(workspace, shims.length > 0),
  };
}

const reasons: Readonly<Record<string, string>> = {
  'release-plan': 'the plan of the whole graph',
  publish: 'the whole graph: what no package has published, and proof that all is out',
  package: 'what no package carries',
};

function told({ carrier, units }: Home, { orders, tasks }: Drawn): readonly Choice[] {
  const name = taskOf(carrier, 'publish');
  if (!tasks.has(name)) return [];
  const before = orders.publish.before(carrier.name);
  const along = orders.publish.along(carrier.name);
  return [
    {
      what: name,
      why: [
        units.publish.map(({ id }) => id).join(', '),
        before.length === 0 ? 'waits for no package' : `after ${before.join(', ')}`,
        ...(along.length === 0 ? [] : [`takes along ${along.join(', ')}, which no task before it brings`]),
      ].join('; '),
    },
  ];
}

const commands = {
  npm: { install: 'npm install', add: 'npm install --save-dev nx-convoy', run: 'npx' },
  pnpm: { install: 'pnpm install', add: 'pnpm add --save-dev --workspace-root nx-convoy', run: 'pnpm exec' },
  yarn: { install: 'yarn install', add: 'yarn add --dev nx-convoy', run: 'yarn' },
  bun: { install: 'bun install', add: 'bun add --dev nx-convoy', run: 'bunx' },
} as const;

function nextOf({ manager, hasConvoy }: Drawn['workspace'], isGrown: boolean): readonly string[] {
  const { install, add, run } = commands[manager];
  return [
    ...(hasConvoy ? (isGrown ? [install] : []) : [add]),
    `${run} turbo run release-plan`,
    `${run} turbo run publish -- --dry-run`,
  ];
}
