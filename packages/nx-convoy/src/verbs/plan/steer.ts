import semver from 'semver';
import type { z } from 'zod';
import type { Config } from '../../model/config.ts';
import type { Checkout, Tag } from '../../model/history.ts';
import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import { readTag } from '../../planning/tags/families.ts';
import { lineNamed, lineOfBranch, preparedBy, releasePrefixes, type Line } from '../../planning/tags/lines.ts';
import type { Inputs, Planned } from '../../planning/planned.ts';
import { isSnapshotName } from '../../versions/snapshot.ts';
import { branchesLike } from '../gathering/git-state.ts';
import type { planOptions } from './options.ts';

type Options = z.infer<typeof planOptions>;

/** What kind of plan it is: what the branch is for, what other branches prepare, and what is asked. */
export interface Steering extends Pick<Inputs, 'line' | 'reserved' | 'preid' | 'snapshot' | 'type'> {
  /**
   * As the plan records it. A plan made again from these comes out the same on any branch: what the name of a branch and the branches beside
   * it had to say is here as an option.
   */
  readonly recorded: Pick<Options, 'line' | 'reserved' | 'preid' | 'channel' | 'snapshot' | 'type'>;
  readonly problems: readonly Problem[];
}

export async function steer(
  options: Options,
  { checkout, tags }: { readonly checkout: Checkout; readonly tags: readonly Tag[] },
  config: Config,
  world: World,
): Promise<Steering> {
  const { line, problems } = lineFrom(options, checkout, config);
  const { type } = options;
  const snapshot = options.snapshot === '' ? 'canary' : options.snapshot;
  const preid = options.preid ?? line?.preid ?? (type === 'rc' ? 'rc' : undefined);
  const channel = options.channel ?? line?.channel;
  const reserved = options.reserved ?? (await prepared(config, { checkout, tags, line }, world));
  const chosen = {
    ...(preid === undefined ? {} : { preid }),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(type === undefined ? {} : { type }),
  };
  return {
    ...chosen,
    reserved,
    ...(line === undefined ? {} : { line }),
    recorded: {
      ...chosen,
      ...(line === undefined ? {} : { line: line.name }),
      ...(channel === undefined ? {} : { channel }),
      ...(options.reserved === undefined ? {} : { reserved: options.reserved }),
    },
    problems: [
      ...problems,
      ...(snapshot === undefined || isSnapshotName(snapshot) ? [] : [badSnapshot(snapshot)]),
      ...(channel !== undefined && semver.validRange(channel) !== null ? [badChannel(channel)] : []),
      ...(type === 'rc' && preid !== 'rc' ? [otherWord(preid ?? '')] : []),
      ...reserved.filter((version) => semver.valid(version) === null).map(badReserved),
    ],
  };
}

function lineFrom(
  { line: said }: Options,
  { branch }: Checkout,
  config: Config,
): { readonly line?: Line; readonly problems: readonly Problem[] } {
  const line =
    said === undefined ? lineOfBranch(branch ?? '', config) : said === 'none' ? undefined : lineNamed(said, config);
  if (line !== undefined) return { line, problems: [] };
  return { problems: said === undefined || said === 'none' ? [] : [unknownLine(said)] };
}

/** Of the versions that other branches prepare, only those that this plan had to pass are part of it: clones know of different branches. */
export function passedOver({ released }: Planned): { readonly reserved?: readonly string[] } {
  const passed = [...new Set(released.flatMap(({ decision }) => decision.passed ?? []))].sort(semver.compare);
  return passed.length === 0 ? {} : { reserved: passed };
}

/** Versions that branches are open for, here or at a remote, as long as no tag says that they are out. */
async function prepared(
  config: Config,
  {
    checkout,
    tags,
    line,
  }: { readonly checkout: Checkout; readonly tags: readonly Tag[]; readonly line: Line | undefined },
  world: World,
): Promise<readonly string[]> {
  if (checkout.head === undefined) return [];
  const names = await branchesLike(world, releasePrefixes(config));
  const found = new Set(names.flatMap((name) => preparedBy(name, config) ?? []));
  for (const own of [line?.prepares, preparedBy(checkout.branch ?? '', config)])
    if (own !== undefined) found.delete(own);
  if (found.size > 0) for (const tag of tags) found.delete(readTag(tag)?.version ?? '');
  return [...found].sort(semver.compare);
}

const unknownLine = (line: string): Problem => ({
  code: 'LINE_UNKNOWN',
  severity: 'error',
  what: `--line names "${line}", which is neither a line such as 1.x and 1.2.x, a version, nor a channel of the configuration.`,
  fix: 'Write --line=1.2.x, --line=1.3.0 for a branch that prepares it, or --line=none.',
});

const badSnapshot = (name: string): Problem => ({
  code: 'SNAPSHOT_NAME',
  severity: 'error',
  what: `"${name}" cannot stand in a version: a name has letters and digits, and begins with a letter.`,
  fix: 'Write --snapshot, or --snapshot=canary.',
});

const badChannel = (channel: string): Problem => ({
  code: 'CHANNEL_REFUSED',
  severity: 'error',
  what: `npm takes no channel called "${channel}": it reads as a range of versions.`,
  fix: `Call it something else: --channel=release-${channel}, or channels in the plugin's options.`,
});

const otherWord = (preid: string): Problem => ({
  code: 'TYPE_REFUSED',
  severity: 'error',
  what: `--type=rc plans candidates called rc, but "${preid}" is asked for.`,
  fix: 'Leave out --preid, or --type.',
});

const badReserved = (version: string): Problem => ({
  code: 'SPECIFIER_UNREADABLE',
  severity: 'error',
  what: `--reserved names "${version}", which is no version.`,
  fix: 'Write --reserved=1.3.0.',
});
