import type { Problem } from '../../model/problem.ts';
import { headingsOf, hiddenLines } from '../../text/markdown/headings.ts';
import { oneLine } from '../changelog/item.ts';
import { kindOf } from '../changelog/kinds.ts';
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

/** `{{ … }}`, but not `${{ … }}` of a workflow, nor what stands between backticks: that is about templates. */
const placeholder = /(`+)[\s\S]*?\1|\$\{\{.*?\}\}|\{\{\s*(?<word>[^{}]*?)\s*\}\}/g;
const unwritten = /\b(TODO|TBD|FIXME|XXX|lorem ipsum)\b/;
/** What a person reads as a measurement. */
const figure = /(?<![\w.{])\d+(?:[.,]\d+)*\s?(?:%|x\b|×|times\b|ms\b|ns\b|[µμu]s\b|s\b|seconds?\b|percent\b)/;

/** Later filled by whoever knows: apply knows the day, the forge the checksums. */
const later = new Set(['date', 'checksums']);

/** A draft's text with evidence and versions in it; what is still unwritten, unknown or unproven is told with its line. */
export function fill(file: string, lines: readonly string[], release: Release, evidence: Evidence): Filled {
  const problems: Problem[] = [];
  const hidden = hiddenLines(lines);
  const isMeasured = measured(lines);
  const words: Readonly<Record<string, string | undefined>> = {
    version: release.version,
    tag: release.tag,
    previous: release.previous,
  };
  const filled = lines.map((line, at) => {
    if (hidden[at] === true) return line;
    const where = { file, line: at + 1 };
    const [word] = unwritten.exec(line.replaceAll(/`[^`]*`/g, '')) ?? [];
    if (word !== undefined) problems.push(open(word, where));
    if (isMeasured(at)) {
      const [found] = figure.exec(line.replaceAll(placeholder, ' ')) ?? [];
      if (found !== undefined) problems.push(unproven(found, where));
    }
    return line.replaceAll(placeholder, (found, _tick: unknown, name?: string) => {
      if (name === undefined || later.has(name)) return found;
      const known = words[name];
      if (known !== undefined) return known;
      const [, proof, field] = /^evidence[.:]([\w-]+)[.:]([\w.-]+)$/.exec(name) ?? [];
      if (proof === undefined || field === undefined) {
        problems.push(open(found, where));
        return found;
      }
      const cited = evidence.valueOf(proof, field);
      if (cited.is === 'absent') {
        problems.push(unknown(found, cited.why, where));
        return found;
      }
      if (!isOf(cited.of, release)) problems.push(stale(cited.file, release, where));
      return oneLine(cited.text);
    });
  });
  return { lines: filled, problems };
}

/** Whether a line stands under a heading of performance. */
function measured(lines: readonly string[]): (at: number) => boolean {
  const headings = headingsOf(lines);
  const ranges = headings.flatMap(({ title, level, end }) => {
    if (kindOf(title) !== 'performance') return [];
    const next = headings.find((other) => other.line >= end && other.level <= level);
    return [[end, next?.line ?? lines.length] as const];
  });
  return (at) => ranges.some(([start, end]) => at >= start && at < end);
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

const unproven = (found: string, where: Where): Problem => ({
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
