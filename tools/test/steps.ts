import { join } from 'node:path';
import { root } from '../root.ts';
import { run } from '../toolchains/run.ts';
import { jest } from './jest.ts';
import type { Step, Verdict } from './step.ts';
import { failed, passed } from './tally.ts';

const minutes = 60_000;

/** The test command, step by step. */
export const steps: readonly Step[] = [
  {
    name: 'build', // packages/nx-convoy/dist, which end-to-end tests install
    run: () => check(['tools/build.mjs']),
  },
  {
    name: 'types', // every TypeScript file of the checkout
    run: () => check([bin('typescript/bin/tsc'), '-p', 'tsconfig.json']),
  },
  {
    name: 'lint',
    // Without a cache: it is kept by file, but a typed rule depends on the files that one imports.
    run: () => check([bin('eslint/bin/eslint.js'), '.']),
  },
  {
    name: 'format', // code only: prose and fixtures keep the shape that their authors gave them
    run: () => check([bin('prettier/bin/prettier.cjs'), '--check', '**/*.{ts,js,mjs}', ...cache('prettier')]),
  },
  {
    name: 'walls', // imports go inwards, only the shell acts; the lock file and tracked files name no machine
    run: () => check(tool('tools/checks/main.ts')),
  },
  {
    name: 'toolchains', // finds or provisions the real clients
    run: ({ all }) => check([...tool('tools/toolchains/main.ts'), ...(all ? ['--all'] : [])]),
  },
  {
    name: 'unit',
    tests: true,
    alone: true,
    run: async ({ all, args }) => ({
      tally: await jest({ project: 'unit', all, args, timeoutMs: 15 * minutes }),
    }),
  },
  {
    name: 'e2e',
    tests: true,
    alone: true,
    needs: ['build'],
    wants: ['toolchains'],
    run: async ({ all, args }) => ({
      tally: await jest({ project: 'e2e', all, args, timeoutMs: (all ? 120 : 60) * minutes }),
    }),
  },
];

/** Every check is a script of Node's: an installed tool or one of ours. */
async function check(script: readonly string[]): Promise<Verdict> {
  const { ok, said, why } = await run([process.execPath, ...script], { cwd: root, timeoutMs: 20 * minutes });
  return { tally: ok ? passed : failed, said: ok ? said : `${said}\n${why}` };
}

const bin = (path: string): string => join('node_modules', path);
const tool = (path: string): readonly string[] => ['tools/run.mjs', path];
const cache = (name: string): readonly string[] => ['--cache', '--cache-location', `.cache/${name}`];
