/** A piece of a document that is read as one: a block of code, or the text between two of them. */
export interface Block {
  readonly start: number;
  readonly text: string;
  /** The language of a block of code, in lower case, empty where none is given; absent for text. */
  readonly language?: string;
  /** Why what stands here is about another time: a section of changes, of an older version. */
  readonly past?: string;
}

interface Open {
  readonly language?: string;
  readonly isEnd: (line: string, at: number) => boolean;
}

/**
 * The blocks of a Markdown, reStructuredText or AsciiDoc text. Nothing is asked of the file's name: the marks of the three do not clash
 * where a reader of versions would look.
 */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const headings: { readonly level: number; readonly past: string | undefined }[] = [];
  let open: Open | undefined;
  let announced: string | undefined;
  let [from, above] = [0, ''];
  const close = (end: number): void => {
    const language = open?.language;
    const past = headings.find((heading) => heading.past !== undefined)?.past;
    if (end > from)
      blocks.push({
        start: from,
        text: text.slice(from, end),
        ...(language === undefined ? {} : { language }),
        ...(past === undefined ? {} : { past }),
      });
    from = end;
  };
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? text.length : found + 1;
    const line = text.slice(start, found < 0 ? text.length : found).replace(/\r$/, '');
    if (open !== undefined) {
      if (open.isEnd(line, start)) {
        const isMark = line.trim() !== '' && !/^\S/.test(line) ? false : fenced.test(line);
        close(isMark || closing.test(line) ? next : start);
        open = undefined;
        if (!closing.test(line) && line.trim() !== '') {
          start = from;
          continue;
        }
      }
    } else {
      const begun = opening(line, announced);
      announced = announcement(line);
      if (begun !== undefined) {
        close(next);
        open = begun;
      } else {
        const heading = headingAt(line, above);
        if (heading !== undefined) {
          // The section begins with its title, which may stand one line above.
          close(heading.isUnderlined ? Math.max(from, start - above.length - 1) : start);
          while ((headings.at(-1)?.level ?? 0) >= heading.level) headings.pop();
          headings.push({ level: heading.level, past: pastOf(heading) });
        }
      }
    }
    above = line;
    start = next;
  }
  close(text.length);
  return blocks;
}

const fenced = /^(?:[ \t]|>)*(`{3,}|~{3,})\s*([^`]*)$/;
const closing = /^(?:[ \t]|>)*(?:`{3,}|~{3,}|-{4,}|\.{4,})\s*$/;
const directive = /^([ \t]*)\.\. (?:code-block|code|sourcecode|prompt|parsed-literal)::[ \t]*(\S*)/;

/** The first word of what a fence says: `toml,ignore`, `{.toml}` and `toml title="x"` are TOML. */
const languageIn = (info: string): string => /[\w+#.-]+/.exec(info.replace(/^\{\s*\.?/, ''))?.[0]?.toLowerCase() ?? '';

function opening(line: string, announced: string | undefined): Open | undefined {
  const [, marks, info = ''] = fenced.exec(line) ?? [];
  if (marks !== undefined)
    return {
      language: languageIn(info),
      isEnd: (text) => {
        const bare = text.replace(/^(?:[ \t]|>)*/, '').trimEnd();
        return bare.startsWith(marks) && bare === (marks[0] ?? '').repeat(bare.length);
      },
    };
  const [, indent, language] = directive.exec(line) ?? [];
  if (indent !== undefined)
    return {
      language: (language ?? '').toLowerCase(),
      isEnd: (text) => text.trim() !== '' && (/^[ \t]*/.exec(text)?.[0].length ?? 0) <= indent.length,
    };
  const [delimiter] = /^(?:-{4,}|\.{4,})$/.exec(line.trimEnd()) ?? [];
  return delimiter === undefined || announced === undefined
    ? undefined
    : { language: announced, isEnd: (text) => text.trimEnd() === delimiter };
}

/** AsciiDoc tells the language in a line of its own: `[source,toml]`. */
function announcement(line: string): string | undefined {
  const [, attributes] = /^\[((?:source|listing|%)[^\]]*|,\s*\w+)\]\s*$/.exec(line.trim()) ?? [];
  return attributes === undefined ? undefined : (/,\s*([\w+-]+)/.exec(attributes)?.[1] ?? '').toLowerCase();
}

interface Heading {
  readonly level: number;
  readonly title: string;
  readonly isUnderlined: boolean;
}

function headingAt(line: string, above: string): Heading | undefined {
  const [, marks, title = ''] = /^ {0,3}(#{1,6}|={1,6})[ \t]+(\S.*)$/.exec(line) ?? [];
  if (marks !== undefined) return { level: marks.length, title, isUnderlined: false };
  const [rule] = /^([=\-~^"'+*])\1{2,}\s*$/.exec(line) ?? [];
  const isTitle = above.trim() !== '' && !/^\s|^[-*+>|#]|^\d+[.)]\s/.test(above);
  if (rule === undefined || !isTitle || rule.trim().length < above.trim().length - 2) return undefined;
  const level = '=-~^"\'+*'.indexOf(rule[0] ?? '') + 1;
  return { level, title: above, isUnderlined: true };
}

/** A document's own title may name the version that it is about; a section that does is about that one. */
function pastOf({ level, title }: Heading): string | undefined {
  const tells =
    /change ?log|release notes|release history|version history|what'?s new|older versions?|previous (?:versions?|releases?)|deprecat/i;
  if (tells.test(title)) return `stands in the section "${title.trim()}"`;
  const isOld = level > 1 && /(?:^|[\s([v])\d+\.\d+/.test(title);
  return isOld ? `stands in the section "${title.trim()}", which is about one version` : undefined;
}
