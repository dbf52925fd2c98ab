import type { BuildJob, TestJob } from '../model/matrix.ts';
import { judge, type FoundBundle } from './bundle-expect.ts';
import type { Bundle } from './bundle-schema.ts';

const job: BuildJob = {
  ...{ id: 'a.any', unit: 'cargo:a', project: 'a', ecosystem: 'cargo', version: '1.0.0', wave: 1 },
  ...{ platform: 'any', runner: 'x' },
};
const test: TestJob = { id: 'a.test', unit: 'cargo:a', runner: 'x', os: 'linux', needs: ['a.any'] };
const found = (more: Partial<Bundle> = {}): FoundBundle => ({
  folder: more.job ?? 'a.any',
  digest: 'd',
  bundle: {
    ...{ schema: 1, kind: 'bundle', job: 'a.any', plan: 'p', commit: 'c', unit: 'cargo:a', version: '1.0.0' },
    ...{ platform: 'any', tool: '', machine: { os: '', arch: '' }, tools: {}, files: [] },
    ...more,
  },
});
const evidence = (tried: Record<string, string>): FoundBundle => found({ kind: 'evidence', job: 'a.test', tried });

it.each<[string, readonly FoundBundle[], boolean, readonly string[]]>([
  ['all that is expected', [found()], false, []],
  ['evidence as well', [found(), evidence({ 'a.any': 'd' })], true, []],
  ['none', [], false, ['BUNDLE_MISSING']],
  ['no evidence', [found()], true, ['BUNDLE_UNTESTED']],
  ['evidence of another bundle', [found(), evidence({ 'a.any': 'other' })], false, ['BUNDLE_ALTERED']],
  ['evidence of nothing', [found(), evidence({})], false, ['BUNDLE_ALTERED']],
  ['evidence in place of a bundle', [found({ kind: 'evidence' })], false, ['BUNDLE_EXTRA']],
  ['a bundle in place of evidence', [found(), found({ job: 'a.test' })], false, ['BUNDLE_EXTRA']],
  ['twice', [found(), found()], false, ['BUNDLE_TWICE']],
])('%s', (_, bundles, isTested, codes) => {
  const expected = { plan: 'p', commit: 'c', broken: [], isTested };
  const { problems } = judge(bundles, {
    ...expected,
    matrix: { build: { include: [job] }, test: { include: [test] } },
  });
  expect(problems.map(({ code }) => code)).toEqual(codes);
});
