import { isVersion } from '../../../versions/pep440.ts';
import type { Expression } from '../../../text/py/expression.ts';
import type { Setup } from '../setup.ts';
import { argumentOf } from '../setup.ts';
import { computed, sourced, textVersion } from './files.ts';
import { touchedBy } from './reads.ts';
import type { Reader, Versioned } from './versioned.ts';

/** Arguments by which setup() takes the version from git. */
const fromGit = ['use_scm_version', 'pbr', 'version_config', 'setuptools_git_versioning', 'use_calver'];
const scmModules = /^(setuptools_scm|versioneer|versioningit|dunamai|setuptools_git_versioning|miniver)$/;

/** What setup() is given as version: a text, a name that leads to one, or the one file that computing it would read. */
export function setupVersion(reader: Reader): Versioned | undefined {
  const { setup } = reader.project;
  if (setup?.content.arguments === undefined) return undefined;
  const { named } = setup.content.arguments;
  const version = named.get('version');
  if (version === undefined) return fromGit.some((name) => named.has(name)) ? { source: { is: 'tags' } } : undefined;
  const found = reader.code.value({ file: setup.file, ...setup.content }, version);
  if (found !== undefined) return sourced(found);
  return fromTouched(reader, setup.content, version, setup.file);
}

function fromTouched(reader: Reader, setup: Setup, version: Expression, file: string): Versioned {
  const { files, words } = touchedBy(setup.module, version, reader.project.folder, reader.code.exists);
  if ([...words].some((word) => scmModules.test(word))) return { source: { is: 'tags' } };
  const found = [...files].filter((each) => each !== file).flatMap((each) => versionIn(reader, each, version) ?? []);
  const [only, ...others] = found;
  if (only !== undefined && others.every((other) => other.version === only.version)) return only;
  return computed('setup.py computes it; it is never run', {
    file,
    line: argumentOf(setup, 'version')?.line ?? setup.line,
  });
}

function versionIn(reader: Reader, file: string, expression: Expression): Versioned | undefined {
  const whole = file.endsWith('.py') ? undefined : textVersion(reader, file);
  if (whole?.version !== undefined && isVersion(whole.version)) return whole;
  for (const name of new Set([lastWord(expression), '__version__', 'VERSION', 'version'])) {
    const found = name === undefined ? undefined : reader.code.attribute(file, name);
    if (found !== undefined && isVersion(found.text)) return sourced(found);
  }
  return undefined;
}

/** `about["__version__"]` and `about.version` ask for that name. */
function lastWord(expression: Expression): string | undefined {
  if (expression.is === 'item') return expression.key.is === 'text' ? expression.key.text : undefined;
  return expression.is === 'name' || expression.is === 'member' ? expression.name : undefined;
}
