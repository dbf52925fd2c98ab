import { entriesOf } from '../../text/cfg/read.ts';
import { stringsOf } from '../../text/toml/read.ts';
import type { Naming } from './naming.ts';
import { has, tableAt, type Project } from './project.ts';
import { argumentOf } from './setup.ts';

/** Why no index takes a package; undefined where one would. */
export function whyPrivate(project: Project, { form }: Naming): string | undefined {
  if (classifiers(project).some((classifier) => /^Private ?::/.test(classifier)))
    return 'has the classifier Private ::';
  const uv = tableAt(project, 'tool', 'uv');
  if (uv.package === false) return 'package = false below [tool.uv]';
  if (tableAt(project, 'tool', 'poetry')['package-mode'] === false) return 'package-mode = false below [tool.poetry]';
  if (tableAt(project, 'tool', 'pdm').distribution === false) return 'distribution = false below [tool.pdm]';
  if (tableAt(project, 'tool', 'rye').virtual === true) return 'virtual = true below [tool.rye]';
  const builds = has(project, 'build-system') || uv.package === true || isSetuptools(project);
  return form === 'project' && !builds ? 'has no [build-system]: nothing builds a wheel from it' : undefined;
}

/** What setuptools, the tool where none is named, would build from without [build-system]. */
const isSetuptools = (project: Project): boolean =>
  project.setup?.content.arguments !== undefined ||
  has(project, 'tool', 'setuptools') ||
  (project.cfg?.content.sections.has('options') ?? false);

function classifiers(project: Project): readonly string[] {
  const { setup, cfg } = project;
  const given = argumentOf(setup?.content, 'classifiers');
  return [
    ...stringsOf(tableAt(project, 'project').classifiers),
    ...stringsOf(tableAt(project, 'tool', 'poetry').classifiers),
    ...stringsOf(tableAt(project, 'tool', 'flit', 'metadata').classifiers),
    ...entriesOf(cfg?.content.value('metadata', 'classifiers'), ',').map(({ text }) => text),
    ...(given === undefined ? [] : (setup?.content.evaluation.texts(given) ?? []).map(({ text }) => text)),
  ];
}
