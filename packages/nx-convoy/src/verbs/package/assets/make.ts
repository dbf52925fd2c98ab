import type { AssetConfig } from '../../../model/config.ts';
import type { Identity, MadeFile, Opened } from '../../../model/packaging.ts';
import type { Problem } from '../../../model/problem.ts';
import { openArchive } from '../../../packaging/archive/open.ts';
import { pack, packingOf } from '../../../packaging/archive/pack.ts';
import { inspectMembers, inspectSize, type AssetMember } from '../../../packaging/assets/inspect.ts';
import { entryProblems, problem, twice, unfilled } from '../../../packaging/assets/problems.ts';
import { assetPlatform, named, wantedOf, type Naming, type WantedAsset } from '../../../packaging/assets/wanted.ts';
import { manifestText, sums } from '../../../packaging/manifest.ts';
import { secretFiles } from '../../../packaging/secret-files.ts';
import type { Left } from '../choose.ts';
import { compileFor } from './compile.ts';
import { filesFor, sourceTree } from './gather.ts';
import type { AssetGround, Part } from './ground.ts';
import { hostOf } from './host.ts';

export interface AssetsMade {
  readonly files: readonly MadeFile[];
  readonly left: readonly Left[];
  readonly problems: readonly Problem[];
}

/** Makes all assets of one unit, looks into them, and writes down what they are. Nothing is written where something is wrong. */
export async function makeAssets(slug: string, tag: string | undefined, ground: AssetGround): Promise<AssetsMade> {
  const { unit, config, bench, ecosystem, workshop, source } = ground;
  const entries = config.assets?.[unit.id] ?? [];
  const host = await hostOf(ground);
  const told = config.units[unit.id]?.targets ?? [];
  const spelled = ecosystem.spell(unit.version ?? '');
  const version = spelled.ok ? spelled.value : (unit.version ?? '');
  const naming = {
    ...{ unit: unit.id, name: unit.name, version, programs: unit.programs ?? [] },
    ...(tag === undefined ? {} : { tag }),
    targets: told.length === 0 ? [host] : told,
  };
  const isOurs = partOf(ground, { ...naming, targets: told });
  const refused = entries.flatMap((entry) => entryProblems(entry, naming));
  const wanted = refused.length > 0 ? [] : entries.flatMap((entry) => wantedOf(entry, naming).filter(isOurs(entry)));
  const problems = [...refused, ...twice(wanted), ...wanted.flatMap((one) => unfilled(one) ?? [])];
  const left: Left[] = [];
  const missing: { name: string; platform: string }[] = [];
  const files: Opened[] = [];
  const notes: string[] = [];
  const tools: Record<string, string> = {};
  for (const asset of problems.length > 0 ? [] : wanted) {
    const part = await contentOf(asset, host, ground);
    if (part.is === 'elsewhere') {
      left.push({ unit: unit.id, why: part.why });
      missing.push({ name: asset.name, platform: asset.platform?.target ?? host });
    } else if (part.is === 'wrong') problems.push(...part.problems);
    else {
      const { file, problems: found } = await write(asset, part.value, slug, ground);
      problems.push(...found);
      if (file !== undefined) files.push(file);
      Object.assign(tools, part.value.tools);
      notes.push(...part.value.notes);
    }
  }
  problems.push(...secretFiles(files, config.package?.allow));
  if (problems.some(({ severity }) => severity === 'error') || files.length === 0) return { files: [], left, problems };
  const reads = ecosystem.madeWith?.reads ?? [];
  const facts = {
    ...{ unit, version, source: { commit: source.commit, date: source.date }, tools, files, assets: { missing } },
    identity: identityOf(notes),
    environment: { ...workshop.platform, variables: workshop.variables(reads) },
  };
  await bench.write(slug, 'manifest.json', manifestText(facts));
  await bench.write(slug, 'SHA256SUMS', sums(files, 'sha256'));
  await bench.write(slug, 'SHA512SUMS', sums(files, 'sha512'));
  return { files, left, problems };
}

/** Without targets of its own an entry is for the machine that makes what is for any. */
function partOf({ part }: AssetGround, planned: Naming): (entry: AssetConfig) => (asset: WantedAsset) => boolean {
  return (entry) => {
    const isTold = wantedOf(entry, planned).some(({ platform }) => platform !== undefined);
    return (asset) => part === undefined || (isTold ? assetPlatform(asset) : 'any') === part.platform;
  };
}

interface Content {
  readonly members: readonly AssetMember[];
  readonly tools: Readonly<Record<string, string>>;
  /** Why it is not the same file again. */
  readonly notes: readonly string[];
}

async function contentOf(asset: WantedAsset, host: string, ground: AssetGround): Promise<Part<Content>> {
  const isCompiled = asset.kind === 'programs' || asset.kind === 'libraries';
  const built = isCompiled ? await compileFor(asset, host, ground) : undefined;
  if (built !== undefined && built.is !== 'made') return built;
  const tree = asset.kind === 'source' ? await sourceTree(asset, ground) : undefined;
  if (tree !== undefined && tree.is !== 'made') return tree;
  const beside = await filesFor(asset, ground);
  if (beside.is !== 'made') return beside;
  const { generated } = beside.value;
  return {
    is: 'made',
    value: {
      members: [...(built?.value.members ?? []), ...(tree?.value.members ?? []), ...beside.value.members],
      tools: built?.value.tools ?? {},
      notes: [
        ...(built === undefined ? [] : ['what compilers make differs from machine to machine']),
        ...generated.map((glob) => `${glob} is in no commit`),
      ],
    },
  };
}

const identityOf = (notes: readonly string[]): Identity =>
  notes.length === 0 ? { by: 'bytes' } : { by: 'content', why: [...new Set(notes)].join('; ') };

async function write(
  asset: WantedAsset,
  { members }: Content,
  slug: string,
  { bench, source }: AssetGround,
): Promise<{ readonly file?: Opened; readonly problems: readonly Problem[] }> {
  const top = topOf(asset);
  const placed = members.map((member) => (top === '' ? member : { ...member, path: `${top}/${member.path}` }));
  const found = inspectMembers(asset, placed);
  if (found.some(({ severity }) => severity === 'error')) return { problems: found };
  const packing = packingOf(asset.name);
  if (packing === undefined && members.length > 1) return { problems: [...found, several(asset, members.length)] };
  const dated = { epoch: Number(source.epoch), ...(asset.kind === 'source' ? { comment: source.commit } : {}) };
  const packed =
    packing === undefined
      ? { ok: true as const, value: members[0]?.bytes ?? new Uint8Array() }
      : pack(asset.name, packing, placed, dated);
  if (!packed.ok) return { problems: [...found, ...packed.problems] };
  const made = await bench.add(slug, asset.name, packed.value);
  const file = { ...made, ...(asset.platform === undefined ? {} : { platform: asset.platform.target }) };
  const opened = openArchive(file, packed.value);
  const problems = [...found, ...inspectSize(asset, made.size, asset.config)];
  return opened.ok ? { file: opened.value, problems } : { problems: [...problems, ...opened.problems] };
}

/** A source archive without a folder of its own would spill over whatever is where it is unpacked. */
const topOf = ({ config, kind, words }: WantedAsset): string =>
  named(config.top ?? (kind === 'source' ? '{name}-{version}' : ''), words, 'path').replace(/\/+$/, '');

const several = ({ name, unit }: WantedAsset, count: number): Problem =>
  problem(
    'ASSET_NO_ARCHIVE',
    `${name} of ${unit} is no archive by its name, and ${count} files are to go into it.`,
    'Call it .tar.gz or .zip ({archive} is the one that is usual), or name one file.',
  );
