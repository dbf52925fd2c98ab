import type { Change } from '../../history/touched.ts';
import type { Item } from './entry.ts';
import { commitUrl, issueUrl, pullUrl, type Repository } from './repository.ts';

export type Items = (change: Change) => Item;

/** Commits as bullets; one that several units tell of is written once. */
export function itemsOf(repository: Repository | undefined, withLinks: boolean): Items {
  const known = new Map<string, Item>();
  return (change) => {
    // What one unit alone tells is asked for once.
    if (change.units.length === 1) return itemOf(change, repository, withLinks);
    const before = known.get(change.id);
    if (before !== undefined) return before;
    const found = itemOf(change, repository, withLinks);
    known.set(change.id, found);
    return found;
  };
}

/** A commit as one bullet: its scope, what it says, the pull request or the commit behind it, the issues that it closes. */
export function itemOf(change: Change, repository: Repository | undefined, withLinks: boolean): Item {
  const { message, id } = change;
  const { text, pull } = pullOf(oneLine(message.text));
  const scope = message.scope === undefined ? '' : `**${safe(oneLine(message.scope))}:** `;
  const links = withLinks ? linksOf(id, pull, message.references, repository) : '';
  return {
    text: `${scope}${safe(text)}${links}`,
    more: message.isBreaking && message.migration !== undefined ? paragraph(message.migration) : [],
    references:
      pull === undefined && message.references.length === 0
        ? [id.slice(0, 7)]
        : [...(pull === undefined ? [] : [pull]), ...message.references.map(numbered), id.slice(0, 7)],
  };
}

/** A forge writes the number of a merged pull request behind the subject: `(#12)`, `(!12)`. */
function pullOf(text: string): { readonly text: string; readonly pull?: string } {
  const at = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  const pull = at < 0 ? '' : text.slice(at + 1, -1);
  return /^[#!]\d+$/.test(pull) ? { text: text.slice(0, at).trimEnd(), pull } : { text };
}

function linksOf(
  id: string,
  pull: string | undefined,
  references: readonly string[],
  repository: Repository | undefined,
): string {
  const source =
    pull === undefined
      ? link(id.slice(0, 7), repository === undefined ? undefined : commitUrl(repository, id))
      : link(pull, repository === undefined ? undefined : pullUrl(repository, pull.slice(1)));
  if (references.length === 0) return ` (${source})`;
  const issues = references.map(numbered).filter((reference) => reference !== pull?.replace('!', '#'));
  const closed = issues.map((issue) =>
    link(issue, repository === undefined ? undefined : issueUrl(repository, issue.slice(1))),
  );
  return ` (${[source, ...closed].join(', ')})`;
}

const numbered = (reference: string): string => reference.replace(/^GH-/, '#');
const link = (text: string, url: string | undefined): string => (url === undefined ? text : `[${text}](${url})`);

/** What ends a line, wherever it comes from, would end the bullet. */
export const oneLine = (text: string): string => text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ').trim();

const paragraph = (text: string): readonly string[] =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => safe(line.trimEnd()))
    .filter((line, at, lines) => line.trim() !== '' || (at > 0 && lines[at - 1]?.trim() !== ''));

/** `Vec<T>` is no tag of HTML; what stands between backticks is safe already. */
export const safe = (text: string): string =>
  text.includes('<')
    ? text.replaceAll(/(`+)[\s\S]*?\1|<(?=[A-Za-z/!?])/g, (found) => (found === '<' ? '&lt;' : found))
    : text;
