/** The ways in which changelogs write a day, with the words that say so in a placeholder. */
const forms: readonly (readonly [pattern: RegExp, format: string])[] = [
  [/\b\d{4}-\d{1,2}-\d{1,2}\b/, ''],
  [/\b\d{4}\/\d{1,2}\/\d{1,2}\b/, 'YYYY/MM/DD'],
  [/\b\d{4}\.\d{1,2}\.\d{1,2}\b/, 'YYYY.MM.DD'],
  [
    /\b\d{1,2} (?:January|February|March|April|June|July|August|September|October|November|December) \d{4}\b/,
    'D MMMM YYYY',
  ],
  [/\b\d{1,2} [A-Z][a-z]{2} \d{4}\b/, 'D MMM YYYY'],
  [/\b[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th),? \d{4}\b/, 'MMMM Do, YYYY'],
  [
    /\b(?:January|February|March|April|June|July|August|September|October|November|December) \d{1,2}, \d{4}\b/,
    'MMMM D, YYYY',
  ],
  [/\b[A-Z][a-z]{2} \d{1,2}, \d{4}\b/, 'MMM D, YYYY'],
];

/** Where a day stands in a heading, and the placeholder for another in the same form. */
export function findDate(title: string): { at: number; text: string; placeholder: string } | undefined {
  for (const [pattern, format] of forms) {
    const match = pattern.exec(title);
    if (match !== null)
      return { at: match.index, text: match[0], placeholder: format === '' ? '{{date}}' : `{{date:${format}}}` };
  }
  return undefined;
}

const months = 'January February March April May June July August September October November December'.split(' ');

/** Writes the day, given as 2026-11-20, where the headings of a text leave room for it; elsewhere people may write what they like. */
export function fillDate(text: string, date: string): string {
  return text.replaceAll(/^.*\{\{date(?::[^{}]+)?\}\}.*$/gm, (line, at: number) =>
    isHeading(line, text.slice(at + line.length)) ? fillLine(line, date) : line,
  );
}

const isHeading = (line: string, rest: string): boolean =>
  /^ {0,3}#/.test(line) || /^\r?\n {0,3}(=+|-{3,})[ \t]*(\r?\n|$)/.test(rest);

export const fillLine = (line: string, date: string): string =>
  line.replaceAll(/\{\{date(?::(?<format>[^{}]+))?\}\}/g, (_, format?: string) =>
    format === undefined ? date : formatted(date, format),
  );

function formatted(date: string, format: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const name = months[Number(month) - 1] ?? month;
  const words: Readonly<Record<string, string>> = {
    YYYY: year,
    MMMM: name,
    MMM: name.slice(0, 3),
    MM: month,
    DD: day,
    Do: `${Number(day)}${ordinal(Number(day))}`,
    D: String(Number(day)),
  };
  return format.replaceAll(/YYYY|MMMM|MMM|MM|DD|Do|D/g, (word) => words[word] ?? word);
}

const ordinal = (day: number): string =>
  day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
