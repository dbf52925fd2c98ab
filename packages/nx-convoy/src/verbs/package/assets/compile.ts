import type { Compilation } from '../../../model/compiling.ts';
import type { AssetConfig, BuilderWord } from '../../../model/config.ts';
import type { AssetMember } from '../../../packaging/assets/inspect.ts';
import { problem } from '../../../packaging/assets/problems.ts';
import type { WantedAsset } from '../../../packaging/assets/wanted.ts';
import { joinMachO } from '../../../packaging/formats/join-mach-o.ts';
import { slugOf } from '../../../packaging/slug.ts';
import { slicesOf } from '../../../platforms/rust.ts';
import { afterBuildSteps } from '../after-build.ts';
import { noTool, stepFailed } from '../problems.ts';
import type { AssetGround, Part } from './ground.ts';

export interface Compiled {
  readonly members: readonly AssetMember[];
  readonly tools: Readonly<Record<string, string>>;
}

/** Builds what goes into an asset: for each processor that it is for, and joined where they are several. */
export async function compileFor(asset: WantedAsset, host: string, ground: AssetGround): Promise<Part<Compiled>> {
  const slices: Compiled[] = [];
  for (const target of slicesOf(asset.platform?.target ?? host)) {
    const slice = await compileOne(asset, target, host, ground);
    if (slice.is !== 'made') return slice;
    slices.push(slice.value);
  }
  const [first, ...others] = slices;
  if (first === undefined) throw new Error(`${asset.name} is for no machine`);
  const members = first.members.map((member): AssetMember | undefined => {
    const same = others.flatMap((one) => one.members.find(({ path }) => path === member.path) ?? []);
    const bytes = others.length === 0 ? member.bytes : joinMachO([member, ...same].map((one) => one.bytes));
    return bytes === undefined ? undefined : { ...member, bytes };
  });
  const lost = members.findIndex((member) => member === undefined);
  if (lost >= 0) return wrong(notJoined(asset, first.members[lost]?.path ?? ''));
  return { is: 'made', value: { members: members.flatMap((member) => member ?? []), tools: first.tools } };
}

/** For one processor; what the user has done to all files before they are measured is done to each. */
async function compileOne(
  asset: WantedAsset,
  target: string,
  host: string,
  ground: AssetGround,
): Promise<Part<Compiled>> {
  const { unit, ecosystem, repo, config, workshop, bench, timeoutMs } = ground;
  if (ecosystem.compiler === undefined) return wrong(problem('ASSET_UNBUILDABLE', ...notCompiled(asset)));
  const by = builderOf(asset.config, target, asset.platform?.target);
  const built = ecosystem.compiler.compile({
    ...{ unit, target, by, programs: asset.programs, strip: asset.config.strip === true, repo, config, timeoutMs },
    libraries: asset.config.libraries ?? [],
    cache: `${workshop.cache}/assets/${ground.keyOf([unit.id])}`,
  });
  if (!built.ok) return { is: 'wrong', problems: built.problems };
  const tools: Record<string, string> = {};
  for (const tool of built.value.tools) {
    const version = await workshop.version(tool);
    // Without cargo nothing at all is built; what only brings one target here may be on another machine.
    if (version === undefined)
      return /^(?:cargo|rustc)$/.test(tool.name)
        ? wrong(noTool(tool))
        : elsewhere(asset, target, `${tool.name} is not here`, `install ${tool.name}`);
    tools[tool.name] = version;
  }
  const stopped = await run(built.value, { asset, target, by, host }, ground);
  if (stopped !== undefined) return stopped;
  const hooked = await afterBuild(asset, target, built.value, ground);
  if (hooked.is !== 'made') return hooked;
  const members: AssetMember[] = [];
  for (const { name, is, path } of hooked.value) {
    const file = await bench.open(path);
    if (file === undefined) return wrong(notThere(asset, name));
    members.push({ path: name, bytes: file.bytes, isExecutable: is === 'program', is });
  }
  return { is: 'made', value: { members, tools } };
}

/** By the target that is built, or by the one that it becomes a part of. */
const builderOf = ({ build = 'cargo' }: AssetConfig, target: string, whole = target): BuilderWord =>
  typeof build === 'string' ? build : (build[target] ?? build[whole] ?? 'cargo');

interface Building {
  readonly asset: WantedAsset;
  readonly target: string;
  readonly by: BuilderWord;
  readonly host: string;
}

async function run(
  { probe, provide, steps }: Compilation,
  { asset, target, by, host }: Building,
  { bench, log, workshop }: AssetGround,
): Promise<Part<never> | undefined> {
  if ((await bench.run(probe)).code !== 0)
    return elsewhere(asset, target, `what ${by} needs for ${target} is not here`, provide);
  for (const step of steps) {
    const end = await bench.run(step);
    if (end.code === 0 && end.failed === undefined) continue;
    const isUnlinked = target !== host && /linker `[^`]+` not found|linking with .+ failed/.test(end.tail);
    return isUnlinked
      ? elsewhere(asset, target, `no linker for ${target} is here`, `"build": "zig" or "cross" for its asset`)
      : wrong(stepFailed(step, end, { log, withheld: workshop.withheld }));
  }
  return undefined;
}

/** In a copy: what cargo has made is taken for what it left there the next time. */
async function afterBuild(
  asset: WantedAsset,
  target: string,
  { makes }: Compilation,
  { unit, config, bench, workshop, log, timeoutMs }: AssetGround,
): Promise<Part<Compilation['makes']>> {
  const hooks = config.units[unit.id]?.afterBuild ?? [];
  if (hooks.length === 0) return { is: 'made', value: makes };
  const folder = `hooked/${slugOf(`:${target}/${asset.name}`)}`;
  for (const { name, path } of makes) {
    if ((await bench.open(path)) === undefined) return wrong(notThere(asset, name));
    await bench.lay(path, `${folder}/${name}`);
  }
  const finished = { unit: unit.id, folder, paths: makes.map(({ name }) => name) };
  const steps = afterBuildSteps(hooks, finished, { scratch: bench.scratch, workshop, timeoutMs });
  if (!steps.ok) return { is: 'wrong', problems: steps.problems };
  for (const step of steps.value) {
    const end = await bench.run(step);
    if (end.code !== 0) return wrong(stepFailed(step, end, { log, withheld: workshop.withheld }));
  }
  return { is: 'made', value: makes.map((file) => ({ ...file, path: `${folder}/${file.name}` })) };
}

const wrong = (...problems: readonly ReturnType<typeof problem>[]): Part<never> => ({ is: 'wrong', problems });

const elsewhere = ({ name, unit }: WantedAsset, target: string, why: string, provide: string): Part<never> => ({
  is: 'elsewhere',
  why: `${name} is not built here: ${why}. Either give it that (${provide}), or on a machine for ${target}: nx-convoy package --units=${unit}`,
});

const notCompiled = ({ name, unit }: WantedAsset): readonly [string, string] => [
  `${name} is to hold what a compiler makes of ${unit}, and only crates are compiled here.`,
  'Build it before, and name what was built below "files".',
];

const notJoined = ({ name, unit }: WantedAsset, file: string): ReturnType<typeof problem> =>
  problem(
    'ASSET_NOT_JOINED',
    `${file} of ${name} (${unit}) is to run on both processors of macOS, and what was built for them cannot be joined.`,
    'See what a command below afterBuild makes of it: each processor has a file of its own until then.',
  );

const notThere = ({ name, unit }: WantedAsset, file: string): ReturnType<typeof problem> =>
  problem(
    'ASSET_NO_BINARY',
    `${name} of ${unit} would be without ${file}: cargo ended well and did not build it.`,
    'A program with required-features is built only with them: name them below "features" of the unit.',
  );
