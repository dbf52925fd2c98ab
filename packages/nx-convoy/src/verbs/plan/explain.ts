import type { Plan } from '../../model/plan.ts';
import type { Planned } from '../../planning/plan.ts';
import { count } from '../words/columns.ts';

/** The whole story of one version: what it builds upon, each commit and what it was worth, who else moves with it, what is written. */
export function story(word: string, plan: Plan, { released }: Planned): string {
  const found = released.find(({ units }) =>
    units.some(({ id, name, project }) => word === id || word === name || word === project),
  );
  const unit = found?.units.find(({ id, name, project }) => word === id || word === name || word === project);
  if (found === undefined || unit === undefined) {
    return `${word} is not part of this plan: no commit since its last release asks for one, or no unit is called so (nx-convoy graph).\n`;
  }
  const { base, cause, group, because } = found;
  const { from, to, bump, spelling } = unit.version;
  const lines = [
    `${unit.id}: ${from ?? 'first release'} → ${spelling} (${bump})`,
    '',
    `  builds upon  ${base.latest === undefined ? 'no tag' : `${base.latest.tag.name} (${base.latest.tag.commit.slice(0, 10)})`}`,
    `  tag          ${base.prefix}${to}`,
    ...(group.isFixed
      ? [`  group        ${group.name}: ${group.units.map(({ id }) => id).join(', ')}; ${group.because}`]
      : []),
    ...(unit.private ? ['  goes         nowhere: it is private'] : []),
    '',
    'Why',
    ...(because.length === 0
      ? ['  it shares its version with others']
      : because.map((why) => `  ${reference(why)}${why.text}`)),
    '',
    `${count(cause.changes.length, 'commit')} since`,
    ...cause.changes.map(({ id, subject }) => `  ${id.slice(0, 10)}  ${subject}`),
    '',
    'Edits',
    ...plan.edits
      .filter(({ why, file }) => why.includes(unit.id) || file === unit.manifest)
      .map(({ file, line, before, after }) => `  ${file}:${line}  ${before} → ${after}`),
  ];
  return `${lines.join('\n')}\n`;
}

const reference = (why: Plan['units'][number]['because'][number]): string =>
  'commit' in why ? `${why.commit.slice(0, 10)}  ` : '';
