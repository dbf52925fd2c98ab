import semver from 'semver';
import type { EdgeKind } from '../../model/claim.ts';
import type { Edge } from '../../model/graph.ts';
import type { Level } from '../../model/plan.ts';
import { next } from '../numbers/next.ts';
import { policyOf, propagate, type Passing } from './propagate.ts';
import type { BumpRule, DependentsRule } from '../rules/rule.ts';

const edge = (text: string): Edge => {
  const [from = '', kind = 'runtime', to = ''] = text.trim().split(' ');
  return { from, to, kind: kind as EdgeKind, file: 'x', line: 1, requirements: [], orders: true };
};

const show = (arrows: string, own: Readonly<Record<string, Level>>, rule: DependentsRule | Passing): string => {
  const edges = arrows === '' ? [] : arrows.split(',').map(edge);
  const names = [...new Set([...Object.keys(own), ...edges.flatMap(({ from, to }) => [from, to])])];
  const start = new Map(names.map((name) => [name, { level: own[name] ?? 'none', because: [] }] as const));
  const found = propagate(start, edges, new Map(names.map((name) => [name, name])), rule);
  return names.map((name) => `${name} ${found.get(name)?.level ?? 'none'}`).join(', ');
};

it.each<[string, string, Readonly<Record<string, Level>>, DependentsRule, string]>([
  ['who needs it follows by a patch', 'app runtime lib', { lib: 'major' }, 'follow', 'lib major, app patch'],
  ['or does not', 'app runtime lib', { lib: 'major' }, 'own', 'lib major, app none'],
  [
    'its own level stays if it is higher',
    'app runtime lib',
    { lib: 'patch', app: 'minor' },
    'follow',
    'lib patch, app minor',
  ],
  ['what is compiled in passes all on', 'wheel bundles lib', { lib: 'major' }, 'own', 'lib major, wheel major'],
  ['so does what is copied in', 'image embeds lib', { lib: 'minor' }, 'own', 'lib minor, image minor'],
  ['a chart is patched', 'chart deploys image', { image: 'major' }, 'follow', 'image major, chart patch'],
  ['tests pass nothing on', 'app dev lib', { lib: 'major' }, 'follow', 'lib major, app none'],
  ['nor does Nx', 'app declared lib', { lib: 'major' }, 'follow', 'lib major, app none'],
  ['all the way', 'c runtime b, b runtime a', { a: 'patch' }, 'follow', 'a patch, c patch, b patch'],
  ['a ring ends', 'a bundles b, b bundles a', { a: 'minor' }, 'follow', 'a minor, b minor'],
  ['nothing, nothing', 'a runtime b', {}, 'follow', 'a none, b none'],
  ['compatible: a break breaks', 'app runtime lib', { lib: 'major' }, 'compatible', 'lib major, app major'],
  ['compatible: anything else is a patch', 'app build lib', { lib: 'minor' }, 'compatible', 'lib minor, app patch'],
  [
    'compatible: a chart is still patched',
    'chart deploys image',
    { image: 'major' },
    'compatible',
    'image major, chart patch',
  ],
])('%s', (_, arrows, own, rule, expected) => expect(show(arrows, own, rule)).toBe(expected));

/** Everything stands at `from`; a level leads as it does above 1.0, or one step lower below. */
const passing = (
  rule: DependentsRule,
  from: string,
  {
    policies,
    range = '^1.0.0',
    linked = [],
  }: { policies?: BumpRule['policies']; range?: string; linked?: string[][] } = {},
): Passing => ({
  policyOf: ({ kind }) => policyOf(kind, rule, policies),
  moveOf: (_, level) => (level === 'none' ? undefined : { from, to: next(from, level, 'shift') }),
  admits: (_, { to }) => semver.satisfies(to, range),
  linked,
});
const auto = { runtime: 'auto' } as const;

it.each<[string, string, Readonly<Record<string, Level>>, Passing, string]>([
  ['a number below one breaks', 'b runtime a', { a: 'major' }, passing('compatible', '0.4.0'), 'a major, b major'],
  ['a feature there does not', 'b runtime a', { a: 'minor' }, passing('compatible', '0.4.0'), 'a minor, b patch'],
  ['but each of 0.0.x does', 'b runtime a', { a: 'patch' }, passing('compatible', '0.0.4'), 'a patch, b major'],
  [
    'all the way',
    'c runtime b, b runtime a',
    { a: 'major' },
    passing('compatible', '0.4.0'),
    'a major, c major, b major',
  ],
  ['auto: admitted, not moved', 'b runtime a', { a: 'minor' }, passing('auto', '1.0.0'), 'a minor, b none'],
  ['auto: no longer admitted', 'b runtime a', { a: 'major' }, passing('auto', '1.0.0'), 'a major, b patch'],
  ['auto: what is inside still moves', 'b bundles a', { a: 'minor' }, passing('auto', '1.0.0'), 'a minor, b minor'],
  [
    'one kind alone',
    'b runtime a, c build a',
    { a: 'minor' },
    passing('follow', '1.0.0', { policies: auto }),
    'a minor, b none, c patch',
  ],
  [
    'never for what is inside',
    'b embeds a',
    { a: 'minor' },
    passing('follow', '1.0.0', { policies: { embeds: 'never' } }),
    'a minor, b none',
  ],
  [
    'always for tests',
    'b dev a',
    { a: 'major' },
    passing('own', '1.0.0', { policies: { dev: 'always' } }),
    'a major, b patch',
  ],
  [
    'same for an umbrella',
    'b contains a',
    { a: 'minor' },
    passing('own', '1.0.0', { policies: { contains: 'same' } }),
    'a minor, b minor',
  ],
  [
    'auto and inside: as far, where not admitted',
    'b installs a',
    { a: 'major' },
    passing('own', '1.0.0', { policies: { installs: 'auto' } }),
    'a major, b major',
  ],
  [
    'linked: the highest of those that move',
    '',
    { a: 'minor', b: 'patch', c: 'none' },
    passing('follow', '1.0.0', { linked: [['a', 'b', 'c']] }),
    'a minor, b minor, c none',
  ],
  [
    'linked: one that follows is one that moves',
    'b runtime a',
    { a: 'major' },
    passing('follow', '1.0.0', { linked: [['a', 'b']] }),
    'a major, b major',
  ],
  [
    'linked: and takes others along',
    'c embeds b',
    { a: 'minor', b: 'patch' },
    passing('follow', '1.0.0', { linked: [['a', 'b']] }),
    'a minor, b minor, c minor',
  ],
])('%s', (_, arrows, own, by, expected) => expect(show(arrows, own, by)).toBe(expected));
