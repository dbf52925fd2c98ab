import type { Plan } from '../../model/plan.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { readJson, type Json } from '../../text/json/read.ts';
import { identity } from './assemble.ts';
import { fits } from './fits.ts';
import { planSchema } from './plan-schema.ts';

/**
 * A plan that was saved. It is refused where another tool wrote it, where it does not look like a plan, and where its id does not
 * stand for what it says any more: a plan is made anew, never mended by hand.
 */
export function readPlan(text: string, file: string, hash: (text: string) => string): Result<Plan> {
  const sound = soundPlan(text, hash);
  return sound === undefined ? judgePlan(text, file, hash) : ok(sound);
}

/** The plan, if nothing is wrong with it; it costs a fifth of asking what is. */
function soundPlan(text: string, hash: (text: string) => string): Plan | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return isPlan(data) && (data.id === null || data.id === hash(identity(data))) ? data : undefined;
  } catch {
    // No JSON, or deeper than any plan is.
    return undefined;
  }
}

let looksLikePlan: ((value: unknown) => boolean) | undefined;
const isPlan = (value: unknown): value is Plan => (looksLikePlan ??= fits(planSchema))(value);

function judgePlan(text: string, file: string, hash: (text: string) => string): Result<Plan> {
  const json = readJson(text, file);
  if (!json.ok) return fail(...json.problems.map((problem) => ({ ...problem, fix: again(file) })));
  const { schema } = objectOf(json.value.data);
  if (typeof schema === 'number' && schema > 1) return fail(newer(schema, file, json.value));
  const parsed = planSchema.safeParse(json.value.data);
  if (!parsed.success) {
    return fail(
      ...parsed.error.issues.map(({ path, message }): Problem => {
        const keys = path.map((key) => (typeof key === 'symbol' ? String(key) : key));
        return {
          code: 'PLAN_INVALID',
          severity: 'error',
          what: `${file} is no plan: ${keys.length === 0 ? 'it' : keys.join('.')} ${worded(message)}.`,
          where: { file, line: json.value.line(...keys) },
          fix: again(file),
        };
      }),
    );
  }
  const plan: Plan = parsed.data;
  return plan.id === null || plan.id === hash(identity(plan)) ? ok(plan) : fail(altered(file, json.value));
}

/** `Invalid input: expected string` reads better behind a key. */
const worded = (message: string): string => `does not fit (${message.replace(/^Invalid input: /, '')})`;

const again = (file: string): string => `Make it anew: nx-convoy plan --format=json --out=${file}.`;

const newer = (schema: number, file: string, json: Json): Problem => ({
  code: 'PLAN_NEWER',
  severity: 'error',
  what: `${file} is a plan of schema ${schema}; this version of nx-convoy knows schema 1.`,
  where: { file, line: json.line('schema') },
  fix: 'Use the version that made it (npm install --save-dev nx-convoy@latest), or plan again with this one.',
});

const altered = (file: string, json: Json): Problem => ({
  code: 'PLAN_ALTERED',
  severity: 'error',
  what: `${file} was changed after it was made: its id stands for something else.`,
  where: { file, line: json.line('id') },
  fix: again(file),
});
