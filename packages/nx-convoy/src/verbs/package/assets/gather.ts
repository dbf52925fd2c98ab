import { archiveStep, treeOf } from '../../../packaging/assets/source.ts';
import { baseOf, found, isInside } from '../../../packaging/assets/globs.ts';
import type { AssetMember } from '../../../packaging/assets/inspect.ts';
import { problem } from '../../../packaging/assets/problems.ts';
import { named, type WantedAsset } from '../../../packaging/assets/wanted.ts';
import { stepFailed } from '../problems.ts';
import type { AssetGround, Part } from './ground.ts';

export interface Gathered {
  readonly members: readonly AssetMember[];
  /** Globs whose files no commit has. */
  readonly generated: readonly string[];
}

/** The tree of the commit, by git. */
export async function sourceTree(asset: WantedAsset, ground: AssetGround): Promise<Part<Gathered>> {
  const { bench, source, log, workshop } = ground;
  const file = `${bench.scratch}/source.tar`;
  const step = archiveStep(source.commit, file);
  const end = await bench.run(step);
  if (end.code !== 0) return { is: 'wrong', problems: [stepFailed(step, end, { log, withheld: workshop.withheld })] };
  const tar = await bench.open(file);
  const tree = tar === undefined ? undefined : treeOf(tar.bytes);
  if (tree === undefined) throw new Error(`git archive made no tar for ${asset.name}`);
  return { is: 'made', value: { members: tree.map((member) => ({ ...member, is: 'file' })), generated: [] } };
}

/**
 * What globs name: files of the commit; where a glob finds none among them, what was built or measured before and lies where git sees
 * nothing.
 */
export async function filesFor(asset: WantedAsset, ground: AssetGround): Promise<Part<Gathered>> {
  const { tracked, bench, workshop } = ground;
  const [members, generated]: [AssetMember[], string[]] = [[], []];
  const problems = [];
  for (const pattern of asset.config.files ?? []) {
    const glob = named(pattern.replace(/^\.\//, ''), asset.words, 'path');
    const committed = isInside(glob) ? found(glob, tracked) : [];
    const files = committed.length > 0 || !isInside(glob) ? committed : await onDisk(glob, ground);
    if (files.length === 0) {
      // Files of another machine come from there.
      if (asset.platform !== undefined && /\{(?:target|os|arch|abi)\}/.test(pattern))
        return {
          is: 'elsewhere',
          why: `${asset.name} is not made here: nothing is at ${glob}. Build it for ${asset.platform.target} and put it there`,
        };
      problems.push(nothing(asset, glob));
    }
    if (committed.length === 0 && files.length > 0) generated.push(glob);
    for (const { file, path } of files) {
      const one = await bench.open(`${workshop.root}/${file}`);
      if (one !== undefined) members.push({ path, ...one, is: 'file' });
    }
  }
  return problems.length > 0 ? { is: 'wrong', problems } : { is: 'made', value: { members, generated } };
}

/** Only below a folder that the glob names: the whole disk is nobody's to look through. */
async function onDisk(glob: string, { bench, workshop }: AssetGround): Promise<ReturnType<typeof found>> {
  const base = baseOf(glob);
  const there = await bench.list(`${workshop.root}/${base === '.' ? '' : base}`, base === '.' ? 'in' : 'below');
  return found(
    glob,
    there.map((path) => (base === '.' ? path : `${base}/${path}`)),
  );
}

const nothing = ({ name, unit }: WantedAsset, glob: string): ReturnType<typeof problem> =>
  isInside(glob)
    ? problem(
        'ASSET_FILE_MISSING',
        `${name} of ${unit} is to hold ${glob}, and there is no such file.`,
        'Correct "files" of the asset (globs are taken from the top of the workspace), or make the files before: what git ignores may be named as well.',
      )
    : problem(
        'ASSET_PATH',
        `${name} of ${unit} is to hold ${glob}, which is outside of the workspace.`,
        'Bring it into the workspace; what git ignores may be named as well.',
      );
