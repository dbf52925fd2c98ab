import type { EdgeKind } from '../model/claim.ts';
import type { Edge } from '../model/graph.ts';
import type { Level } from '../model/plan.ts';
import { propagate } from './propagate.ts';
import type { DependentsRule } from './rule.ts';

const edge = (text: string): Edge => {
  const [from = '', kind = 'runtime', to = ''] = text.trim().split(' ');
  return { from, to, kind: kind as EdgeKind, file: 'x', line: 1, requirements: [], orders: true };
};

const show = (arrows: string, own: Readonly<Record<string, Level>>, rule: DependentsRule = 'follow'): string => {
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
])('%s', (_, arrows, own, rule, expected) => expect(show(arrows, own, rule)).toBe(expected));
