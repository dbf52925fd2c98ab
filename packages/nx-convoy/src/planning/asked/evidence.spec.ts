import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import { root } from '../../../../../tools/root.ts';
import { apiDiffSchema, evidenceJsonSchema } from './evidence-schema.ts';
import { evidenceRequests } from './evidence.ts';

const diff = {
  kind: 'api-diff',
  unit: 'cargo:ship',
  tool: 'cargo-semver-checks 0.44.0',
  base: '1.2.0',
  commit: 'abcdef1',
  requires: 'major',
  summary: 'The function sail lost an argument.',
};

type Inputs = Parameters<typeof evidenceRequests>[0];

function judged(
  files: Readonly<Record<string, string>>,
  more: Partial<Inputs> = {},
): ReturnType<typeof evidenceRequests> {
  const unit = { id: 'cargo:ship' } as Inputs['units'][number];
  const group = { name: 'ship', units: [unit] } as unknown as Inputs['groups'][number];
  const release = (version: string): object => ({ version, tag: { name: `v${version}`, commit: '0' } });
  const base = { stable: release('1.2.0'), latest: release('1.3.0-rc.1') } as unknown as ReturnType<
    Inputs['bases']['get']
  >;
  return evidenceRequests({
    repo: repoOf(files),
    units: [unit],
    groups: [group],
    bases: new Map(base === undefined ? [] : [['ship', base]]),
    ancestry: { ids: ['abcdef1234567890'], at: new Map(), parents: [] },
    ...more,
  });
}

const at = (value: object | string): Readonly<Record<string, string>> => ({
  '.convoy/evidence/api.json': typeof value === 'string' ? value : JSON.stringify(value, undefined, 1),
});

it('asks for what was found, and says who found it', () =>
  expect(judged(at(diff))).toEqual({
    requests: [
      {
        units: ['cargo:ship'],
        level: 'major',
        isPrerelease: false,
        request: '.convoy/evidence/api.json',
        evidence: '.convoy/evidence/api.json',
        text: 'The function sail lost an argument. (cargo-semver-checks 0.44.0, against 1.2.0)',
      },
    ],
    problems: [],
  }));

it.each<[string, object, string]>([
  ['the last candidate', { base: '1.3.0-rc.1' }, 'major'],
  ['a version as Python writes it', { base: '1.3.0rc1' }, 'major'],
  ['a version with a v', { base: 'v1.2.0' }, 'major'],
  ['no commit', { commit: undefined }, 'major'],
  ['nothing found', { requires: 'none' }, ''],
  ['a release before', { base: '1.1.0' }, 'warning EVIDENCE_STALE 5'],
  ['no version', { base: 'main' }, 'warning EVIDENCE_STALE 5'],
  ['a commit of elsewhere', { commit: '1234567' }, 'warning EVIDENCE_STALE 5'],
  ['a unit that is none', { unit: 'cargo:boat' }, 'error UNIT_UNKNOWN 3'],
  ['no word of how far', { requires: 'huge' }, 'error EVIDENCE_INVALID 7'],
  ['no summary', { summary: undefined }, 'error EVIDENCE_INVALID 1'],
  ['another kind', { kind: 'benchmark', requires: 'huge' }, ''],
])('of %s', (_, change, expected) => {
  const { requests, problems } = judged(at({ ...diff, ...change }));
  const told = problems.map(({ severity, code, where }) => `${severity} ${code} ${where?.line ?? 0}`);
  expect([...requests.map(({ level }) => level), ...told].join()).toBe(expected);
});

it('tells what cannot be read, with file and line', () =>
  expect(judged(at('{\n "kind": "api-diff",\n')).problems).toMatchObject([
    {
      code: 'JSON_INVALID',
      where: { file: '.convoy/evidence/api.json', line: 3 },
      fix: expect.stringContaining('Record it again'),
    },
  ]));

it.each([
  ['proofs/', 'proofs/api.json', 1],
  ['proofs', 'proofs/deep/api.json', 1],
  ['proofs', 'proofs/api.txt', 0],
  [undefined, 'proofs/api.json', 0],
])('looks in the folder %j for %j', (folder, file, count) => {
  const more = folder === undefined ? {} : { folder };
  expect(judged({ [file]: JSON.stringify(diff) }, more).requests).toHaveLength(count);
});

it('schemas/evidence.json says what is read (CONVOY_UPDATE=1 writes it)', () => {
  const folder = join(root, 'packages/nx-convoy/schemas');
  const text = `${JSON.stringify(evidenceJsonSchema(), undefined, 2)}\n`;
  if (process.env.CONVOY_UPDATE === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'evidence.json'), text);
  }
  expect(JSON.parse(readFileSync(join(folder, 'evidence.json'), 'utf8'))).toEqual(JSON.parse(text));
});

it('the guide shows good evidence', () => {
  const page = readFileSync(join(root, 'docs/plan.md'), 'utf8');
  const [, example = ''] = /```json\n(\{\s*"kind": "api-diff"[\s\S]*?)```/.exec(page) ?? [];
  expect(apiDiffSchema.safeParse(JSON.parse(example)).success).toBe(true);
});
