import type { Place } from '../../../model/problem.ts';
import { inside } from '../../../paths/inside.ts';
import { find } from './pattern.ts';
import type { Sourced } from './code.ts';
import type { Reader, Versioned } from './versioned.ts';

export const computed = (why: string, at?: Place): Versioned => ({
  source: at === undefined ? { is: 'computed', why } : { is: 'computed', why, at },
});

/** An edit needs the literal itself: what a file puts together is known, but not to be written. */
export const sourced = ({ text, literal, file, line }: Sourced): Versioned =>
  literal
    ? { version: text, source: { is: 'written', at: { file, line } } }
    : { version: text, source: { is: 'computed', why: `${file} puts it together`, at: { file, line } } };

/** The text of a file is the version, as in `file: VERSION`. */
export function fileVersion(reader: Reader, path: string): Versioned {
  const file = inside(reader.project.folder, path);
  return (
    (file === undefined ? undefined : textVersion(reader, file)) ?? computed(`it stands in ${path}, which is not there`)
  );
}

/** The whole text of a file as a version; undefined where there is no such file. */
export function textVersion({ repo }: Reader, file: string): Versioned | undefined {
  const text = repo.text(file);
  if (text?.ok !== true) return undefined;
  const version = text.value.replace(/^\uFEFF/, '').trim();
  if (version === '' || /\s/.test(version)) return computed(`${file} holds more than a version`);
  const line = text.value.slice(0, text.value.indexOf(version)).split('\n').length;
  return { version, source: { is: 'written', at: { file, line } } };
}

export function patternVersion({ project, repo }: Reader, path: string, pattern: string | undefined): Versioned {
  const file = inside(project.folder, path);
  const text = file === undefined ? undefined : repo.text(file);
  if (file === undefined || text?.ok !== true) return computed(`it stands in ${path}, which is not there`);
  const match = find(text.value, pattern);
  if (match === false) return computed(`the pattern for ${path} is not one that can be followed here`);
  if (match === undefined) return computed(`${path} has no version that the pattern finds`);
  return { version: match.text, source: { is: 'written', at: { file, line: match.line } } };
}

/** An attribute of a file, or of the module that `pkg.module.name` says. */
export function attributeVersion({ project, code }: Reader, path: string | undefined, attribute: string): Versioned {
  const parts = attribute.split('.');
  const name = parts.pop() ?? attribute;
  const file = path === undefined ? code.moduleFile(parts.join('.')) : inside(project.folder, path);
  const found = file === undefined ? undefined : code.attribute(file, name);
  return found === undefined ? computed(`${path ?? attribute} gives it when it is run`) : sourced(found);
}
