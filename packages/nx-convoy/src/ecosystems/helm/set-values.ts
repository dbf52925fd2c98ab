import type { Problem } from '../../model/problem.ts';
import { yamlValues } from '../../text/splice/yaml.ts';
import { readYaml } from '../../text/yaml/read.ts';

type Path = readonly (string | number)[];

/** Sets scalars of a YAML text, and nothing else of it. What cannot be set without changing more stays, and is told. */
export function setValues(
  text: string,
  file: string,
  values: readonly { readonly path: Path; readonly text: string }[],
): { readonly text: string; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  let now = text;
  for (const { path, text: after } of values) {
    const next = withValue(now, path, after);
    const yaml = next === undefined ? undefined : readYaml(next, file);
    if (next === undefined || yaml?.ok !== true || at(yaml.value.data, path) !== after)
      problems.push(unset(file, path));
    else now = next;
  }
  return { text: now, problems };
}

/** A number must not come of what is a text: quotes are put around it where it stands bare. */
function withValue(text: string, path: Path, after: string): string | undefined {
  const value = yamlValues(text).find((one) => one.path.join('\n') === path.join('\n'));
  if (value === undefined) return undefined;
  const { start, end } = value;
  const isQuoted = /["']/.test(text[start - 1] ?? '') && text[start - 1] === text[end];
  const lead = !isQuoted && /[:-]/.test(text[start - 1] ?? '') ? ' ' : '';
  return `${text.slice(0, start)}${isQuoted ? after : `${lead}"${after}"`}${text.slice(end)}`;
}

const at = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined,
    data,
  );

const unset = (file: string, path: Path): Problem => ({
  code: 'CHART_IMAGE_UNPINNED',
  severity: 'warning',
  what: `${path.join('.')} cannot be set without changing more of the file: an anchor or a block stands there.`,
  where: { file },
  fix: `Write a plain text there, such as "".`,
});
