import type { Plan, PlannedTag } from '../model/plan.ts';
import { writeTrailers } from './trailers.ts';

/** As long as a subject may be where git and forges show it whole. */
const widest = 72;

/** The message of a release commit: a subject, in the user's own words if they have some, and the trailers. */
export function commitMessage(plan: Plan, template: string | undefined): string {
  const subject = template === undefined ? ownSubject(plan) : fillTemplate(template, plan);
  return `${subject.trim()}\n\n${writeTrailers(plan)}`;
}

function ownSubject({ units }: Plan): string {
  const versions = new Set(units.map(({ version }) => version.to));
  const [only] = versions;
  if (versions.size === 1 && units.length > 1) return `chore(release): ${only ?? ''}`;
  const named = `chore(release): ${units.map(({ name, version }) => `${name} ${version.to}`).join(', ')}`;
  return named.length <= widest ? named : `chore(release): ${units.length} units`;
}

/** Nx's own placeholders: each is filled where it is one for the whole release, and is nothing elsewhere. */
export function fillTemplate(template: string, { units }: Pick<Plan, 'units'>): string {
  const only = (values: readonly (string | undefined)[]): string => {
    const [first = '', ...others] = new Set(values);
    return others.length === 0 ? first : '';
  };
  return template
    .replaceAll('{version}', only(units.map(({ version }) => version.to)))
    .replaceAll('{projectName}', only(units.map(({ project }) => project)))
    .replaceAll('{releaseGroupName}', only(units.map(({ group }) => group)));
}

/** A tag speaks of its own units. */
export function tagMessage({ message, units: ids }: PlannedTag, { units }: Plan, template: string | undefined): string {
  if (template === undefined || template === '') return message;
  return fillTemplate(template, { units: units.filter(({ id }) => ids.includes(id)) });
}

/** `release.git.commitArgs` may be one text: it is cut into words as a shell would, and no shell ever sees it. */
export function splitWords(text: string | readonly string[] | undefined): readonly string[] {
  if (typeof text !== 'string') return text ?? [];
  const words = text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs);
  return Array.from(words, ([word]) =>
    word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_, double?: string, single?: string, escaped?: string) =>
      double === undefined ? (single ?? escaped ?? '') : double.replaceAll(/\\(["\\$`])/g, '$1'),
    ),
  );
}
