import { logFormat, logReader } from '../../history/log.ts';
import { questions, readAncestry } from '../../history/questions.ts';
import type { Ancestry, Commit, Tag } from '../../model/history.ts';
import type { World } from '../../model/world.ts';

export interface DatedTag extends Tag {
  /** Seconds, when its commit was made: what was tagged later was not there yet. */
  readonly date: number;
}

/** Everything that was ever released, and the way there: also what HEAD does not build upon, such as maintenance branches. */
export interface WholePast {
  readonly tags: readonly DatedTag[];
  readonly ancestry: Ancestry;
  /** By position in the ancestry; merges touch nothing. */
  readonly commits: readonly (Commit | undefined)[];
  readonly isShallow: boolean;
  /** The workspace's folder inside of the checkout, with a slash behind it. */
  readonly prefix: string;
}

const everything = ['HEAD', '--tags'] as const;
const tagFormat =
  '--format=%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(committerdate:unix)%00%(*objecttype)%00%(*objectname)%00%(*committerdate:unix)';

export async function gatherWholePast(world: World): Promise<WholePast> {
  const [place, tags, parents] = await Promise.all([
    ask(world, questions.place),
    ask(world, ['for-each-ref', 'refs/tags', tagFormat]),
    ask(world, ['rev-list', '--topo-order', '--parents', ...everything]),
  ]);
  const ancestry = readAncestry(parents);
  const commits: (Commit | undefined)[] = ancestry.ids.map(() => undefined);
  const reader = logReader((commit) => {
    const at = ancestry.at.get(commit.id);
    if (at !== undefined) commits[at] = commit;
  });
  const [shallow, prefix = ''] = place.split('\n');
  const inFolder = prefix === '' ? [] : ['--relative', '--', '.'];
  if (ancestry.ids.length > 0)
    await world.git(['log', ...logFormat, ...everything, ...inFolder], (text) => reader.push(text));
  reader.end();
  return { tags: tags.split('\n').flatMap(readTag), ancestry, commits, isShallow: shallow === 'true', prefix };
}

function readTag(line: string): readonly DatedTag[] {
  const [name = '', type, id = '', date, innerType, innerId = '', innerDate] = line.split('\0');
  if (type === 'commit') return [{ name, commit: id, date: Number(date) }];
  return innerType === 'commit' ? [{ name, commit: innerId, date: Number(innerDate) }] : [];
}

async function ask(world: World, args: readonly string[]): Promise<string> {
  let answer = '';
  await world.git(args, (text) => (answer += text));
  return answer;
}
