import semver from 'semver';
import type { ApiDiff } from '../../model/evidence.ts';
import type { Ancestry } from '../../model/history.ts';
import type { Level } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Unit } from '../../model/unit.ts';
import { isObject } from '../../text/json/narrow.ts';
import { readJson, type Json } from '../../text/json/read.ts';
import { canonical } from '../../versions/canonical.ts';
import type { Base } from '../tags/bases.ts';
import { apiDiffSchema } from './evidence-schema.ts';
import type { Group } from '../groups/groups.ts';
import type { LevelRequest } from './requests.ts';

export const usualEvidence = '.convoy/evidence';

export interface EvidenceInputs {
  readonly repo: Snapshot;
  readonly folder?: string;
  readonly units: readonly Unit[];
  readonly groups: readonly Group[];
  readonly bases: ReadonlyMap<string, Base>;
  readonly ancestry: Ancestry;
}

/**
 * What recorded differences of interfaces ask for. One counts for the very release it was compared with, and while the commit it was made
 * from is part of this history; what is of another release is told and has no say.
 */
export function evidenceRequests(inputs: EvidenceInputs): {
  requests: readonly LevelRequest[];
  problems: readonly Problem[];
} {
  const { repo, folder = usualEvidence } = inputs;
  const below = `${folder.replace(/\/+$/, '')}/`;
  const found = repo.files
    .filter((file) => file.startsWith(below) && file.endsWith('.json'))
    .map((file) => judge(file, inputs));
  return { requests: found.flatMap((one) => one.request ?? []), problems: found.flatMap((one) => one.problems) };
}

interface Judged {
  readonly request?: LevelRequest;
  readonly problems: readonly Problem[];
}

function judge(file: string, { repo, units, groups, bases, ancestry }: EvidenceInputs): Judged {
  const text = repo.text(file);
  if (text === undefined) return { problems: [] };
  if (!text.ok) return text;
  const json = readJson(text.value, file);
  if (!json.ok) return { problems: json.problems.map((problem) => ({ ...problem, fix: again(file) })) };
  if (!isObject(json.value.data) || json.value.data.kind !== 'api-diff') return { problems: [] };
  const parsed = apiDiffSchema.safeParse(json.value.data);
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => malformed(issue, file, json.value)) };
  const diff: ApiDiff = parsed.data;
  const where = { file, line: json.value.line('unit') };
  const unit = units.find(({ id }) => id === diff.unit);
  if (unit === undefined) return { problems: [nobody(diff.unit, where)] };
  const group = groups.find((one) => one.units.includes(unit));
  const base = group === undefined ? undefined : bases.get(group.name);
  const stale = staleness(diff, base, ancestry);
  if (stale !== undefined) return { problems: [old(diff, stale, file, json.value)] };
  return { ...(isLevel(diff.requires) ? { request: requestOf(diff, diff.requires, file) } : {}), problems: [] };
}

const isLevel = (level: Level): level is Exclude<Level, 'none'> => level !== 'none';

const requestOf = (
  { unit, tool, base, summary }: ApiDiff,
  level: LevelRequest['level'],
  file: string,
): LevelRequest => ({
  units: [unit],
  level,
  isPrerelease: false,
  request: file,
  evidence: file,
  text: `${summary} (${tool}, against ${base})`,
});

/** What makes it evidence of something else than the coming release; undefined where it counts. */
function staleness({ base, commit }: ApiDiff, released: Base | undefined, { ids }: Ancestry): string | undefined {
  const known = [released?.stable, released?.latest].flatMap((one) => (one === undefined ? [] : [one.version]));
  const compared = canonical(base) ?? base;
  const plain = semver.parse(compared, { loose: true })?.version ?? compared;
  if (!known.includes(plain)) return `it was compared with ${base}, and the last release is ${known[0] ?? 'none'}`;
  if (commit !== undefined && !ids.some((id) => id.startsWith(commit)))
    return `it was made from ${commit.slice(0, 10)}, which is not part of this history`;
  return undefined;
}

const again = (file: string): string => `Record it again, or delete ${file}.`;

function malformed(
  { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
  file: string,
  json: Json,
): Problem {
  const keys = path.map(String);
  return {
    code: 'EVIDENCE_INVALID',
    severity: 'error',
    what: `${file} is no evidence of an API difference: ${keys.join('.') || 'it'} does not fit (${message.replace(/^Invalid input: /, '')}).`,
    where: { file, line: json.line(...keys) },
    fix: `Write "kind", "unit", "tool", "base", "requires" (none, patch, minor or major) and "summary"; or delete ${file}.`,
  };
}

const nobody = (unit: string, where: NonNullable<Problem['where']>): Problem => ({
  code: 'UNIT_UNKNOWN',
  severity: 'error',
  what: `${where.file} is evidence of "${unit}", but no unit is called so.`,
  where,
  fix: `Write the id as nx-convoy graph shows it; or delete ${where.file}.`,
});

const old = ({ unit }: ApiDiff, why: string, file: string, json: Json): Problem => ({
  code: 'EVIDENCE_STALE',
  severity: 'warning',
  what: `${file} has no say in the next version of ${unit}: ${why}.`,
  where: { file, line: json.line('base') },
  fix: again(file),
});
