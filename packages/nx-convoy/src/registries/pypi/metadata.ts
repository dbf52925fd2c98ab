export type Field = readonly [name: string, value: string];

/** Core metadata up to 2.5, and what the form of an upload calls its fields where that is not the name in small letters. */
const once = [
  'Metadata-Version Name Version Summary Description Keywords Home-page Author Author-email License',
  'Download-URL Maintainer Maintainer-email Requires-Python Description-Content-Type License-Expression',
].flatMap((line) => line.split(' '));
const often = [
  'Platform Supported-Platform Classifier Requires Provides Obsoletes Requires-Dist Provides-Dist Obsoletes-Dist',
  'Requires-External Project-URL Provides-Extra Dynamic License-File Import-Name Import-Namespace',
].flatMap((line) => line.split(' '));
const renamed: Readonly<Record<string, string>> = { classifier: 'classifiers', 'project-url': 'project_urls' };

/** METADATA of a wheel or PKG-INFO of a source distribution, as fields of the form: what is repeated is sent as often. */
export function fieldsOf(text: string): readonly Field[] {
  const { headers, body } = messageOf(text);
  const valuesOf = (header: string): readonly string[] =>
    headers.flatMap(([name, value]) => (name === header.toLowerCase() ? [value] : []));
  const [version = ''] = valuesOf('Metadata-Version');
  const fields = (names: readonly string[], pick: (values: readonly string[]) => readonly string[]): readonly Field[] =>
    names.flatMap((header) => {
      const field = renamed[header.toLowerCase()] ?? header.toLowerCase().replaceAll('-', '_');
      return pick(valuesOf(header)).map((value): Field => [field, spelled(field, value)]);
    });
  return [
    ...fields(
      once.filter((header) => header !== 'Description' || body === ''),
      (values) => values.slice(0, 1),
    ),
    // setuptools wrote License-File before any metadata had it, and indexes refuse what a version does not have.
    ...fields(
      often.filter((header) => header !== 'License-File' || Number.parseFloat(version) >= 2.4),
      (values) => values,
    ),
    ...(body === '' ? [] : [['description', body] as const]),
  ];
}

/** Names and lists as twine spells them. */
function spelled(field: string, value: string): string {
  if (field === 'name') return value.replaceAll(/[^A-Za-z0-9.]+/g, '-');
  if (field === 'project_urls') return value.replace(/^\s*([^,]*?)\s*,\s*(.*?)\s*$/s, '$1, $2');
  return field === 'keywords'
    ? value
        .split(',')
        .map((word) => word.trim())
        .join(', ')
    : value;
}

interface Message {
  /** By lower-case name, in their order; lines that go on are kept as they are. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** A message as of mail: headers up to a blank line, or to the first line that is none. */
function messageOf(text: string): Message {
  const headers: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at) + 1 || text.length;
    const line = text.slice(at, end);
    const header = /^([^\s:]+):[ \t]*(.*)$/s.exec(line);
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last[1] += line;
    else if (header !== null) headers.push([(header[1] ?? '').toLowerCase(), header[2] ?? '']);
    else {
      if (/^\r?\n$/.test(line)) at = end;
      break;
    }
    at = end;
  }
  return { headers: headers.map(([name, value]) => [name, value.replace(/[\r\n]+$/, '')]), body: text.slice(at) };
}
