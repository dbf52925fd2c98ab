import semver from 'semver';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Config, ReferenceConfig } from '../../model/config.ts';
import type { Graph } from '../../model/graph.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { configuredIn } from '../../references/configured.ts';
import { lookupOf } from '../../references/lookup.ts';
import type { Moved } from '../../references/moved.ts';
import { referencesOf, type References } from '../../references/references.ts';
import { canonical } from '../../versions/canonical.ts';
import { proposed, type Proposal } from './proposal.ts';
import { tellingLines, type Telling } from './telling-lines.ts';

export interface Around {
  readonly repo: Snapshot;
  readonly graph: Graph;
  readonly config: Config;
  readonly home: string | undefined;
  /** The last tag of each unit, and what stands before the version in it. */
  readonly tagged: ReadonlyMap<string, { readonly tag: string; readonly prefix: string }>;
}

/** Versions in documents that a release would leave behind: a rule for each that can be told without a doubt. */
export function referenceProposals(around: Around): readonly Proposal[] {
  if (around.config.references !== undefined) return [];
  const moved = imagined(around);
  const found = foundWithout(moved, around);
  const isDone = new Set([...found.edits, ...found.left.map(({ at }) => at)].map((at) => `${at.file}:${at.line ?? 0}`));
  const tellings = tellingLines(around, moved).filter(({ file, line }) => !isDone.has(`${file}:${line}`));
  const rules = rulesFor(tellings).filter((rule) => isExact(rule, moved, around));
  return [...byThemselves(found), ...rules.map(proposalOf)];
}

/** Everything goes on to its next major version: what does not move then moves at no release. */
function imagined({ graph, tagged }: Around): readonly Moved[] {
  return graph.units.flatMap((unit): readonly Moved[] => {
    const version = canonical(unit.version ?? '');
    const to = version === undefined ? null : semver.inc(version, 'major');
    if (version === undefined || to === null) return [];
    const spelled = ecosystems.find(({ id }) => id === unit.ecosystem)?.spell(to);
    const tag = tagged.get(unit.id);
    return [
      {
        unit,
        leaves: [version],
        to,
        spelling: spelled?.ok === true ? spelled.value : to,
        ...(tag === undefined ? {} : { tags: { from: [tag.tag], to: `${tag.prefix}${to}` } }),
      },
    ];
  });
}

const foundWithout = (moved: readonly Moved[], { repo, config, graph, home }: Around): References =>
  referencesOf({
    repo,
    config,
    units: graph.units,
    moved,
    ecosystems,
    ...(home === undefined ? {} : { home }),
    edits: [],
    changelogs: [],
  });

function byThemselves({ edits }: References): readonly Proposal[] {
  if (edits.length === 0) return [];
  const files = [...new Set(edits.map(({ file }) => file))];
  const what = `${edits.length === 1 ? 'a version' : `${edits.length} versions`} in ${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''}`;
  return [{ choice: { what, why: 'move by themselves: they are written as people write them' } }];
}

interface Rule extends Required<Omit<ReferenceConfig, 'expect'>> {
  readonly expect: number;
  readonly tellings: readonly Telling[];
}

function rulesFor(tellings: readonly Telling[]): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const telling of tellings) {
    const { file, find, unit } = telling;
    const key = `${file}\n${find}\n${unit.id}`;
    const known = rules.get(key)?.tellings ?? [];
    rules.set(key, { files: [file], find, expect: known.length + 1, unit: unit.id, tellings: [...known, telling] });
  }
  return [...rules.values()];
}

/** The rule finds these places and no other, and moves what they say. */
function isExact({ tellings, ...rule }: Rule, moved: readonly Moved[], around: Around): boolean {
  const lookup = lookupOf({ units: around.graph.units, moved, ecosystems });
  const { byFile, problems } = configuredIn(around.repo, [rule], lookup);
  const ranges = [...byFile.values()].flat();
  return (
    problems.length === 0 &&
    ranges.length === tellings.length &&
    ranges.every(({ start, end }) => tellings.some((one) => one.start === start && one.end === end))
  );
}

function proposalOf({ tellings, ...rule }: Rule, at: number): Proposal {
  const { expect, ...short } = rule;
  const places = tellings.map(({ file, line }) => `${file}:${line}`).join(', ');
  const value = expect === 1 ? short : rule;
  return {
    ...proposed(['references', at], value, ''),
    choice: {
      what: `references: "${rule.find}"`,
      why: `${places} ${tellings.length === 1 ? 'names' : 'name'} the version of ${rule.unit}, and nothing would move it`,
    },
  };
}
