import picomatch from 'picomatch';
import type { Unit } from '../model/unit.ts';
import { setAside } from '../paths/aside.ts';
import { folderOf, nameOf } from '../paths/inside.ts';

const markup = /\.(?:md|mdx|markdown|mdown|rst|adoc|asciidoc|asc|qmd)$/i;
const readme = /^readme(?:\.[\w-]+)*$/i;

/** Whether a file may be a page by its name alone: for who fetches texts before units are known. */
export const isPageName = (file: string): boolean => (readme.test(nameOf(file)) || markup.test(file)) && !isPast(file);

/** Whether a file tells people of units: a README, a page of the documentation, a text beside a manifest; nothing about other times. */
export function pageTest(units: readonly Unit[], exclude: readonly string[]): (file: string) => boolean {
  const roots = new Set(['.', ...units.map(({ root }) => root)]);
  const isExcluded =
    exclude.length === 0
      ? () => false
      : picomatch([...exclude, ...exclude.map((glob) => `${glob.replace(/\/$/, '')}/**`)], { dot: true });
  return (file) => {
    const name = nameOf(file);
    if (!(readme.test(name) || markup.test(name)) || isPast(file)) return false;
    const folder = folderOf(file);
    if (!readme.test(name) && !roots.has(folder) && !hasDocs(folder)) return false;
    return !isNobodys(folder) && !isExcluded(file);
  };
}

const docs = /^(?:docs?|documentation|book|guides?|manual|site|website|www|handbook|\.github)$/i;
const hasDocs = (folder: string): boolean => folder.split('/').some((part) => docs.test(part));

const past =
  /^(?:change[-_]?logs?|changes|history|news|releases?|release[-_]notes?|releasenotes|whats[-_]?new|upgrad(?:e|ing)|migrat(?:e|ion|ions|ing)|announcements?|blog|posts?|adrs?|decisions|rfcs?|proposals|archived?|versioned[-_]docs|legacy)(?:[-_.\d].*)?$/i;
const line = /^v?\d+(?:\.(?:\d+|x))+$|^v\d+$/i;

/** Changelogs, notes, decisions, and what documents another release: they tell of what was. */
const isPast = (file: string): boolean =>
  file.split('/').some((part) => past.test(part.replace(markup, '')) || line.test(part.replace(markup, '')));

/** Copies, what a build makes, what tests read; examples and templates are shown to people. */
const isNobodys = (folder: string): boolean => {
  const reason = setAside(folder);
  return reason !== undefined && !/: (?:an example|a template)$/.test(reason);
};
