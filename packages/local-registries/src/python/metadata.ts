import { Refused } from '../server/refusal.ts';
import { isName, quoted } from './names.ts';
import { isSpecifier, versionOf } from './version.ts';

/** Core metadata: every field by its name in lower case with dashes, as often as it was given. */
export type Metadata = ReadonlyMap<string, readonly string[]>;

export const first = (metadata: Metadata, field: string): string | undefined => metadata.get(field)?.[0];

/** Reads METADATA of a wheel or PKG-INFO of a source distribution: headers, and a description below them. */
export function readMetadata(text: string): Metadata {
  const [head = '', ...body] = text.replaceAll('\r\n', '\n').split('\n\n');
  const fields = new Map<string, string[]>();
  const add = (name: string, value: string): void => void fields.set(name, [...(fields.get(name) ?? []), value]);
  // A line that begins with a space goes on with the one before it.
  for (const line of head.split(/\n(?![ \t])/)) {
    const [, name = '', value = ''] = /^([A-Za-z0-9-]+):[ \t]?(.*)$/s.exec(line) ?? [];
    // What twine and its like never mean.
    if (name !== '' && value.trim() !== 'UNKNOWN') add(name.toLowerCase(), value.trim());
  }
  const description = body.join('\n\n');
  if (description.trim() !== '') add('description', description);
  return fields;
}

/** Fields of an upload form that are called otherwise than in a file. */
const formNames: Readonly<Record<string, string>> = {
  classifiers: 'classifier',
  project_urls: 'project-url',
  provides_extras: 'provides-extra',
  license_files: 'license-file',
};

/** The metadata that came along with the file, field by field. */
export function metadataOf(form: ReadonlyMap<string, readonly string[]>): Metadata {
  const given = [...form].map(([name, values]): [string, readonly string[]] => [
    formNames[name] ?? name.replaceAll('_', '-'),
    values.filter((value) => value !== '' && value.trim() !== 'UNKNOWN'),
  ]);
  return new Map(given.filter(([, values]) => values.length > 0));
}

const versions = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'];

type Check = (value: string) => string | undefined;

const validUrl: Check = (value) => (isUrl(value) ? undefined : `${quoted(value)} is not a valid url.`);
const invalid =
  (field: string, fits: (value: string) => boolean): Check =>
  (value) =>
    fits(value) ? undefined : `${quoted(value)} is invalid for ${quoted(field)}`;

/** What is wrong with one value of a field, in the words of the public index. */
const checks: Readonly<Record<string, Check>> = {
  'metadata-version': (value) =>
    versions.includes(value) ? undefined : `${quoted(value)} is not a valid metadata version`,
  name: invalid('name', isName),
  version: (value) => {
    const version = versionOf(value);
    if (version === undefined) return `${quoted(value)} is invalid for 'version'`;
    return version.local === undefined ? undefined : `The use of local versions in ${quoted(value)} is not allowed.`;
  },
  summary: (value) => {
    if (value.includes('\n')) return "'summary' must be a single line";
    return value.length > 512 ? "'summary' field must be 512 characters or less." : undefined;
  },
  'author-email': (value) => badAddress(value),
  'maintainer-email': (value) => badAddress(value),
  'home-page': validUrl,
  'download-url': validUrl,
  'project-url': (value) => {
    const [label = '', ...rest] = value.split(',');
    const url = rest.join(',').trim();
    if (label.trim() === '') return 'Must have a label';
    if (label.length > 32) return `${quoted(label)} must be 32 characters or less.`;
    if (url === '') return 'Must have a URL';
    return isUrl(url) ? undefined : `${quoted(url)} is not a valid url`;
  },
  'requires-python': invalid('requires-python', isSpecifier),
  'requires-dist': (value) => badRequirement(value, 'requires-dist'),
  'provides-dist': (value) => badRequirement(value, 'provides-dist'),
  'obsoletes-dist': (value) => badRequirement(value, 'obsoletes-dist'),
  'description-content-type': (value) => {
    const known = ['text/plain', 'text/x-rst', 'text/markdown'];
    const [type = ''] = value.split(';');
    if (known.includes(type.trim().toLowerCase())) return undefined;
    return `'description-content-type' must be one of [${known.map(quoted).join(', ')}], not ${quoted(value)}`;
  },
  // Classifiers are a long list that grows. What begins so never is in it, and that is what it is for.
  classifier: (value) => (value.startsWith('Private ::') ? `${quoted(value)} is not a valid classifier.` : undefined),
};

/** Fields that must be there. */
const needed = ['metadata-version', 'name', 'version'];

/** Refuses metadata that the public index would refuse. */
export function checkMetadata(metadata: Metadata): void {
  const absent = needed.find((field) => first(metadata, field) === undefined);
  if (absent !== undefined) throw wrong(`${quoted(absent)} is a required field`);
  for (const [field, check] of Object.entries(checks)) {
    for (const value of metadata.get(field) ?? []) {
      const problem = check(value);
      if (problem !== undefined) throw wrong(problem);
    }
  }
  if (metadata.has('license') && metadata.has('license-expression')) {
    throw wrong('License is deprecated when License-Expression is present. Only License-Expression should be present.');
  }
}

const wrong = (problem: string): Refused =>
  new Refused(
    'invalid',
    `${problem}${problem.endsWith('.') ? '' : '.'} See https://packaging.python.org/specifications/core-metadata for more information.`,
  );

function isUrl(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  return ['http:', 'https:'].includes(new URL(text).protocol) && /^https?:\/\/[^/]/i.test(text);
}

/** `Name <who@where>` or only the address; several have commas between them, of which the first counts. */
function badAddress(value: string): string | undefined {
  const address = /<([^<>]*)>/.exec(value)?.[1] ?? value.split(',')[0] ?? '';
  if (address.trim() === '' || /^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$/.test(address.trim())) return undefined;
  return `${quoted(address)} is not a valid email address.`;
}

/** A name, extras, then versions or an address, then for which machines. */
function badRequirement(value: string, field: string): string | undefined {
  const [asked = ''] = value.split(';');
  const [, name = '', , parenthesised, bare = ''] =
    /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[\w\s,.-]*\])?\s*(?:\(([^()]*)\)|(.*))\s*$/s.exec(asked) ?? [];
  const rest = (parenthesised ?? bare).trim();
  if (rest.startsWith('@')) return `Can't have direct dependency: ${value}`;
  return isName(name) && (rest === '' || isSpecifier(rest))
    ? undefined
    : `${quoted(value)} is invalid for ${quoted(field)}`;
}
