/**
 * Versions that tell a day, in the words of calver.org: `YYYY.0M.MICRO`. One logical version is still three plain numbers, so that it sorts
 * as all others do; zeros in front and a third number that the scheme does not have are a matter of spelling.
 */
export interface Calver {
  readonly dates: readonly DateWord[];
  readonly counters: readonly CounterWord[];
}

const dateWords = ['YYYY', 'YY', '0Y', 'MM', '0M', 'WW', '0W', 'DD', '0D'] as const;
type DateWord = (typeof dateWords)[number];
const counterWords = ['MINOR', 'MICRO'] as const;
type CounterWord = (typeof counterWords)[number];

/** A year first, then what divides it, then what counts within it; three words at most. */
export const calverPattern =
  /^calver:(?=[^.]+(?:\.[^.]+){0,2}$)(?:YYYY|YY|0Y)(?:\.(?:MM|0M|WW|0W))?(?:\.(?:DD|0D))?(?:\.MINOR)?(?:\.MICRO)?$/;

/** Undefined for `semver`, and for what is no scheme. */
export function readCalver(scheme: string | undefined): Calver | undefined {
  if (scheme === undefined || !calverPattern.test(scheme)) return undefined;
  const words = scheme.slice('calver:'.length).split('.');
  return {
    dates: dateWords.filter((word) => words.includes(word)).sort((a, b) => words.indexOf(a) - words.indexOf(b)),
    counters: counterWords.filter((word) => words.includes(word)),
  };
}

export interface Day {
  /** `2026-11-20`. */
  readonly date: string;
  readonly taken: ReadonlySet<string>;
}

/**
 * The version of a day. A new day, month or year begins to count anew; within it a feature counts by MINOR, where there is one. A clock that
 * goes back, or stands in another time zone, does not lower anything. Undefined where the day has its version and the scheme does not count.
 */
export function nextCalver(
  { dates, counters }: Calver,
  from: string | undefined,
  isFeature: boolean,
  { date, taken }: Day,
): string | undefined {
  const today = dates.map((word) => valueOf(word, date));
  const before = numbersOf(from);
  const isSame = before !== undefined && compare(today, before) <= 0;
  const start = isSame ? before.slice(0, dates.length) : today;
  let count = isSame ? raised(counters, before.slice(dates.length), isFeature) : counters.map(() => 0);
  if (count === undefined) return undefined;
  let version = canonicalOf([...start, ...count]);
  while (taken.has(version)) {
    count = raised(counters, count, false);
    if (count === undefined) return undefined;
    version = canonicalOf([...start, ...count]);
  }
  return version;
}

/** As the scheme writes it: `2026.1.3` is `2026.01.3`, `2026.1.0` is `2026.01`. A prerelease stays behind it. */
export function spellCalver({ dates, counters }: Calver, version: string): string {
  const [core = '', ...rest] = version.split(/(?=[-+])/);
  const numbers = core.split('.').slice(0, dates.length + counters.length);
  return (
    numbers.map((number, at) => (dates[at]?.startsWith('0') === true ? number.padStart(2, '0') : number)).join('.') +
    rest.join('')
  );
}

/** Whether what it writes is semver: three numbers without zeros in front. */
export const isSemverScheme = ({ dates, counters }: Calver): boolean =>
  dates.length + counters.length === 3 && dates.every((word) => !word.startsWith('0'));

function raised(
  counters: readonly CounterWord[],
  count: readonly number[],
  isFeature: boolean,
): readonly number[] | undefined {
  const [first = 0, second = 0] = count;
  if (counters.length === 0) return undefined;
  if (counters.length === 1) return [first + 1];
  return isFeature ? [first + 1, 0] : [first, second + 1];
}

function valueOf(word: DateWord, date: string): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  if (word === 'MM' || word === '0M') return month;
  if (word === 'DD' || word === '0D') return day;
  if (word === 'WW' || word === '0W') return weekOf(year, month, day);
  // calver.org counts short years from 2000.
  return word === 'YYYY' ? year : year - 2000;
}

/** Weeks since the year began: ISO's may belong to the year before, which would lower a version. */
const weekOf = (year: number, month: number, day: number): number =>
  Math.floor((Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / (7 * 24 * 3600 * 1000)) + 1;

const canonicalOf = ([a = 0, b = 0, c = 0]: readonly number[]): string => `${a}.${b}.${c}`;

const numbersOf = (version: string | undefined): readonly number[] | undefined =>
  version === undefined ? undefined : (version.split(/[-+]/)[0] ?? '').split('.').map(Number);

/** Of those that both have: the date words stand first. */
function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, place) => number !== b[place]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
