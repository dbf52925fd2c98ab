import type { HttpAnswer } from '../model/http.ts';
import { isObject } from '../text/json/narrow.ts';

/** What a registry says in its own words: beside the status, in the title or the text of a page, or in JSON; undefined where it says nothing. */
export function wordsOf({ status, reason = '', headers, text }: HttpAnswer): string | undefined {
  const isPage = /^\s*<(?:!doctype|html|\?xml)/i.test(text);
  const type = headers['content-type'] ?? '';
  const candidates = [
    reason,
    ...(type.includes('json') || /^\s*[{[]/.test(text) ? wordsInJson(text) : []),
    ...(isPage ? wordsInPage(text) : []),
    ...(isPage || type.includes('json') ? [] : paragraphs(text).reverse()),
  ];
  return candidates.map((words) => tidy(words, status)).find((words) => words !== '' && !isUsual(words));
}

/** As registries of packages and of images name it. */
function wordsInJson(text: string): readonly string[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return [];
  }
  const told = (value: unknown): readonly string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(told);
    if (!isObject(value)) return [];
    return ['message', 'error', 'detail', 'details', 'reason', 'description', 'errors'].flatMap((key) =>
      told(value[key]),
    );
  };
  return told(data);
}

/** A title says most; a page whose title is only the status has it in its text. */
function wordsInPage(text: string): readonly string[] {
  const part = (tag: string): string => new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'i').exec(text)?.[1] ?? '';
  return ['title', 'pre', 'h1', 'body'].map((tag) => plainly(part(tag)));
}

const plainly = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (_, hex: string | undefined, ten: string | undefined) => {
      const code = hex === undefined ? Number(ten) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');

const paragraphs = (text: string): string[] => text.split(/\r?\n\s*\r?\n/).filter((one) => one.trim() !== '');

/** One line that a terminal can show, without the number that is told anyway. */
const tidy = (words: string, status: number): string =>
  words
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(new RegExp(`^(?:error:? *)?${status}\\b[\\s:-]*`, 'i'), '')
    .trim()
    .slice(0, 500);

/** What servers say beside the number, whatever it is about. */
const isUsual = (words: string): boolean => usual.has(words.toLowerCase());
const usual: ReadonlySet<string> = new Set([
  ...['error', 'ok', 'errors', 'moved permanently', 'found', 'see other', 'temporary redirect', 'permanent redirect'],
  ...['bad request', 'unauthorized', 'payment required', 'forbidden', 'not found', 'method not allowed', 'conflict'],
  ...['request timeout', 'gone', 'payload too large', 'content too large', 'request entity too large', 'too early'],
  ...['unprocessable entity', 'unprocessable content', 'too many requests', 'internal server error', 'not implemented'],
  ...['bad gateway', 'service unavailable', 'gateway timeout', 'http version not supported'],
]);
