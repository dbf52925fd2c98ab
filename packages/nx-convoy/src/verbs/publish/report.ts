import type { Problem, Result } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';
import type { Report } from '../verb.ts';
import { columns, count } from '../words/columns.ts';
import { painter, type Tone } from '../words/paint.ts';
import { tellProblems } from '../words/problems.ts';
import type { PublishOptions } from './options.ts';
import { isFine, type Fate, type Published, type PublishedUnit } from './published.ts';

const nothingDone: Published = { plan: '', commit: '', units: [], notDue: [], isDry: false };

export function report(done: Result<Published>, { format, units }: PublishOptions, world: World): Report<Published> {
  const value = done.ok ? done.value : nothingDone;
  const problems = done.ok ? problemsOf(value.units) : done.problems;
  const isGood = done.ok && value.units.every(isFine) && value.isStopped !== true;
  const text = format === 'json' ? machineForm(value, problems) : words(value, problems, world, units ?? []);
  return { value, text, problems, ok: isGood };
}

/** One line, as the events before it were. */
const machineForm = (
  { plan, commit, units, notDue, nothing, isDry, isStopped }: Published,
  problems: readonly Problem[],
): string =>
  `${JSON.stringify({
    event: 'end',
    ...{ plan, commit, isDry },
    ...(isStopped === true ? { isStopped } : {}),
    ...(nothing === undefined ? {} : { nothing }),
    units: units.map(({ unit, version, registries, fate }) => ({
      unit,
      version,
      registries,
      is: fate.is,
      why: whyOf(fate),
    })),
    notDue,
    problems: problems.map(({ code, severity, what, where, fix }) => ({ code, severity, what, ...where, fix })),
  })}\n`;

function words(
  value: Published,
  problems: readonly Problem[],
  { isColoured, columns: width }: World,
  asked: readonly string[],
): string {
  const paint = painter(isColoured);
  const { units, nothing, isDry } = value;
  const left = leftOf(value, asked);
  const rows = [...units.map(({ unit, version, fate }) => [unit, version, fate.is, whyOf(fate)]), ...left];
  const table = columns(rows, width, {
    dress: (cell, row, column) => (column === 2 ? paint(toneOf(units[row]?.fate), cell) : cell),
  });
  return [
    nothing === undefined ? '' : `${nothing}\n`,
    table,
    problems.length === 0 ? '' : `\n${tellProblems(problems, paint)}`,
    units.length === 0 ? '' : `\n${summary(value)}\n`,
    isDry && units.length > 0 ? 'This was a dry run: nothing was uploaded.\n' : '',
  ].join('');
}

/** Who asks for a unit by its id is told also that it is not due, and why; who asks for all is told how many. */
function leftOf({ notDue }: Published, asked: readonly string[]): readonly (readonly string[])[] {
  const named = new Set(asked);
  const left = notDue.filter(({ unit }) => named.has(unit));
  const shown = left
    .slice(0, mostLeft)
    .map(({ unit, version = '', why, isPrivate }) => [
      unit,
      version,
      isPrivate === true ? 'skipped (private)' : 'not due',
      why,
    ]);
  return left.length > mostLeft ? [...shown, [`and ${left.length - mostLeft} more that are not due`]] : shown;
}

const mostLeft = 12;

/** What there is, and what to do next. */
function summary({ units, isStopped, isDry }: Published): string {
  const missing = units.filter((one) => !isFine(one));
  if (isStopped === true) return 'Stopped. Publish again: it goes on where it was, and sends nothing twice.';
  if (missing.length === 0)
    return isDry
      ? `${count(units.length, 'unit')} would be out.`
      : `${count(units.length, 'unit')} ${units.length === 1 ? 'is' : 'are'} out. See that they work: nx-convoy verify`;
  return `${count(missing.length, 'unit')} of ${units.length} ${missing.length === 1 ? 'is' : 'are'} not out. When it is mended, publish again: what is there is not sent twice.`;
}

const whyOf = (fate: Fate): string => {
  if ('because' in fate) return fate.because;
  return fate.is === 'blocked' ? `waits for ${fate.by}` : fate.problem.code;
};

const problemsOf = (units: readonly PublishedUnit[]): readonly Problem[] => [
  ...new Set(units.flatMap(({ fate }) => ('problem' in fate ? [fate.problem] : []))),
];

function toneOf(fate: Fate | undefined): Tone | undefined {
  if (fate === undefined) return undefined;
  const { is } = fate;
  return is === 'published' || is === 'skipped' || is === 'would be published'
    ? 'good'
    : is === 'failed'
      ? 'bad'
      : 'doubtful';
}
