import type { Edge, Graph } from '../../model/graph.ts';
import type { Unit } from '../../model/unit.ts';
import { needsAmong } from './needs.ts';
import { roundsOf } from './rounds.ts';

/** `image ~ wheel`: it installs it; `chart > image`: it needs it. Those in brackets are private. */
const edgesOf = (arrows: string): readonly Edge[] =>
  arrows.split(', ').flatMap((arrow) => {
    const [, from = '', how = '', to = ''] = /^\(?(\w+)\)? ([>~]) \(?(\w+)\)?$/.exec(arrow) ?? [];
    const kind = how === '~' ? 'installs' : 'declared';
    return [{ from, to, kind, file: 'a', line: 1, requirements: [], orders: true } as const];
  });

function graphOf(arrows: string): Pick<Graph, 'units' | 'edges'> {
  const hidden = new Set([...arrows.matchAll(/\((\w+)\)/g)].map(([, id]) => id));
  const ids = new Set(arrows.match(/\w+/g));
  const units = [...ids].map((id) => ({ id, private: hidden.has(id) }) as Unit);
  return { units, edges: edgesOf(arrows) };
}

interface Here {
  readonly made?: string;
  readonly out?: string;
  readonly behind?: string;
}

function shown(arrows: string, { made = '', out = '', behind = '' }: Here): string {
  const graph = graphOf(arrows);
  const ids = graph.units.filter((unit) => !unit.private).map(({ id }) => id);
  const among = (words: string) => (id: string) => words.split(' ').includes(id);
  const rounds = roundsOf({
    ids,
    needs: needsAmong(new Set(ids), graph),
    ...{ isMade: among(made), isOut: among(out), isBehind: among(behind) },
  });
  const most = Math.max(...rounds.values());
  return Array.from({ length: most + 1 }, (_, round) =>
    ids
      .filter((id) => rounds.get(id) === round)
      .sort()
      .join(' '),
  ).join(' | ');
}

it.each<[string, string, Here, string]>([
  ['what nothing installs goes at once', 'chart > image, image > wheel', {}, 'chart image wheel'],
  ['an image after what it installs', 'image ~ wheel, wheel > crate', {}, 'crate wheel | image'],
  ['what needs it goes with it', 'all > chart, chart > image, image ~ wheel', {}, 'wheel | all chart image'],
  ['an image on such an image goes with it', 'app > base, base ~ wheel', {}, 'wheel | app base'],
  ['one that installs on one that does', 'app ~ tool, tool > base, base ~ wheel', {}, 'wheel | base tool | app'],
  ['one that is out is installed at once', 'image ~ wheel, chart > image', { out: 'wheel' }, 'chart image wheel'],
  ['one that was made already installs nothing', 'image ~ wheel', { made: 'image' }, 'image wheel'],
  ['strangers do not wait', 'image ~ wheel, npm > crate', {}, 'crate npm wheel | image'],
  ['by a private base', 'image > (base), (base) ~ wheel', {}, 'wheel | image'],
  ['by a private subchart', 'all > (chart), (chart) > image, image ~ wheel', {}, 'wheel | all image'],
  ['of what others publish', 'image > other', { behind: 'image' }, 'other | image'],
  ['of what others publish, and made', 'image > other', { behind: 'image', made: 'image' }, 'image other'],
])('%s', (_, arrows, here, expected) => expect(shown(arrows, here)).toBe(expected));
