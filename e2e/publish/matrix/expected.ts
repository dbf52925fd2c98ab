import type { Deed, Recorded } from '../../../packages/local-registries/src/index.ts';
import type { Cell } from './cells.ts';
import type { Berth, Stand, Told } from './stand.ts';

export interface Found {
  readonly first: Told;
  /** What the registry had once the fault was gone. */
  readonly between: readonly string[];
  readonly second: Told;
  readonly after: readonly string[];
  /** A token was shown, or kept. */
  readonly isLeaked: boolean;
}

/** Everything that is wrong with how a cell ended. */
export function missesOf(
  cell: Cell,
  found: Found,
  stand: Pick<Stand, 'made'>,
  berth: Pick<Berth, 'requests'>,
): readonly string[] {
  const { first, between, second, after, isLeaked } = found;
  const made = stand.made(cell.before);
  const puts = berth.requests().filter((one) => cell.kind.puts(one) && isDone(one, cell.deed)).length;
  const wanted = cell.before === 'nothing' ? made.length : 0;
  const [base, dependent] = cell.kind.units.map((id) => first.units.find(({ unit }) => unit === id));
  const isStopped = first.units.length === 0;
  const truths: readonly (readonly [isTrue: boolean, miss: string])[] = [
    [first.code !== 0 || isSame(between, made), 'it says that all is well, and it is not all there'],
    [(first.code === 0) === (!isStopped && first.units.every(isFine)), `exit code ${String(first.code)}`],
    [first.code === 0 || first.problems.length > 0, 'it fails and names no problem'],
    [first.problems.every(isWhole), 'a problem without words'],
    [isStopped || isFine(base) || !isFine(dependent) || cell.before !== 'nothing', 'what needs it went on'],
    [second.code === 0, `the second run: ${second.problems.map(({ code, what }) => `${code} ${what}`).join('; ')}`],
    [isSame(after, made), 'in the end it is not all there'],
    [puts === wanted, `${puts} uploads of ${wanted} files`],
    [!isLeaked, 'a token is shown'],
    ...expected(cell, first),
  ];
  return truths.flatMap(([isTrue, miss]) => (isTrue ? [] : [miss]));
}

const isFine = (unit: Told['units'][number] | undefined): boolean => unit?.is === 'published' || unit?.is === 'skipped';

const isWhole = ({ code, what, fix }: Told['problems'][number]): boolean =>
  /^[A-Z]+(?:_[A-Z]+)+$/.test(code) && what.length > 10 && fix.length > 10;

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  [...one].sort().join() === [...other].sort().join();

/** Whether the registry did what it was asked, whatever was heard of it. */
const isDone = ({ status, fault }: Recorded, { does, ...more }: Deed): boolean =>
  (status >= 200 && status < 300) ||
  (fault !== undefined && (does === 'lose-reply' || ('when' in more && more.when === 'after')));

/** What may become of a fault: all is well all the same, or problems of these codes, whose words hold these. */
interface Ending {
  readonly passes: 'must' | 'may' | 'never';
  readonly codes: RegExp;
  readonly words?: RegExp;
}

function expected(cell: Cell, { code, problems }: Told): readonly (readonly [boolean, string])[] {
  const { passes, codes, words } = endingOf(cell);
  const strange = problems.filter((one) => !codes.test(one.code)).map((one) => `${one.code} ${one.what}`);
  return [
    [passes !== 'must' || code === 0, `it ought to come through: ${problems.map(({ what }) => what).join('; ')}`],
    [passes !== 'never' || code !== 0, 'it cannot have come through'],
    [strange.length === 0, `strange: ${strange.join('; ')}`],
    [
      code === 0 || words === undefined || problems.some(({ what }) => words.test(what)),
      `not in its words: ${problems.map(({ what }) => what).join('; ')}`,
    ],
  ];
}

/** A registry that cannot be asked, or does not let us in. */
const unasked = /^(?:REGISTRY_(?:CLOSED|ODD|SILENT)|CREDENTIAL_REFUSED)$/;

function endingOf(cell: Cell): Ending {
  const { deed, role, lasts } = cell;
  if (deed.does === 'slow' || deed.does === 'lag') return comesThrough;
  if (deed.does === 'stale')
    return role === 'index' && lasts ? { passes: 'may', codes: /^NOT_VISIBLE$/ } : comesThrough;
  if (role === 'publish') return uploadEnding(cell);
  // Looking is tried again; who is not let in once is not asked who he is for long.
  if (role === 'index' || role === 'download') return lasts ? { passes: 'may', codes: looked } : comesThrough;
  return { passes: 'may', codes: /^(?:REGISTRY_(?:CLOSED|ODD|SILENT)|CREDENTIAL_REFUSED|UPLOAD_\w+|PUT_OFF)$/ };
}

const comesThrough: Ending = { passes: 'must', codes: /^$/ };
const looked = new RegExp(
  `${unasked.source}|^(?:DOWNLOAD_BROKEN|UPLOAD_UNKNOWN|UPLOAD_PUT_OFF|UPLOAD_REFUSED|PUT_OFF)$`,
);

function uploadEnding({ deed, lasts }: Cell): Ending {
  const passes = lasts ? 'never' : 'must';
  if (deed.does === 'refuse') {
    if (deed.status === 401 || deed.status === 403) return { ...refused, codes: /^UPLOAD_FORBIDDEN$/ };
    if (deed.status === 413) return { ...refused, codes: /^UPLOAD_(?:TOO_LARGE|REFUSED)$/ };
    if (deed.status === 429) return { passes, codes: /^(?:UPLOAD_PUT_OFF|PUT_OFF)$/, words: /too many requests/i };
    return { passes, codes: /^UPLOAD_(?:UNKNOWN|PUT_OFF)$/ };
  }
  if (deed.does === 'expire-token')
    return { passes: lasts ? 'never' : 'may', codes: /^(?:UPLOAD_FORBIDDEN|CREDENTIAL_REFUSED)$/ };
  if (deed.does === 'read-only') return { passes, codes: /^(?:UPLOAD_\w+|PUT_OFF)$/, words: /read-only/i };
  return { passes: lasts ? 'may' : 'must', codes: /^UPLOAD_(?:UNKNOWN|PUT_OFF)$/ };
}

/** Once is enough: nobody asks twice who was told no. An answer before the body was read may be lost, and then it is asked for again. */
const refused = { passes: 'may', words: /asked for|\b4\d\d\b/ } as const;
