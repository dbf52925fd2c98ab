const plain = /^[\x20-\x7e]*$/;
const none = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const double =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** Columns that a terminal gives to a text: two to most letters of East Asia and to pictures, none to accents of their own. */
export const widthOf = (text: string): number =>
  plain.test(text) ? text.length : Array.from(text).reduce((sum, letter) => sum + letterWidth(letter), 0);

const letterWidth = (letter: string): number => (none.test(letter) ? 0 : double.test(letter) ? 2 : 1);

/** The text if it fits; else as much of it as does, with a sign that there is more. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let left = Math.max(width, 1) - 1;
  let end = 0;
  for (const letter of text) {
    left -= letterWidth(letter);
    if (left < 0) break;
    end += letter.length;
  }
  return `${text.slice(0, end)}…`;
}

const unseen = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text of a repository as it can be shown: a commit's subject or a path may hold line ends, and signs that make a terminal move, hide
 * or turn around what stands there.
 */
export const printable = (text: string): string =>
  text.replaceAll(unseen, (sign) => {
    const short = JSON.stringify(sign).slice(1, -1);
    return short.length > 1 ? short : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
