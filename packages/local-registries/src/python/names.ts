/** One name for all spellings of it (PEP 503): `Foo.Bar_baz` is `foo-bar-baz`. */
export const normalised = (name: string): string => name.replaceAll(/[-_.]+/g, '-').toLowerCase();

/** The name as it stands in names of files (PEP 427, PEP 625). */
export const escaped = (name: string): string => normalised(name).replaceAll('-', '_');

export const isName = (name: string): boolean => name.length <= 255 && /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name);

/** As Python shows a text: PyPI's words quote so. */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const shown = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(mark, `\\${mark}`);
  return `${mark}${shown}${mark}`;
}
