import { ecosystems } from '../../ecosystems/index.ts';
import type { Pin } from '../../model/claim.ts';
import type { Edge } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';
import { stillAdmits } from './still-admits.ts';

const unit = (ecosystem: string): Unit => ({
  id: `${ecosystem}:a`,
  key: 'a',
  ecosystem,
  name: 'a',
  project: 'a',
  root: 'a',
  manifest: 'a/manifest',
  private: false,
  registries: [],
});
const at = { file: 'b/manifest', line: 1 };

/** From 1.2.0 to 1.3.0. */
function isOpen(ecosystem: string, ranges: readonly string[], pins: readonly Pin[] = []): boolean {
  const edge: Edge = {
    from: 'npm:b',
    to: `${ecosystem}:a`,
    kind: 'runtime',
    ...at,
    requirements: ranges.map((range) => ({ range, at })),
    pins,
    orders: true,
  };
  return stillAdmits([unit(ecosystem)], ecosystems)(edge, { from: '1.2.0', to: '1.3.0' });
}

const pin = (version: string, isShared = false): Pin => ({ at, text: version, version, isShared });

it.each<[string, string, readonly string[], readonly Pin[], boolean]>([
  ['nothing is written', 'cargo', [], [], true],
  ['a caret', 'cargo', ['1.2.0'], [], true],
  ['a tilde', 'cargo', ['~1.2.0'], [], false],
  ['each place must', 'cargo', ['1.2', '=1.2.0'], [], false],
  ['what nobody can read', 'npm', ['git+https://example.com/a'], [], false],
  ['a member, as the very version', 'npm', ['workspace:*'], [], false],
  ['a member, as a range', 'npm', ['workspace:^'], [], true],
  ['a member, as a tighter one', 'npm', ['workspace:~'], [], false],
  ['Python', 'python', ['>=1.2,<2'], [], true],
  ['an image by its version', 'docker', [], [pin('1.2.0')], false],
  ['an image that leads there by itself', 'docker', [], [pin('latest')], true],
  ['an appVersion of this image', 'docker', [], [pin('1.2.0', true)], false],
  ['an appVersion of something else', 'docker', [], [pin('8.1.0', true)], true],
])('%s', (_, ecosystem, ranges, pins, expected) => expect(isOpen(ecosystem, ranges, pins)).toBe(expected));
