import type { Ecosystem } from '../model/ecosystem.ts';
import { canonical } from '../versions/canonical.ts';
import { raiseRange } from '../versions/raise.ts';
import type { Moved } from './moved.ts';

/** What a text about a version becomes; `why` where it names the version that is left, and stays all the same. */
export type Respelled = { readonly after: string } | { readonly why: string } | undefined;

/**
 * A version or a requirement that names the version which is left names the new one, in its author's manner: as exactly, with the same
 * operators, as that ecosystem writes it. Undefined where it names another version, or none.
 */
export function respell(text: string, moved: Moved, ecosystem: Ecosystem | undefined): Respelled {
  const spell = (version: string): string => {
    const spelled = ecosystem?.spell(version);
    return spelled?.ok === true ? spelled.value : version;
  };
  const left = moved.leaves.find((version) => names(text, version, spell(version)));
  if (left === undefined) return variantOf(text, moved.leaves);
  // Users of a stable version are not led to a candidate: the release of it will be written here.
  if (moved.to.includes('-') && !left.includes('-')) return { why: `${moved.to} is a prerelease` };
  const exact = wholeVersion(text, left);
  const after = exact === undefined ? raiseRange(text, spell(moved.to)) : exact + spell(moved.to);
  return { after };
}

/** As exactly as it is written, it leads to that version and would not be raised to it. */
function names(text: string, version: string, spelled: string): boolean {
  if (!/\d/.test(text)) return false;
  if (wholeVersion(text, version) !== undefined) return true;
  return raiseRange(text, spelled) === text && /(^|[^\w.])v?\d/.test(text) && startsAlike(text, spelled);
}

/** What stands before a version that is written whole, in whatever spelling: an operator, a `v`, both. */
function wholeVersion(text: string, version: string): string | undefined {
  const { lead = '', rest = '' } = /^(?<lead>[~^=<>!]*\s*v?)(?<rest>\d[^\s,]*)$/.exec(text)?.groups ?? {};
  const isWhole = /^\d+\.\d+\.\d+/.test(rest);
  return isWhole && !/^[<!>](?!=)/.test(lead) && canonical(rest) === version ? lead : undefined;
}

/** One of its numbers is that of the version: a mere upper bound says nothing of it. */
const startsAlike = (text: string, version: string): boolean => {
  const numbers = version.split(/[^\d.]/)[0]?.split('.') ?? [];
  return [...text.matchAll(/(?<![<!]=?\s*|[\w.])v?(\d+(?:\.\d+)*)/g)].some(([, written = '']) =>
    written.split('.').every((part, at) => part === numbers[at]),
  );
};

/** `1.2.0-slim` is a kind of 1.2.0, if not a prerelease; a digest stands for one image. Neither can be made of the new version alone. */
function variantOf(text: string, leaves: readonly string[]): Respelled {
  const plain = text.replace(/^v/, '');
  const left = leaves.find((version) => plain.startsWith(version) && /^[-@_]/.test(plain.slice(version.length)));
  if (left === undefined) return undefined;
  return {
    why: plain.includes('@')
      ? 'a digest stands for one image'
      : 'it is a variant, and may not be there in the new version',
  };
}
