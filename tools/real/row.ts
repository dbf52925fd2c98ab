import type { Outcome } from './set-up.ts';

export const titles = [
  '| repository | commit | set up by | units (public) | planned now / of a patch for all | groups and their tags | next versions, rule | problems of the plan | seconds: init, plan |',
  '|---|---|---|---|---|---|---|---|---|',
].join('\n');

/** Right is: a patch for all plans every public unit and no other public one, and each group and pattern has its reason. */
export function rowOf(source: string, outcome: Outcome): { readonly text: string; readonly isRight: boolean } {
  const { commit, way, units, plan, whole, choices, failed, seconds } = outcome;
  const open = new Set(units.flatMap((unit) => (unit.private ? [] : [unit.id])));
  const planned = new Set(whole.units.flatMap((unit) => (unit.private ? [] : [unit.id])));
  const missing = [...open].filter((id) => !planned.has(id));
  const more = [...planned].filter((id) => !open.has(id));
  const unexplained = choices.filter(({ why }) => why.trim() === '');
  const wrong = [
    ...missing.map((id) => `missing ${id}`),
    ...more.map((id) => `more ${id}`),
    ...unexplained.map(({ what }) => `no reason: ${what}`),
    ...failed,
  ];
  const name =
    source
      .replace(/\/repo\/?$|\.git$/, '')
      .split('/')
      .at(-1)
      ?.replace('+', '/') ?? source;
  const cells = [
    name,
    commit,
    way,
    `${units.length} (${open.size})`,
    `${plan.units.length} / ${whole.units.length}`,
    choices
      .flatMap(({ what, why }) => (/^(group|tags) /.test(what) ? [`${what} (${why})`] : []))
      .slice(0, 8)
      .join('<br>'),
    choices.flatMap(({ what, why }) => (/^(versions|bump)/.test(what) ? [`${what}: ${why}`] : [])).join('<br>'),
    problemsOf(outcome),
    `${seconds.init.toFixed(1)}, ${seconds.plan.toFixed(1)}`,
  ];
  const text = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return { text: [text, ...wrong.map((one) => `!! ${one}`)].join('\n'), isRight: wrong.length === 0 };
}

function problemsOf({ plan }: Outcome): string {
  const count = new Map<string, number>();
  for (const { severity, code } of plan.problems)
    count.set(`${severity} ${code}`, (count.get(`${severity} ${code}`) ?? 0) + 1);
  return [...count].map(([what, times]) => `${what} ${times}`).join(', ') || 'none';
}
