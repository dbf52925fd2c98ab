import { roles } from '../server/route.ts';
import type { Aim, Deed, Fault } from './fault.ts';

export type Reading =
  | { readonly ok: true; readonly faults: readonly Fault[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Faults from JSON: one, or a list. Tells everything that is wrong with them. */
export function readFaults(value: unknown, registries: readonly string[]): Reading {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const problems = list.flatMap((one, index) =>
    complaints(one, registries).map((what) => (list.length === 1 ? what : `fault ${index + 1}: ${what}`)),
  );
  return problems.length === 0 ? { ok: true, faults: list as readonly Fault[] } : { ok: false, problems };
}

type Check = (value: unknown) => string | undefined;

const whole =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least ? undefined : `a whole number from ${least}`;
const among =
  (words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value) ? undefined : `one of ${words.join(', ')}`;
const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text');
const status: Check = (value) =>
  whole(400)(value) === undefined && Number(value) < 600 ? undefined : 'a status from 400 to 599';
const times: Check = (value) =>
  value === 'all' || whole(1)(value) === undefined ? undefined : 'a whole number from 1, or all';

/** What belongs to each deed; `?` marks what may be left out. */
const deeds: Readonly<Record<Deed['does'], Readonly<Record<string, Check>>>> = {
  refuse: { status, 'retryAfter?': whole(0) },
  'lose-reply': { 'status?': status },
  reset: { when: among(['before', 'during', 'after']) },
  slow: { bytesPerSecond: whole(1) },
  lag: { ms: whole(1) },
  stale: {},
  truncate: {},
  corrupt: {},
  'expire-token': {},
  'read-only': {},
};

function complaints(value: unknown, registries: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['a fault is an object such as {"does":"stale"}'];
  const given = new Map<string, unknown>(Object.entries(value));
  const does = given.get('does');
  const aim: Readonly<Record<`${keyof Aim}?`, Check>> = {
    'registry?': among(registries),
    'on?': among(roles),
    'method?': among(['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE']),
    'path?': text,
    'nth?': whole(1),
    'times?': times,
  };
  const known = Object.keys(deeds);
  const own = isDeed(does) ? deeds[does] : {};
  const checks = new Map(Object.entries<Check>({ ...aim, ...own, does: among(known) }));
  const strange = [...given.keys()].filter((name) => !checks.has(name) && !checks.has(`${name}?`));
  return [
    ...[...checks].flatMap(([name, check]) => {
      const bare = name.replace(/\?$/, '');
      if (!given.has(bare)) return name === bare ? [`"${bare}" is missing`] : [];
      const wanted = check(given.get(bare));
      return wanted === undefined ? [] : [`"${bare}" is not ${wanted}`];
    }),
    ...strange.map((name) => `"${name}" is unknown`),
  ];
}

const isDeed = (does: unknown): does is Deed['does'] => typeof does === 'string' && Object.hasOwn(deeds, does);
