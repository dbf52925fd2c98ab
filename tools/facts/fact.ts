/** A fact about real repositories, on one page: its sentence, the files that show it, and the graph that must come out. */
export interface Fact {
  readonly sentence: string;
  readonly files: readonly FactFile[];
  readonly expected: string;
}

export interface FactFile {
  readonly path: string;
  readonly content: Buffer;
  /** The file is a link to this path. */
  readonly linkTo?: string;
}

const fileHeader = /^-- (.+?)(?: \((.+)\))? --$/;
const graphHeader = '== graph ==';

export function parseFact(text: string): Fact {
  const [input = '', expected = ''] = text.split(`\n${graphHeader}\n`);
  const sentence: string[] = [];
  const files: { header: RegExpExecArray; lines: string[] }[] = [];
  for (const line of input.split('\n')) {
    const header = fileHeader.exec(line);
    if (header !== null) files.push({ header, lines: [] });
    else if (files.length === 0) sentence.push(line.replace(/^# ?/, ''));
    else files.at(-1)?.lines.push(line);
  }
  return {
    sentence: sentence.join(' ').trim(),
    files: files.map(({ header, lines }) => factFile(header[1] ?? '', (header[2] ?? '').split(/, */), lines)),
    expected: expected.trim(),
  };
}

export const withExpected = (text: string, graph: string): string =>
  `${(text.split(`\n${graphHeader}\n`)[0] ?? '').trimEnd()}\n${graphHeader}\n${graph}\n`;

function factFile(path: string, flags: readonly string[], lines: readonly string[]): FactFile {
  const link = flags.find((flag) => flag.startsWith('symlink: '))?.slice('symlink: '.length);
  if (link !== undefined) return { path, content: Buffer.from(link), linkTo: link };
  if (flags.includes('base64')) return { path, content: Buffer.from(lines.join(''), 'base64') };
  let content = `${lines.join('\n').replace(/\n+$/, '')}\n`;
  if (flags.includes('no-final-newline')) content = content.slice(0, -1);
  if (flags.includes('crlf')) content = content.replaceAll('\n', '\r\n');
  if (flags.includes('bom')) content = `\uFEFF${content}`;
  return { path, content: Buffer.from(content) };
}
