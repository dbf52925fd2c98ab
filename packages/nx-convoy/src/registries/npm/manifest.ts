import { posix } from 'node:path';
import semver from 'semver';
import type { Parcel } from '../../model/registry.ts';
import { objectOf, stringOf, stringsOf, type JsonObject } from '../../text/json/narrow.ts';
import { hosted } from './hosted.ts';
import { bugsOf, homepageOf, repositoryOf } from './links.ts';
import { bundlesOf, needsOf, scriptsOf } from './needs.ts';
import { peopleOf } from './people.ts';
import { programs, within } from './programs.ts';
import { noReadme, readmeOf } from './readme.ts';

/** What is in a package, by its names there, without the folder that all of it lies in. */
export interface Contents {
  readonly files: readonly string[];
  readonly text: (path: string) => string | undefined;
}

/** A package's own folder is called `package` by npm, and otherwise by others. */
export function contentsOf(parcel: Parcel): Contents {
  const { entries = [] } = parcel;
  const top = /^[^/]+\//.exec(entries.find((path) => /^[^/]+\/package\.json$/.test(path)) ?? '')?.[0] ?? 'package/';
  return {
    files: entries.flatMap((path) => (path.startsWith(top) ? [path.slice(top.length)] : [])),
    text(path) {
      const bytes = parcel.read(`${top}${path}`);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
  };
}

/**
 * A package.json as npm tells it to registries: short forms are written out, what is told by files is added, what cannot be meant is left out.
 * Registries show this, and never look into the package.
 */
export function manifestFor(told: JsonObject, contents: Contents, commit: string | undefined): JsonObject {
  const { bundledDependencies, ...rest } = told;
  const own: JsonObject = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('_')));
  const name = (stringOf(own.name) ?? '').trim();
  const version = semver.clean(stringOf(own.version) ?? '', true) ?? '';
  const readme = stringOf(own.readme) === undefined ? readmeOf(contents) : {};
  const repository = repositoryOf(own);
  const home = hosted(stringOf(objectOf(repository).url) ?? '');
  const all: JsonObject = {
    ...own,
    ...readme,
    ...scriptsOf(own, contents.files),
    name,
    version,
    _id: `${name}@${version}`,
    bin: programs({ ...own, name }, contents.files),
    man: manuals(own, contents.files),
    ...bundlesOf(own, bundledDependencies),
    ...needsOf(own),
    repository,
    bugs: bugsOf(own.bugs, home?.issues),
    homepage: homepageOf(own.homepage, home?.readme),
    ...peopleOf(own, contents.text('AUTHORS')),
    description: descriptionOf(own.description, stringOf(objectOf(readme).readme)),
    keywords: keywordsOf(own.keywords),
    files: Array.isArray(own.files) ? stringsOf(own.files).filter((file) => file !== '') : undefined,
    modules: undefined,
    gitHead: own.gitHead ?? commit,
    ...types(own, contents.files),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The first paragraph that is no heading. */
function descriptionOf(told: unknown, readme: string | undefined): unknown {
  if (typeof told === 'string' && told !== '') return told;
  if (readme === undefined || readme === noReadme) return typeof told === 'string' ? told : undefined;
  const lines = readme.trim().split('\n');
  const start = lines.findIndex((line) => !/^(?:#|$)/.test(line.trim()));
  if (start < 0) return '';
  const length = lines.slice(start).findIndex((line) => line.trim() === '');
  return lines
    .slice(start, length < 0 ? undefined : start + length)
    .join(' ')
    .trim();
}

function keywordsOf(told: unknown): readonly string[] | undefined {
  const words = typeof told === 'string' ? told.split(/,\s+/) : told;
  return Array.isArray(words) ? stringsOf(words).filter((word) => word !== '') : undefined;
}

function manuals({ man, directories }: JsonObject, files: readonly string[]): readonly string[] | undefined {
  const folder = stringOf(objectOf(directories).man);
  const told = typeof man === 'string' ? [man] : Array.isArray(man) ? stringsOf(man) : undefined;
  if (told !== undefined) return told.length === 0 ? undefined : told.map(within);
  if (folder === undefined) return undefined;
  const found = files.filter((file) => file.startsWith(`${within(folder)}/`) && /\.[0-9]$/.test(file));
  return found.length === 0 ? undefined : found;
}

/** A declaration beside the main file speaks for it. */
function types(own: JsonObject, files: readonly string[]): JsonObject {
  if ('types' in own || 'typings' in own) return {};
  const main = stringOf(own.main) ?? 'index.js';
  const path = posix.join(posix.dirname(main), posix.basename(main, posix.extname(main)));
  return files.includes(`${path}.d.ts`) ? { types: `./${path}.d.ts` } : {};
}
