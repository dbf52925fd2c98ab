import { printable } from './width.ts';

/**
 * Text of a repository as HTML shows it: never a tag, an attribute's end, nor a sign that turns around what stands there. Lines end where
 * they did.
 */
export const escaped = (text: string): string =>
  text
    .split('\n')
    .map(printable)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A piece of HTML that was made here, so that no text gets into one unescaped by mistake. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | readonly Markup[] | undefined;

/** markup`<b>${name}</b>`: what is put in is escaped, unless it was made the same way. */
export const markup = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  html: texts.reduce((before, text, at) => before + inside(parts[at - 1]) + text),
});

function inside(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'object') return 'html' in part ? part.html : part.map((one) => one.html).join('');
  return escaped(String(part));
}
