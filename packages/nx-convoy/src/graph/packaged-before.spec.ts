import type { EdgeKind } from '../model/claim.ts';
import type { Unit } from '../model/unit.ts';
import { madeByPublishing, packagedBefore } from './packaged-before.ts';

/** `docker:a` is an image; one that ends with `!` is private. */
function graphOf(text: string) {
  const edges = text.split(', ').map((arrow) => {
    const [from = '', kind = '', to = ''] = arrow.split(' ');
    return { from, to, kind: kind as EdgeKind, file: 'f', line: 1, requirements: [], orders: true };
  });
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort();
  const units = ids.map((id): Unit => ({
    ...{ id, key: id, name: id, ecosystem: id.split(':')[0] ?? '', project: id, root: id, manifest: id },
    ...{ version: '1.0.0', private: id.endsWith('!'), registries: [] },
    ...(id.startsWith('docker:') ? { images: [id] } : {}),
  }));
  return { units, edges };
}

it.each([
  ['a chart its images', 'helm:c deploys docker:a, docker:a embeds cargo:x', 'helm:c', 'docker:a'],
  ['an umbrella those of its subcharts', 'helm:u contains helm:c, helm:c deploys docker:a', 'helm:u', 'docker:a'],
  ['an image its base', 'docker:a embeds docker:b, docker:a build docker:c', 'docker:a', 'docker:b docker:c'],
  ['nobody a private one', 'helm:c deploys docker:a!', 'helm:c', ''],
  ['no wheel its crate', 'python:w bundles cargo:x', 'python:w', ''],
  [
    'a ring of charts ends',
    'helm:a contains helm:b, helm:b contains helm:a, helm:b deploys docker:i',
    'helm:a',
    'docker:i',
  ],
])('%s waits: %s', (_, text, id, expected) => {
  const graph = graphOf(text);
  const unit = graph.units.find((one) => one.id === id);
  const found = unit === undefined ? [] : packagedBefore(graph)(unit);
  expect(found.map((one) => one.id).join(' ')).toBe(expected);
});

it('what installs a unit is made by publishing, and all that names it by its digest', () => {
  const graph = graphOf(
    'docker:a installs python:w, docker:b embeds docker:a, helm:c deploys docker:b, helm:u contains helm:c, helm:o deploys docker:o',
  );
  expect([...madeByPublishing(graph).keys()].sort()).toEqual(['docker:a', 'docker:b', 'helm:c', 'helm:u']);
});
