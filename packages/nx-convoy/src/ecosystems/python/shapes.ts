import type { Problem } from '../../model/problem.ts';
import type { List } from './needs.ts';
import { valueInvalid } from './problems.ts';
import { tableAt, type Project } from './project.ts';

/** Values of pyproject.toml that no build tool would take, and that would otherwise only seem to be missing. */
export function misshapen(project: Project, lists: readonly List[]): readonly Problem[] {
  if (project.pyproject === undefined) return [];
  const { file, content } = project.pyproject;
  const wrong = lists.flatMap(({ path, value }) =>
    Array.isArray(value)
      ? []
      : [
          valueInvalid(
            `${path.join('.')} is not a list of requirements.`,
            { file, line: content.line(...path) },
            `Write ${path.at(-1) ?? ''} = ["name>=1.0"].`,
          ),
        ],
  );
  const versions = [['project'], ['tool', 'poetry']].flatMap((path) => {
    const { version } = tableAt(project, ...path);
    if (version === undefined || typeof version === 'string') return [];
    const where = { file, line: content.line(...path, 'version') };
    return [valueInvalid(`${path.join('.')}.version is not a text.`, where, 'Put the version between quotes.')];
  });
  return [...wrong, ...versions];
}
