import { fail, ok, type Result } from '../../model/problem.ts';

/** One option: its whole text as Python's configparser gives it, and each line of it that is not empty with its place. */
export interface CfgValue {
  readonly text: string;
  readonly line: number;
  readonly lines: readonly CfgLine[];
}

export interface CfgLine {
  readonly text: string;
  readonly line: number;
}

export interface Cfg {
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, CfgValue>>;
  /** Setuptools takes `long-description` and `long_description` as one. */
  value(section: string, key: string): CfgValue | undefined;
}

interface Open {
  readonly indent: number;
  readonly line: number;
  readonly lines: CfgLine[];
}

/** Reads the INI dialect of setup.cfg: no interpolation, no comments behind values, values go on in deeper lines. */
export function readCfg(text: string, file: string): Result<Cfg> {
  const sections = new Map<string, Map<string, Open>>();
  let section: Map<string, Open> | undefined;
  let open: Open | undefined;
  let number = 0;
  for (const raw of text.replace(/^\uFEFF/, '').split('\n')) {
    number += 1;
    const content = raw.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const indent = raw.length - raw.trimStart().length;
    if (open !== undefined && indent > open.indent) {
      open.lines.push({ text: content, line: number });
      continue;
    }
    const header = /^\[(.+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map<string, Open>();
      sections.set(header, section);
      open = undefined;
      continue;
    }
    const at = content.search(/[=:]/);
    if (section === undefined || at <= 0) return fail(unreadable(file, number, section === undefined));
    const first = content.slice(at + 1).trim();
    open = { indent, line: number, lines: first === '' ? [] : [{ text: first, line: number }] };
    section.set(canonicalKey(content.slice(0, at)), open);
  }
  return ok(cfgOf(sections));
}

const canonicalKey = (key: string): string => key.trim().replaceAll('-', '_');

function cfgOf(open: ReadonlyMap<string, ReadonlyMap<string, Open>>): Cfg {
  const sections = new Map(
    [...open].map(([name, options]) => [name, new Map([...options].map(([key, value]) => [key, close(value)]))]),
  );
  return { sections, value: (section, key) => sections.get(section)?.get(canonicalKey(key)) };
}

const close = ({ lines, line }: Open): CfgValue => ({ text: lines.map((each) => each.text).join('\n'), line, lines });

const unreadable = (file: string, line: number, outside: boolean) =>
  ({
    code: 'CFG_INVALID',
    severity: 'error',
    what: `${file} cannot be read: line ${line} ${outside ? 'stands before any [section]' : 'is neither a [section] nor an option'}.`,
    where: { file, line, column: 1 },
    fix: `Correct line ${line} of ${file}, or exclude the file: "exclude": ["${file}"].`,
  }) as const;

/** The entries of a list: one per line, or all in one line with `separator` between them; lines keep their own place. */
export function entriesOf(value: CfgValue | undefined, separator: ',' | ';'): readonly CfgLine[] {
  if (value === undefined) return [];
  const several = value.lines.length > 1 || value.lines[0]?.line !== value.line;
  if (several) return value.lines;
  return value.text
    .split(separator)
    .map((text) => ({ text: text.trim(), line: value.line }))
    .filter(({ text }) => text !== '');
}

/** The entries `a = b` of an option that holds a table, such as package_dir. */
export function pairsOf(value: CfgValue | undefined): readonly { key: string; value: string; line: number }[] {
  return entriesOf(value, ',').flatMap(({ text, line }) => {
    const at = text.indexOf('=');
    return at < 0 ? [] : [{ key: text.slice(0, at).trim(), value: text.slice(at + 1).trim(), line }];
  });
}
