import { walls } from './walls.ts';

const check = (file: string, text: string): string =>
  walls(new Map([[file, text]]))
    .map(({ line, what }) => `${line} ${what}`)
    .join('; ');

describe('walls that hold', () => {
  it.each([
    ['a layer imports itself', 'graph/link.ts', "import { waves } from './waves.ts'"],
    ['and what is further in', 'verbs/plan/verb.ts', "import type { Unit } from '../../model/unit.ts'"],
    ['planning reads the graph', 'planning/bump.ts', "import { waves } from '../graph/waves.ts'"],
    ['planning reads history', 'planning/bump.ts', "import { log } from '../history/log.ts'"],
    ['delivery reads a plan', 'delivery/due.ts', "import { order } from '../planning/plan.ts'"],
    ['the edge imports verbs', 'cli/bin.ts', "const { plan } = await import('../verbs/plan/verb.ts')"],
    ['nx imports Nx', 'nx/plugin.ts', "import { workspaceRoot } from '@nx/devkit'"],
    ['the shell acts', 'shell/disk.ts', "import { readFileSync } from 'node:fs'; console.log(process.pid, Date.now())"],
    ['the list knows all ecosystems', 'ecosystems/index.ts', "export { cargo } from './cargo/index.ts'"],
    ['an ecosystem uses what all share', 'ecosystems/cargo/survey.ts', "import { read } from '../reading.ts'"],
    ['src/index.ts shows verbs', 'index.ts', "export { plan } from './verbs/plan/verb.ts'"],
    ['src/index.ts shows the graph plugin', 'index.ts', "export { createNodes } from './nx/plugin.ts'"],
    ['verbs share their words', 'verbs/plan/report.ts', "import { columns } from '../words/columns.ts'"],
    ['and what they gather', 'verbs/plan/verb.ts', "import { gatherPast } from '../gathering/gather-history.ts'"],
    ['one verb carries out another', 'verbs/publish/load.ts', "import { packaging } from '../package/verb.ts'"],
    ['a spec uses our tools', 'graph/a.spec.ts', "import { root } from '../../../../tools/root.ts'"],
    ['a spec reads its fixtures', 'text/toml/toml.spec.ts', "import { readFileSync } from 'node:fs'; setTimeout(f, 1)"],
    ['hashing is pure', 'planning/digest.ts', "import { createHash } from 'node:crypto'"],
    ['a given time is converted', 'planning/notes.ts', 'export const day = (ms: number) => new Date(ms).toISOString()'],
    [
      'others have members of that name',
      'graph/a.ts',
      'export const f = (x: T) => x.process.env + x.fetch() + x.Date.now()',
    ],
    [
      'a comment is no import',
      'graph/a.ts',
      "// import 'node:fs'; process.exit()\nexport const s = 'import fs from \"fs\"'",
    ],
  ])('%s', (_, file, text) => expect(check(file, text)).toBe(''));
});

describe('walls that are broken', () => {
  it.each([
    [
      'outwards',
      'graph/link.ts',
      "\nimport { x } from '../verbs/plan/verb.ts'",
      '2 graph imports verbs (../verbs/plan/verb.ts)',
    ],
    ['types count', 'model/unit.ts', "import type { X } from '../text/x.ts'", '1 model imports text (../text/x.ts)'],
    ['inline types count', 'model/unit.ts', "type X = import('../text/x.ts').X", '1 model imports text (../text/x.ts)'],
    ['re-exports count', 'paths/a.ts', "export * from '../text/x.ts'", '1 paths imports text (../text/x.ts)'],
    ['lazy imports count', 'text/a.ts', "await import('../graph/x.ts')", '1 text imports graph (../graph/x.ts)'],
    [
      'the graph reads a plan',
      'graph/a.ts',
      "import '../planning/x.ts'",
      '1 graph imports planning (../planning/x.ts)',
    ],
    ['history reads the graph', 'history/a.ts', "import '../graph/x.ts'", '1 history imports graph (../graph/x.ts)'],
    [
      'planning delivers',
      'planning/a.ts',
      "import '../delivery/x.ts'",
      '1 planning imports delivery (../delivery/x.ts)',
    ],
    ['the shell decides', 'shell/a.ts', "import '../graph/x.ts'", '1 shell imports graph (../graph/x.ts)'],
    ['rules act', 'delivery/a.ts', "import '../shell/x.ts'", '1 delivery imports shell (../shell/x.ts)'],
    ['cli imports nx', 'cli/a.ts', "import '../nx/x.ts'", '1 cli imports nx (../nx/x.ts)'],
    ['inner code imports the entrance', 'graph/a.ts', "import '../index.ts'", '1 graph imports index.ts (../index.ts)'],
    ['the entrance imports the bin', 'index.ts', "import './cli/x.ts'", '1 index.ts imports cli (./cli/x.ts)'],
    [
      'shared words import a verb',
      'verbs/words/a.ts',
      "import '../plan/x.ts'",
      '1 verbs/words imports verbs/plan (../plan/x.ts)',
    ],
    [
      'one ecosystem imports another',
      'ecosystems/helm/a.ts',
      "import '../docker/x.ts'",
      '1 ecosystems/helm imports ecosystems/docker (../docker/x.ts)',
    ],
    [
      'an ecosystem imports the list',
      'ecosystems/helm/a.ts',
      "import '../index.ts'",
      '1 ecosystems/helm imports the list of all ecosystems (../index.ts)',
    ],
    [
      'one verb imports another',
      'verbs/a/verb.ts',
      "import '../b/verb.ts'",
      '1 verbs/a imports verbs/b (../b/verb.ts)',
    ],
    [
      'more of a verb than is asked of it',
      'verbs/publish/load.ts',
      "import '../package/make.ts'",
      '1 verbs/publish imports verbs/package (../package/make.ts)',
    ],
    ['out of the package', 'graph/a.ts', "import '../../../e2e/x.ts'", '1 imports ../../../e2e/x.ts, outside of src'],
    ['Nx in a verb', 'verbs/a/verb.ts', "import type { Tree } from '@nx/devkit'", '1 imports @nx/devkit'],
    ['Nx in a spec', 'graph/a.spec.ts', "import 'nx/src/x'", '1 imports nx/src/x'],
    ['files', 'verbs/a/verb.ts', "import 'node:fs/promises'", '1 imports node:fs/promises'],
    ['files without prefix', 'text/a.ts', "import 'fs'", '1 imports fs'],
    ['children', 'ecosystems/helm/a.ts', "import { execa } from 'execa'", '1 imports execa'],
    ['environment', 'graph/a.ts', '\n\nexport const x = process.env.HOME', '3 uses process'],
    ['environment, unpacked', 'graph/a.ts', 'const { env } = process', '1 uses process'],
    ['the platform by its other name', 'graph/a.ts', 'globalThis.fetch', '1 uses globalThis'],
    [
      'clock',
      'graph/a.ts',
      'Date.now(); new Date(); new Date',
      '1 uses Date.now; 1 uses new Date(); 1 uses new Date()',
    ],
    ['clock, handed on', 'graph/a.ts', 'const now = Date.now', '1 uses Date.now'],
    ['chance', 'graph/a.ts', 'Math.random()', '1 uses Math.random'],
    ['network and timers', 'registries/npm/a.ts', 'fetch(u); setTimeout(f, 1)', '1 uses fetch(); 1 uses setTimeout()'],
    ['output', 'verbs/a/verb.ts', 'console.log(1)', '1 uses console'],
    ['a file that hides its idea', 'graph/utils.ts', '', '1 "utils.ts" hides an idea'],
    ['a folder that hides its idea', 'shell/helpers/a.ts', '', '1 "helpers" hides an idea'],
    ['a file in no layer', 'tool.ts', '', '1 stands in no layer'],
    ['an unknown layer', 'stuff/a.ts', '', '1 stands in no layer'],
  ])('%s', (_, file, text, expected) => expect(check(file, text)).toBe(expected));
});

it('says what to do about each', () => {
  const found = walls(new Map([['graph/utils.ts', "import '../verbs/x.ts'; import 'fs'; fetch(u)"]]));
  expect(found.map(({ fix }) => fix.length > 10)).toEqual([true, true, true, true]);
});
