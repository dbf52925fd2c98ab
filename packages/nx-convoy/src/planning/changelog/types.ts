import type { Message } from '../../history/message.ts';
import type { Config } from '../../model/config.ts';
import { kindOf, titles, type Kind } from './kinds.ts';

/** Where commits of a type are told; undefined: nowhere. */
export interface Heading {
  readonly kind?: Kind;
  readonly title: string;
  /** The user chose these words. */
  readonly isTitleSaid: boolean;
}

const conventional: Readonly<Record<string, Kind>> = {
  feat: 'added',
  feature: 'added',
  add: 'added',
  added: 'added',
  change: 'changed',
  changed: 'changed',
  revert: 'changed',
  deprecate: 'deprecated',
  deprecated: 'deprecated',
  remove: 'removed',
  removed: 'removed',
  fix: 'fixed',
  bugfix: 'fixed',
  hotfix: 'fixed',
  fixed: 'fixed',
  security: 'security',
  sec: 'security',
  perf: 'performance',
  deps: 'dependencies',
};

export type Headings = (message: Message) => Heading | undefined;

/** nx.json's types decide titles and what is hidden; without them chores, tests, style, builds and documentation are. */
export function headingsOf({ release, bump }: Config): Headings {
  const types = release?.conventionalCommits?.types ?? {};
  const known = new Map<string, Heading | undefined>();
  const find = (type: string): Heading | undefined => {
    if (!known.has(type)) known.set(type, headingOf(type, types[type]));
    return known.get(type);
  };
  return ({ type, scope }) => {
    // Where any commit releases a patch, one without a type is worth telling.
    if (type === undefined) return bump?.patch === 'any' ? plain('changed') : undefined;
    const heading = find(type);
    const isDependency = /^deps(-dev)?$|^dependencies$/i.test(scope ?? '');
    return heading !== undefined && isDependency && !heading.isTitleSaid ? plain('dependencies') : heading;
  };
}

const plain = (kind: Kind): Heading => ({ kind, title: titles[kind], isTitleSaid: false });

type Setting =
  NonNullable<NonNullable<NonNullable<Config['release']>['conventionalCommits']>['types']>[string] | undefined;

function headingOf(type: string, setting: Setting): Heading | undefined {
  const kind = conventional[type];
  const usual = kind === undefined ? undefined : plain(kind);
  const shown = usual ?? { title: capitalised(type), isTitleSaid: false };
  if (setting === undefined) return usual;
  if (typeof setting === 'boolean') return setting ? shown : undefined;
  const { changelog } = setting;
  if (changelog === undefined) return usual;
  if (typeof changelog === 'boolean') return changelog ? shown : undefined;
  if (changelog.hidden === true) return undefined;
  if (changelog.title === undefined) return shown;
  const said = kind ?? kindOf(changelog.title);
  return { ...(said === undefined ? {} : { kind: said }), title: changelog.title, isTitleSaid: true };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
