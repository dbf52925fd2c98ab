import type { Problem } from '../../model/problem.ts';
import { hiddenLines } from '../../text/markdown/headings.ts';
import { isOf, type Evidence } from './evidence.ts';

export interface Release {
  readonly tag: string;
  /** As its registries write it. */
  readonly version: string;
  readonly canonical: string;
  readonly previous?: string;
}

export interface Filled {
  readonly lines: readonly string[];
  readonly problems: readonly Problem[];
}

/** Where a text comes from. */
export interface Origin {
  readonly file: string;
  /** The number of its first line. */
  readonly line: number;
  /** Figures in it must be proven. */
  readonly isPerformance: boolean;
}

/** `{{ … }}`, but not `${{ … }}` of a workflow, nor what stands between backticks: that is about templates. */
const placeholder = /(`+)[\s\S]*?\1|\$\{\{.*?\}\}|\{\{\s*(?<word>[^{}]*?)\s*\}\}/g;
const unwritten = /\b(TODO|TBD|FIXME|XXX|lorem ipsum)\b/;
/** What a person reads as a measurement. */
const figure = /(?<![\w.{])\d+(?:[.,]\d+)*\s?(?:%|x\b|×|times\b|ms\b|ns\b|[µμu]s\b|s\b|seconds?\b|percent\b)/;

/** Later filled by whoever knows: apply knows the day, the forge the checksums. */
const later = new Set(['date', 'checksums']);

/** A draft's text with evidence and versions in it; what is still unwritten, unknown or unproven is told with its line. */
export function fill(lines: readonly string[], release: Release, evidence: Evidence, origin: Origin): Filled {
  const problems: Problem[] = [];
  const hidden = hiddenLines(lines);
  const words: Readonly<Record<string, string | undefined>> = {
    version: release.version,
    tag: release.tag,
    previous: release.previous,
  };
  const filled = lines.map((line, at) => {
    if (hidden[at] === true) return line;
    const where = { file: origin.file, line: origin.line + at };
    const [word] = unwritten.exec(line.replaceAll(/`[^`]*`/g, '')) ?? [];
    if (word !== undefined) problems.push(open(word, where));
    if (origin.isPerformance) {
      const [found] = figure.exec(line.replaceAll(placeholder, ' ')) ?? [];
      if (found !== undefined) problems.push(unproven(found, where));
    }
    return line.replaceAll(placeholder, (found, _tick: unknown, name?: string) => {
      if (name === undefined || later.has(name)) return found;
      const known = words[name];
      if (known !== undefined) return known;
      const [, file, field] = /^evidence\.([\w-]+)\.([\w.-]+)$/.exec(name) ?? [];
      if (file === undefined || field === undefined) {
        problems.push(open(found, where));
        return found;
      }
      const cited = evidence.valueOf(file, field);
      if (cited.is === 'absent') {
        problems.push(unknown(found, cited.why, where));
        return found;
      }
      if (!isOf(cited.of, release)) problems.push(stale(cited.file, release, where));
      return cited.text;
    });
  });
  return { lines: filled, problems };
}

type Where = NonNullable<Problem['where']>;

const open = (found: string, where: Where): Problem => ({
  code: 'NOTES_PLACEHOLDER',
  severity: 'error',
  what: `The release notes still say ${found}.`,
  where,
  fix: 'Write what is meant. Known are {{version}}, {{tag}}, {{previous}}, {{date}}, {{checksums}} and {{evidence.<name>.<field>}}.',
});

const unknown = (found: string, why: string, where: Where): Problem => ({
  code: 'NOTES_PLACEHOLDER',
  severity: 'error',
  what: `The release notes cite ${found}, but ${why}.`,
  where,
  fix: 'Commit the evidence, or cite what it holds.',
});

export const unproven = (found: string, where: Where): Problem => ({
  code: 'NOTES_FIGURE_UNPROVEN',
  severity: 'error',
  what: `"${found}" is a figure without evidence.`,
  where,
  fix: 'Record it in .convoy/evidence/<name>.json and cite it: {{evidence.<name>.<field>}}.',
});

const stale = (file: string, { tag }: Release, where: Where): Problem => ({
  code: 'NOTES_FIGURE_UNPROVEN',
  severity: 'error',
  what: `${file} is not of ${tag}.`,
  where,
  fix: `Record it again for this release, with "tag": "${tag}" in it.`,
});

/** A figure in text that nobody can edit any more: a commit's subject. */
export const figureIn = (text: string): string | undefined => figure.exec(text)?.[0];
